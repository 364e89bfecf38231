using TrailBoard.Core.Containers;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>The stories of the repositories of one name, and how far back they go: times of the oldest that was told, null where all was.</summary>
/// <param name="TagsBack">Where what is told of tags begins.</param>
/// <param name="OthersBack">Where all else begins: what was deleted or expired, policies and settings.</param>
public sealed record RepositoryStories(IReadOnlyList<RepositoryStory> Stories, DateTimeOffset? TagsBack, DateTimeOffset? OthersBack);

/// <summary>
/// Reads the changes of repositories out of the store, never pulls or layers. What comes with every push is told by rows, and apart from it all else by its records:
/// so a policy of last month is not lost behind the pushes of this morning.
/// </summary>
public sealed class RepositoryQueries(IEventQueries events)
{
    /// <summary>How many pushes and scans are told at first, newest first.</summary>
    public const int FirstPushes = 500;

    /// <summary>How many other changes are told at first, newest first: records that lie far apart cost most of what the page does.</summary>
    public const int FirstOthers = 100;

    /// <summary>How many times as many are told at most.</summary>
    public const int MostTimes = 25;

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

    private static readonly Filter Often = new Filter.Or([.. RegistryRows.Actions.Select(name => Is(EventFields.Action, name))]);

    /// <summary>The stories of the repositories of a name, in a range.</summary>
    /// <param name="query">Which events: those of a repository.</param>
    /// <param name="times">How many times as many as at first, from 1 to <see cref="MostTimes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another number of times.</exception>
    public async Task<RepositoryStories> ReadAsync(EventQuery query, int times, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(times, MostTimes);
        var changes = FilterParts.And(query.Filter, Changes);
        var often = await events.PageAsync(query with { Filter = FilterParts.And(changes, Often) }, after: null, FirstPushes * times, cancellationToken);
        var rare = await events.NewestAsync(query with { Filter = FilterParts.And(changes, new Filter.Not(Often)) }, FirstOthers * times, cancellationToken);
        var (told, unclear) = RegistryRows.Read(often.Events);
        var read = await RecordsOfRows.ReadAsync(events, unclear, cancellationToken);

        // A tag that was expired before the oldest push that is told may have been pushed again since, and the other way round.
        var (tagsFrom, othersFrom) = (Later(often.Next is null ? null : often.Events[^1], rare.Cut), rare.Cut);
        return new(
            RepositoryStory.Of(RegistryChanges.Of(rare.Events.Concat(read.Values)).Concat(told), tagsFrom?.Cursor), tagsFrom?.Event.Time, othersFrom?.Event.Time);
    }

    private static StoredEvent? Later(StoredEvent? one, StoredEvent? other) => (other?.Cursor.Value ?? long.MinValue) > (one?.Cursor.Value ?? long.MinValue) ? other : one;

    private static Filter Is(EventField field, string value) => FilterEdit.Leaf(field, value);
}
