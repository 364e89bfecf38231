using TrailBoard.Core.Containers;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>The stories of the repositories of one name.</summary>
/// <param name="Back">The time of the oldest change that was read, where there are more than were read; null where all were.</param>
public sealed record RepositoryStories(IReadOnlyList<RepositoryStory> Stories, DateTimeOffset? Back);

/// <summary>Reads the changes of repositories out of the store: the records of the newest, never those of pulls or layers.</summary>
public sealed class RepositoryQueries(IEventQueries events)
{
    /// <summary>How many changes are read at most, newest first.</summary>
    public const int Most = 500;

    /// <summary>What changed a registry and went well, without the steps of pushes.</summary>
    public static Filter Changes { get; } = new Filter.And(
    [
        new Filter.Or([Is(EventFields.Service, ContainerServices.Ecr.EventSource), Is(EventFields.Service, ContainerServices.EcrPublic.EventSource)]),
        Is(EventFields.Mutating, "true"),
        new Filter.Not(new Filter.Field(EventFields.Error, new ValueTest.Present())),
        new Filter.Not(new Filter.Or([.. ContainerActions.All
            .Where(action => action is { IsMutating: true, IsPlumbing: true } && (action.Service == ContainerServices.Ecr || action.Service == ContainerServices.EcrPublic))
            .Select(action => action.Name).Distinct(StringComparer.Ordinal).Select(name => Is(EventFields.Action, name))])),
    ]);

    /// <summary>The stories of the repositories of a name, in a range.</summary>
    /// <param name="query">Which events: those of a repository.</param>
    public async Task<RepositoryStories> ReadAsync(EventQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (records, back) = await NewestAsync(events, query with { Filter = FilterParts.And(query.Filter, Changes) }, Most, cancellationToken);
        return new(RepositoryStory.Of(records), back);
    }

    /// <summary>The newest records of a question; and the time of the oldest of them, where there are more.</summary>
    internal static async Task<(List<StoredEvent> Records, DateTimeOffset? Back)> NewestAsync(IEventQueries events, EventQuery query, int most, CancellationToken cancellationToken)
    {
        var records = new List<StoredEvent>();
        await foreach (var stored in events.ExportAsync(query, cancellationToken))
        {
            if (records.Count == most)
            {
                return (records, records[^1].Event.Time);
            }

            // What is handed out may be used again for the next record.
            records.Add(stored with { Record = stored.Record.ToArray() });
        }

        return (records, null);
    }

    private static Filter Is(EventField field, string value) => FilterEdit.Leaf(field, value);
}
