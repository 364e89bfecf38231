using TrailBoard.Core.Activities;
using TrailBoard.Core.Overview;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What the page of one actor shows.</summary>
public sealed class ActorState(IEventQueries queries, ActivityQueries activities)
{
    /// <summary>How many values of a field are listed.</summary>
    public const int Most = 10;

    /// <summary>How many activities are listed.</summary>
    public const int MostActivities = 20;

    private const int AllActions = 1_000;

    /// <summary>The events that were refused.</summary>
    public static Filter Denied => Notable.Denials.Filter!;

    /// <summary>The fields whose values are somebody.</summary>
    public static IReadOnlyList<EventField> Fields { get; } = [EventFields.User, EventFields.Identity, EventFields.Role, EventFields.Session, EventFields.AccessKey, EventFields.Actor];

    /// <summary>The field of an address, or null where it names nobody.</summary>
    public static EventField? FieldOf(string? name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>How many of his events match, how many were refused or failed, and when the first and last were; null where none match.</summary>
    public EventGroup? Sum { get; private set; }

    public IReadOnlyList<ActorSession> Sessions { get; private set; } = [];

    /// <summary>Whether there are more sessions than these.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Values of his events, each with when it was first and last seen.</summary>
    public IReadOnlyList<(EventField Field, EventGroups Groups)> Values { get; private set; } = [];

    /// <summary>What he was refused, by action.</summary>
    public EventGroups? Denials { get; private set; }

    /// <summary>The actions that he did for the first time in the range, newest first.</summary>
    public IReadOnlyList<EventGroup> Firsts { get; private set; } = [];

    /// <summary>His newest activities; null where the filter searches in records.</summary>
    public IReadOnlyList<FoldedRow>? Activities { get; private set; }

    public async Task LoadAsync(EventQuery query, EventField field, string value, CancellationToken cancellationToken)
    {
        var self = Narrowing.Is(field, value);
        var mine = query.And(self);
        var sum = await SumAsync(mine, field, cancellationToken);
        List<(EventField, EventGroups)> values = [];
        EventField[] shown = [EventFields.Address, EventFields.Session, EventFields.AccessKey];
        foreach (var of in shown.Where(of => of != field))
        {
            values.Add((of, await GroupAsync(mine, of, Most, cancellationToken)));
        }

        var denials = await GroupAsync(mine.And(Denied), EventFields.Action, Most, cancellationToken);

        // Whether it was the first time is asked of all of his events, whatever else the page is narrowed to.
        var ever = await GroupAsync(EventQuery.All.And(self), EventFields.Action, AllActions, cancellationToken);
        var tree = new ActorTree(queries, query);
        var sessions = field.Equals(EventFields.Actor) ? await tree.ReadAllAsync(self, cancellationToken) : await tree.ReadAsync(self, cancellationToken);
        var page = FilterParts.IsDeep(query.Filter) ? null : await activities.PageAsync(mine, after: null, MostActivities, cancellationToken);
        (Sum, Values, Denials, Sessions, IsCut, Activities) = (sum, values, denials, sessions, tree.IsCut, page is null ? null : FoldedRow.Of(page.Rows));
        Firsts = [.. ever.Groups.Where(action => query.Range.Contains(action.First)).OrderByDescending(action => action.First).ThenBy(action => action.Value, StringComparer.Ordinal)];
    }

    private async Task<EventGroup?> SumAsync(EventQuery mine, EventField field, CancellationToken cancellationToken)
    {
        // Upper and lower case are one value to a filter, and two to a group.
        var groups = (await GroupAsync(mine, field, AllActions, cancellationToken)).Groups;
        return groups.Count == 0 ? null : new(
            groups[0].Value, groups.Sum(group => group.Count), groups.Sum(group => group.Errors), groups.Sum(group => group.Writes),
            groups.Min(group => group.First), groups.Max(group => group.Last), []);
    }

    private Task<EventGroups> GroupAsync(EventQuery query, EventField field, int limit, CancellationToken cancellationToken) =>
        queries.GroupAsync(new GroupQuery(query, field, limit), cancellationToken);
}
