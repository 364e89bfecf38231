namespace TrailBoard.Core.Views;

/// <summary>A half-open stretch of UTC time.</summary>
public readonly record struct TimeStretch(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Length => To - From;
}

/// <summary>Stretches of time, joined where they touch and in order: the same whatever the order in which they were added.</summary>
public sealed class CoveredTime
{
    private readonly List<TimeStretch> _stretches = [];

    /// <summary>The stretches, the earliest first. No two of them touch.</summary>
    public IReadOnlyList<TimeStretch> Stretches => _stretches;

    /// <summary>Adds a stretch; one without length adds nothing.</summary>
    public void Add(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to)
        {
            return;
        }

        var first = _stretches.FindIndex(stretch => stretch.To >= from);
        if (first < 0)
        {
            _stretches.Add(new TimeStretch(from, to));
            return;
        }

        var last = first;
        while (last < _stretches.Count && _stretches[last].From <= to)
        {
            from = _stretches[last].From < from ? _stretches[last].From : from;
            to = _stretches[last].To > to ? _stretches[last].To : to;
            last++;
        }

        _stretches.RemoveRange(first, last - first);
        _stretches.Insert(first, new TimeStretch(from, to));
    }

    /// <summary>How much of a stretch is covered.</summary>
    public TimeSpan Within(DateTimeOffset from, DateTimeOffset to) => from >= to
        ? TimeSpan.Zero
        : to - from - Missing(from, to).Aggregate(TimeSpan.Zero, (sum, missing) => sum + missing.Length);

    /// <summary>What of a stretch is not covered, the earliest first.</summary>
    public IEnumerable<TimeStretch> Missing(DateTimeOffset from, DateTimeOffset to)
    {
        for (var i = FirstEndingAfter(from); i < _stretches.Count && _stretches[i].From < to; i++)
        {
            if (_stretches[i].From > from)
            {
                yield return new TimeStretch(from, _stretches[i].From);
            }

            from = _stretches[i].To;
        }

        if (from < to)
        {
            yield return new TimeStretch(from, to);
        }
    }

    private int FirstEndingAfter(DateTimeOffset time)
    {
        var (low, high) = (0, _stretches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _stretches[middle].To > time ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
