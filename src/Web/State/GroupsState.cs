using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The values of a grouped view: loads them, finds among them, keeps the old ones while new ones load.</summary>
public sealed class GroupsState(IEventQueries queries)
{
    /// <summary>How many values a view holds; beyond them the search asks the store.</summary>
    public const int MaxGroups = 1_000;

    private const int SparklineBuckets = 32;

    private IReadOnlyList<IReadOnlyDictionary<string, EventGroup>> _tallies = [];

    /// <summary>What was loaded last, or null before the first answer.</summary>
    public EventGroups? Groups { get; private set; }

    /// <summary>Whether <see cref="Groups"/> holds every value, so that finding needs no further question.</summary>
    public bool IsWhole => Groups is not null && Groups.Total <= Groups.Groups.Count;

    /// <summary>Loads the values of a view.</summary>
    /// <param name="find">Text that the values contain, or null; it is asked of the store only where not all values fit.</param>
    public async Task LoadAsync(GroupView view, EventQuery query, string? find, CancellationToken cancellationToken)
    {
        var groups = await AskAsync(view, query, SparklineBuckets, cancellationToken);
        if (groups.Total > groups.Groups.Count && !string.IsNullOrWhiteSpace(find))
        {
            // The totals stay those of the whole view: "12 of 50,000".
            var found = await AskAsync(view, query.And(Narrowing.Contains(view.Field, find.Trim())), SparklineBuckets, cancellationToken);
            groups = groups with { Groups = found.Groups };
        }

        var tallies = new List<IReadOnlyDictionary<string, EventGroup>>(view.Tallies.Count);
        foreach (var tally in view.Tallies)
        {
            var counts = await AskAsync(view, query.And(tally.Filter), 0, cancellationToken);
            tallies.Add(counts.Groups.ToDictionary(group => group.Value, StringComparer.Ordinal));
        }

        (Groups, _tallies) = (groups, tallies);
    }

    /// <summary>The rows to show: those whose value contains the text, in order.</summary>
    public IReadOnlyList<EventGroup> Rows(string? find, GroupOrder order) => Groups is null
        ? []
        : order.Sort(Groups.Groups.Where(group =>
            string.IsNullOrWhiteSpace(find) || group.Value.Contains(find.Trim(), StringComparison.OrdinalIgnoreCase)));

    /// <summary>A further count of a value, or null where there is none.</summary>
    public EventGroup? Tally(int index, string value) =>
        index < _tallies.Count && _tallies[index].TryGetValue(value, out var group) ? group : null;

    private Task<EventGroups> AskAsync(GroupView view, EventQuery query, int sparkline, CancellationToken cancellationToken) =>
        queries.GroupAsync(new GroupQuery(query, view.Field, MaxGroups, sparkline), cancellationToken);
}
