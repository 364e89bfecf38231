using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>A field beside the list with its most frequent values. It ignores its own choice, so that others stay in sight.</summary>
public sealed class Facet(EventField field, bool isOpen) : IDisposable
{
    private CancellationTokenSource? _search;

    /// <summary>How many values show at first.</summary>
    public const int Few = 6;

    /// <summary>How many values show at most; beyond that the page of groups is the better place.</summary>
    public const int Many = 30;

    public EventField Field { get; } = field;

    public Answer<EventGroups> Groups { get; } = new();

    /// <summary>Whether it is unfolded; a folded one asks nothing.</summary>
    public bool IsOpen { get; set; } = isOpen;

    /// <summary>Whether more than the first few values show.</summary>
    public bool IsLong { get; set; }

    public int Limit => IsLong ? Many : Few;

    /// <summary>The text that the values which show contain, or empty.</summary>
    public string Wanted { get; private set; } = "";

    /// <summary>How many values there are under the filter, whatever is looked for among them.</summary>
    public int Total { get; private set; }

    public Task AskAsync(IEventQueries queries, EventQuery query, Action changed, CancellationToken cancellationToken) =>
        Groups.AskAsync(token => ReadAsync(queries, query with { Filter = FilterParts.Without(query.Filter, Field) }, token), changed, cancellationToken);

    /// <summary>Looks for another text from now on.</summary>
    /// <returns>What stops this search: the next one, or the view.</returns>
    internal CancellationToken Find(string text, CancellationToken view)
    {
        Dispose();
        Wanted = text;
        _search = CancellationTokenSource.CreateLinkedTokenSource(view);
        return _search.Token;
    }

    public void Dispose()
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

    /// <summary>The facets in the order in which a security engineer asks: what went wrong, who, what, to what, from where.</summary>
    public static IReadOnlyList<Facet> All() =>
    [
        new(EventFields.Error, true), new(EventFields.User, true), new(EventFields.Actor, false), new(EventFields.Service, true), new(EventFields.Action, true),
        new(EventFields.Repository, true), new(EventFields.Address, true), new(EventFields.Region, true), new(EventFields.Identity, false),
        new(EventFields.IdentityType, false), new(EventFields.ReadOnly, false), new(EventFields.Verb, false), new(EventFields.Account, false), new(EventFields.UserAgent, false),
        new(EventFields.Cluster, false),
    ];
}
