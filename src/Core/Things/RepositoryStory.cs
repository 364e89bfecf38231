using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>
/// What became of one repository, as its records tell it: its tags, its images' ends, its policies and settings. A pure function of the set of records:
/// their order does not matter, and the copies of one call in the trails of several accounts are one.
/// </summary>
/// <param name="Repository">The repository, with the account and the region that own it.</param>
/// <param name="Changes">All changes, oldest first.</param>
/// <param name="Tags">Its tags, in the order of their names.</param>
public sealed record RepositoryStory(ContainerThing Repository, IReadOnlyList<RegistryChange> Changes, IReadOnlyList<TagHistory> Tags)
{
    /// <summary>The changes of its policies, oldest first, each with the one that it took the place of.</summary>
    public IReadOnlyList<PolicyChange> Policies { get; private init; } = [];

    /// <summary>The value of each setting that records tell of, with the change that gave it.</summary>
    public IReadOnlyList<GivenSetting> Settings { get; private init; } = [];

    /// <summary>When it was last made; null where no record tells.</summary>
    public RegistryChange.Created? Created => Changes.OfType<RegistryChange.Created>().LastOrDefault();

    /// <summary>The deletion that it did not come back from; null where there is none.</summary>
    public RegistryChange.Deleted? Deleted => Changes.LastOrDefault(change => change is RegistryChange.Deleted or RegistryChange.Created or RegistryChange.ImagePut) as RegistryChange.Deleted;

    /// <summary>Tells the stories of the repositories that records are about, one for each that there is, in the order of their names, accounts and regions.</summary>
    /// <param name="records">Events with their records, in any order.</param>
    public static IReadOnlyList<RepositoryStory> Of(IEnumerable<StoredEvent> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return Of(RegistryChanges.Of(records), tagsFrom: null);
    }

    /// <summary>Tells the stories of changes.</summary>
    /// <param name="changes">Each once, in any order.</param>
    /// <param name="tagsFrom">The change with which what is told of tags begins, where not all that moved them before it is among the changes; null for the first.</param>
    internal static IReadOnlyList<RepositoryStory> Of(IEnumerable<RegistryChange> changes, EventCursor? tagsFrom) =>
        [
            .. changes.OrderBy(change => change.By.Cursor.Value)
                .GroupBy(change => change.Repository)
                .OrderBy(changes => changes.Key.Value, StringComparer.Ordinal)
                .ThenBy(changes => changes.Key.Account, StringComparer.Ordinal)
                .ThenBy(changes => changes.Key.Region, StringComparer.Ordinal)
                .Select(changes => Tell(changes.Key, [.. changes], tagsFrom)),
        ];

    private static RepositoryStory Tell(ContainerThing repository, List<RegistryChange> changes, EventCursor? tagsFrom)
    {
        var tags = new TagBook();
        var policies = new List<PolicyChange>();
        var settings = new SortedDictionary<RepositorySetting, GivenSetting>();
        foreach (var change in changes)
        {
            if (tagsFrom is not { } first || change.By.Cursor.Value >= first.Value)
            {
                tags.Tell(change);
            }

            if (change is RegistryChange.Created or RegistryChange.Deleted)
            {
                // A new one begins without what the one before was given.
                settings.Clear();
            }

            if (change is RegistryChange.PolicySet policy)
            {
                var before = policies.LastOrDefault(other => other.Set.Kind == policy.Kind)?.Set;
                policies.Add(new(policy, before is null || changes.Any(other => other is RegistryChange.Deleted && other.Time >= before.Time && other.Time <= policy.Time) ? null : before));
            }

            foreach (var (setting, value) in SettingsOf(change))
            {
                settings[setting] = new(setting, value, change.By);
            }
        }

        return new(repository, changes, tags.Tags) { Policies = policies, Settings = [.. settings.Values] };
    }

    private static IReadOnlyList<(RepositorySetting Setting, string Value)> SettingsOf(RegistryChange change) => change switch
    {
        RegistryChange.Created created => created.Settings,
        RegistryChange.SettingsGiven given => given.Settings,
        _ => [],
    };
}

/// <summary>A change of a policy.</summary>
/// <param name="Set">What was set, or that it was taken away.</param>
/// <param name="Before">What it took the place of; null where none is known.</param>
public sealed record PolicyChange(RegistryChange.PolicySet Set, RegistryChange.PolicySet? Before);

/// <summary>A setting that a record gave.</summary>
/// <param name="By">The event that gave it.</param>
public sealed record GivenSetting(RepositorySetting Setting, string Value, StoredEvent By);
