using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>By what the rows of a grouped view are sorted.</summary>
public enum GroupColumn
{
    Value,
    Count,
    Errors,
    Writes,
    First,
    Last,
}

/// <summary>The order of a grouped view, as it stands in the URL: <c>errors</c>, or <c>-errors</c> for the other way round.</summary>
public readonly record struct GroupOrder(GroupColumn Column, bool Reversed)
{
    /// <summary>Most events first.</summary>
    public static GroupOrder Default { get; } = new(GroupColumn.Count, Reversed: false);

    /// <summary>Whether the greatest comes first. Names start from A, all else from the greatest, unless reversed.</summary>
    public bool Descending => Column is GroupColumn.Value ? Reversed : !Reversed;

    /// <summary>What a click on a heading asks for: that column, or its other direction.</summary>
    public GroupOrder Clicked(GroupColumn column) => column == Column ? new(column, !Reversed) : new(column, Reversed: false);

    /// <summary>Reads the order of a URL; anything else is the default.</summary>
    public static GroupOrder Parse(string? text)
    {
        var reversed = text is ['-', ..];
        return Enum.TryParse<GroupColumn>(reversed ? text![1..] : text, ignoreCase: true, out var column) && Enum.IsDefined(column)
            ? new(column, reversed)
            : Default;
    }

    /// <summary>The order for a URL, or null where it is the default.</summary>
    public string? ToParameter() => this == Default ? null : (Reversed ? "-" : "") + Column.ToString().ToLowerInvariant();

    /// <summary>Sorts groups; equal ones by value, so that the order is always the same.</summary>
    public IReadOnlyList<EventGroup> Sort(IEnumerable<EventGroup> groups)
    {
        var column = Column;
        var ordered = column is GroupColumn.Value
            ? Order(groups, group => group.Value, StringComparer.OrdinalIgnoreCase)
            : Order(groups, group => Key(group, column), Comparer<long>.Default);
        return [.. ordered.ThenBy(group => group.Value, StringComparer.Ordinal)];
    }

    private IOrderedEnumerable<EventGroup> Order<T>(IEnumerable<EventGroup> groups, Func<EventGroup, T> key, IComparer<T> comparer) =>
        Descending ? groups.OrderByDescending(key, comparer) : groups.OrderBy(key, comparer);

    private static long Key(EventGroup group, GroupColumn column) => column switch
    {
        GroupColumn.Count => group.Count,
        GroupColumn.Errors => group.Errors,
        GroupColumn.Writes => group.Writes,
        GroupColumn.First => group.First.UtcTicks,
        GroupColumn.Last => group.Last.UtcTicks,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };
}
