using TrailBoard.Core.Containers;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What was done with the container services, by verb, and beside them every other service.</summary>
public sealed class ContainersState(IEventQueries queries)
{
    private const int SparklineBuckets = 32;
    private const int MaxActions = 1_000;

    /// <summary>The five services in their order, those without events included; null before the first answer.</summary>
    public IReadOnlyList<ServiceSection>? Sections { get; private set; }

    /// <summary>What was done with the five services; null before the first answer.</summary>
    public ActionMatrix? Matrix { get; private set; }

    /// <summary>All other services, most events first.</summary>
    public IReadOnlyList<EventGroup> Others { get; private set; } = [];

    /// <summary>How many events match in all.</summary>
    public long Events { get; private set; }

    public async Task LoadAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var services = await AskAsync(query, EventFields.Service, cancellationToken);
        var (sections, verbsOfServices) = (new List<ServiceSection>(), new List<IReadOnlyList<EventGroup>>());
        foreach (var service in ContainerServices.All)
        {
            var known = services.Groups.FirstOrDefault(group => ContainerServices.Find(group.Value) == service);
            var verbs = known is null ? [] : await VerbsAsync(query, service.Name, known.Value, cancellationToken);
            sections.Add(new ServiceSection(service, known, verbs));
            verbsOfServices.Add(known is null ? [] : await CountsAsync(query.And(EventFields.Service, known.Value), cancellationToken));
        }

        (Sections, Matrix, Events) = (sections, ActionMatrix.Of(verbsOfServices), services.Events);
        Others = [.. services.Groups.Where(group => ContainerServices.Find(group.Value) is null)];
    }

    /// <summary>The actions of any service by verb; asked only when a person opens it.</summary>
    public async Task<IReadOnlyList<VerbRow>> VerbsAsync(EventQuery query, string service, string source, CancellationToken cancellationToken)
    {
        var actions = await AskAsync(query.And(EventFields.Service, source), EventFields.Action, cancellationToken);
        return
        [
            .. actions.Groups
                .GroupBy(group => EventVerb.Of(service, group.Value))
                .OrderBy(verb => verb.Key.Order)
                .Select(verb => VerbRow.Of(verb.Key, [.. verb])),
        ];
    }

    private async Task<IReadOnlyList<EventGroup>> CountsAsync(EventQuery query, CancellationToken cancellationToken) =>
        (await queries.GroupAsync(new GroupQuery(query, EventFields.Verb, EventVerb.All.Count), cancellationToken)).Groups;

    private Task<EventGroups> AskAsync(EventQuery query, EventField field, CancellationToken cancellationToken) =>
        queries.GroupAsync(new GroupQuery(query, field, MaxActions, SparklineBuckets), cancellationToken);
}

/// <summary>One of the five services.</summary>
/// <param name="Group">Its figures, or null where nothing matches.</param>
public sealed record ServiceSection(ContainerService Service, EventGroup? Group, IReadOnlyList<VerbRow> Verbs);

/// <summary>What was done with a service, of one verb: the sum of its actions.</summary>
public sealed record VerbRow(EventVerb Verb, EventGroup Sum, IReadOnlyList<EventGroup> Actions)
{
    internal static VerbRow Of(EventVerb verb, IReadOnlyList<EventGroup> actions) => new(
        verb,
        new EventGroup(
            verb.Name,
            actions.Sum(action => action.Count),
            actions.Sum(action => action.Errors),
            actions.Sum(action => action.Writes),
            actions.Min(action => action.First),
            actions.Max(action => action.Last),
            Add(actions)),
        actions);

    private static int[] Add(IReadOnlyList<EventGroup> actions)
    {
        var sum = new int[actions.Max(action => action.Sparkline.Count)];
        foreach (var action in actions)
        {
            for (var i = 0; i < action.Sparkline.Count; i++)
            {
                sum[i] += action.Sparkline[i];
            }
        }

        return sum;
    }
}
