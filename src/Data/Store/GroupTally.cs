using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>What is known of the rows that share a code.</summary>
internal readonly record struct CodeCounts(int Code, long Count, long Errors, long Writes, long FirstKey, long LastKey)
{
    public CodeCounts Add(CodeCounts other) => new(
        Code, Count + other.Count, Errors + other.Errors, Writes + other.Writes, Math.Min(FirstKey, other.FirstKey), Math.Max(LastKey, other.LastKey));

    public static CodeCounts Of(EventRow row, int code) => new(
        code, 1, row.Error != 0 ? 1 : 0, (row.Flags & (int)EventFlags.Write) != 0 ? 1 : 0, row.Key, row.Key);
}

/// <summary>Counts by code become groups by value: several codes may hold a value, and a code several values.</summary>
internal sealed class GroupTally(EventField field, Func<int, TrailEvent> sample)
{
    private readonly Dictionary<string, (CodeCounts Counts, List<int> Codes)> _byValue = new(StringComparer.Ordinal);
    private long _events;
    private long _without;

    public void Add(CodeCounts counts)
    {
        _events += counts.Count;
        var any = false;
        foreach (var value in field.Values(sample(counts.Code)).Distinct(StringComparer.Ordinal))
        {
            any = true;
            if (_byValue.TryGetValue(value, out var group))
            {
                group.Codes.Add(counts.Code);
                _byValue[value] = (group.Counts.Add(counts), group.Codes);
            }
            else
            {
                _byValue.Add(value, (counts, [counts.Code]));
            }
        }

        _without += any ? 0 : counts.Count;
    }

    /// <summary>The first groups, and the codes that each consists of.</summary>
    public (EventGroups Groups, IReadOnlyList<IReadOnlyList<int>> Codes) Top(int limit)
    {
        var top = _byValue
            .OrderByDescending(group => group.Value.Counts.Count)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
        var groups = top.ConvertAll(group => new EventGroup(
            group.Key,
            group.Value.Counts.Count,
            group.Value.Counts.Errors,
            group.Value.Counts.Writes,
            EventKey.TimeOf(group.Value.Counts.FirstKey),
            EventKey.TimeOf(group.Value.Counts.LastKey),
            []));
        return (new EventGroups(groups, _byValue.Count, _events, _without), top.ConvertAll(group => (IReadOnlyList<int>)group.Value.Codes));
    }
}
