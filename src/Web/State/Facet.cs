using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>A field beside the list with its most frequent values. It ignores its own choice, so that others stay in sight.</summary>
public sealed class Facet(EventField field, bool isOpen, TimeProvider clock) : IDisposable
{
    // The rest of the usual ones begin folded, and ask nothing: each costs time and room.
    private static readonly EventField[] Folded =
    [
        EventFields.Actor, EventFields.Identity, EventFields.IdentityType, EventFields.ReadOnly, EventFields.Verb, EventFields.Account, EventFields.UserAgent, EventFields.Cluster,
    ];

    private CancellationTokenSource? _search;

    /// <summary>How many values show at first.</summary>
    public const int Few = 6;

    /// <summary>How many values show at most; beyond that the page of groups is the better place.</summary>
    public const int Many = 30;

    /// <summary>A facet as it begins. Whoever chooses a field that is not usual wants to see it.</summary>
    public static Facet Of(EventField field, TimeProvider clock) => new(field, !Folded.Contains(field), clock);

    public EventField Field { get; } = field;

    public TimedAnswer<EventGroups> Groups { get; } = new(clock);

    /// <summary>Whether it is unfolded; a folded one asks nothing.</summary>
    public bool IsOpen { get; set; } = isOpen;

    /// <summary>Whether more than the first few values show.</summary>
    public bool IsLong { get; set; }

    public int Limit => IsLong ? Many : Few;

    /// <summary>The text that the values which show contain, or empty.</summary>
    public string Wanted { get; private set; } = "";

    /// <summary>How many values there are under the filter, whatever is looked for among them.</summary>
    public int Total { get; private set; }

    /// <summary>The values that do not show, or null where all do or it is not known.</summary>
    public OtherValues? Others => Groups.Value is { } groups && Wanted.Length == 0 && groups.Total > Math.Min(groups.Groups.Count, Limit)
        ? new OtherValues(groups.Total - Math.Min(groups.Groups.Count, Limit), Field.HasSeveral ? null : groups.Events - groups.Without - groups.Groups.Take(Limit).Sum(group => group.Count))
        : null;

    public Task AskAsync(IEventQueries queries, EventQuery query, Action changed, CancellationToken cancellationToken) =>
        Groups.AskAsync(token => ReadAsync(queries, query with { Filter = FilterParts.Without(query.Filter, Field) }, token), changed, cancellationToken);

    /// <summary>Looks for another text from now on.</summary>
    /// <returns>What stops this search: the next one, or the view.</returns>
    internal CancellationToken Find(string text, CancellationToken view)
    {
        EndSearch();
        Wanted = text;
        _search = CancellationTokenSource.CreateLinkedTokenSource(view);
        return _search.Token;
    }

    public void Dispose()
    {
        EndSearch();
        Groups.Dispose();
    }

    private void EndSearch()
    {
        _search?.Cancel();
        _search?.Dispose();
        _search = null;
    }

    private async Task<EventGroups> ReadAsync(IEventQueries queries, EventQuery query, CancellationToken cancellationToken)
    {
        if (Wanted.Length == 0)
        {
            var all = await queries.GroupAsync(new GroupQuery(query, Field, Limit) { CountsOnly = true }, cancellationToken);
            Total = all.Total;
            return all;
        }

        // An event with several values brings those along that were not looked for.
        var wanted = Wanted;
        var found = await queries.GroupAsync(new GroupQuery(query.And(Narrowing.Contains(Field, wanted)), Field, Many) { CountsOnly = true }, cancellationToken);
        return found with { Groups = [.. found.Groups.Where(group => group.Value.Contains(wanted, StringComparison.OrdinalIgnoreCase))] };
    }
}

/// <summary>The values of a facet that do not show.</summary>
/// <param name="Values">How many they are.</param>
/// <param name="Events">How many events have one of them, or null where an event may have several values and be counted among the others too.</param>
public sealed record OtherValues(int Values, long? Events);
