using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>What is known of rows that are counted together.</summary>
internal readonly record struct RowCounts(long Count, long Errors, long Writes, long FirstKey, long LastKey)
{
    public RowCounts Add(in RowCounts other) => Count == 0 ? other : new(
        Count + other.Count, Errors + other.Errors, Writes + other.Writes, Math.Min(FirstKey, other.FirstKey), Math.Max(LastKey, other.LastKey));

    public static RowCounts Of(EventRow row) => new(1, row.Error != 0 ? 1 : 0, (row.Flags & (int)EventFlags.Write) != 0 ? 1 : 0, row.Key, row.Key);
}

/// <summary>Counts by code become groups by value: several codes may hold a value, and a code several values.</summary>
internal sealed class GroupTally(FieldValues values)
{
    private readonly RowCounts[] _byNumber = new RowCounts[values.Count];
    private RowCounts _all;
    private long _without;

    /// <summary>The values of the field that is grouped by.</summary>
    public FieldValues Values => values;

    /// <summary>All rows, with or without a value.</summary>
    public RowCounts All => _all;

    public void Add(int code, in RowCounts counts)
    {
        _all = _all.Add(counts);
        if (code < 0)
        {
            var numbers = values.OfSet(code);
            foreach (var number in numbers)
            {
                Add(ref _byNumber[number], counts);
            }

            _without += numbers.Length == 0 ? counts.Count : 0;
        }
        else if (values.OfTerm(code) is var number and >= 0)
        {
            Add(ref _byNumber[number], counts);
        }
        else
        {
            _without += counts.Count;
        }
    }

    /// <summary>The first groups, and the number of each one's value.</summary>
    public (EventGroups Groups, int[] Numbers) Top(int limit)
    {
        // The weakest of the chosen is on top, so that most values are turned away by one comparison.
        var chosen = new PriorityQueue<int, int>(Comparer<int>.Create((one, other) => Order(other, one)));
        var total = 0;
        for (var number = 0; number < _byNumber.Length; number++)
        {
            if (_byNumber[number].Count == 0)
            {
                continue;
            }

            total++;
            if (chosen.Count < limit)
            {
                chosen.Enqueue(number, number);
            }
            else
            {
                chosen.EnqueueDequeue(number, number);
            }
        }

        int[] top = [.. chosen.UnorderedItems.Select(item => item.Element)];
        Array.Sort(top, Order);
        return (new EventGroups(Array.ConvertAll(top, GroupOf), total, _all.Count, _without), top);
    }

    private static void Add(ref RowCounts into, in RowCounts counts) => into = into.Add(counts);

    private int Order(int one, int other) => _byNumber[other].Count.CompareTo(_byNumber[one].Count) is var order and not 0
        ? order
        : string.CompareOrdinal(values[one], values[other]);

    private EventGroup GroupOf(int number)
    {
        ref var counts = ref _byNumber[number];
        return new EventGroup(
            values[number], counts.Count, counts.Errors, counts.Writes, EventKey.TimeOf(counts.FirstKey), EventKey.TimeOf(counts.LastKey), []);
    }
}

/// <summary>Counts over time of the groups that are shown.</summary>
internal sealed class GroupSparks
{
    private readonly FieldValues _values;
    private readonly Dictionary<int, int> _groupOfNumber = [];
    private readonly int[][] _counts;

    public GroupSparks(FieldValues values, int[] numbers, TimeBuckets buckets)
    {
        (_values, Buckets) = (values, buckets);
        _counts = Array.ConvertAll(numbers, _ => new int[buckets.Count]);
        for (var group = 0; group < numbers.Length; group++)
        {
            _groupOfNumber.Add(numbers[group], group);
        }
    }

    public TimeBuckets Buckets { get; }

    /// <summary>The counts of each group.</summary>
    public IReadOnlyList<int[]> Counts => _counts;

    /// <summary>The field that is grouped by.</summary>
    public FieldValues Values => _values;

    /// <summary>The codes that are in a group.</summary>
    public List<int> Codes => [.. _values.CodesOf(_groupOfNumber.ContainsKey)];

    /// <summary>Whether a code is in a group.</summary>
    public bool Has(int code) => code < 0
        ? Array.Exists(_values.OfSet(code), _groupOfNumber.ContainsKey)
        : _groupOfNumber.ContainsKey(_values.OfTerm(code));

    public void Add(int code, int bucket, int count)
    {
        if (code >= 0)
        {
            Put(_values.OfTerm(code), bucket, count);
            return;
        }

        foreach (var number in _values.OfSet(code))
        {
            Put(number, bucket, count);
        }
    }

    private void Put(int number, int bucket, int count)
    {
        if (_groupOfNumber.TryGetValue(number, out var group))
        {
            _counts[group][bucket] += count;
        }
    }
}
