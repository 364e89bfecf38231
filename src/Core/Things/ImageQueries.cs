using TrailBoard.Core.Containers;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>The passports of an image, one for each repository.</summary>
/// <param name="IsWhole">Whether all records were read that may tell of it; where not, its oldest traces are left out.</param>
public sealed record ImagePassports(IReadOnlyList<ImagePassport> Passports, bool IsWhole);

/// <summary>
/// Fetches what the store has of an image, a bounded number of records: those that name its digest; those that move its tags and end the images that
/// had them; the task definitions that name it or its tags; what used those. At any time: which image a tag was on is told by what happened before.
/// </summary>
public sealed class ImageQueries(IEventQueries events)
{
    /// <summary>How many records of each sort are read at most, newest first.</summary>
    public const int Most = 500;

    // A filter names no more values than this at a time.
    private const int MostValues = 100;

    private static readonly Filter Ended = Any(EventFields.Action, ["BatchDeleteImage", "PolicyExecutionEvent"]);
    private static readonly Filter Remade = Any(EventFields.Action, ["DeleteRepository", "CreateRepository"]);
    private static readonly Filter Succeeded = new Filter.Not(new Filter.Field(EventFields.Error, new ValueTest.Present()));
    private static readonly Filter OfEcs = FilterEdit.Leaf(EventFields.Service, ContainerServices.Ecs.EventSource);

    /// <summary>The passports of an image.</summary>
    public async Task<ImagePassports> ReadAsync(string digest, CancellationToken cancellationToken)
    {
        var found = new Evidence();
        var named = FilterEdit.Leaf(EventFields.Image, digest);
        await AddAsync(found, FilterParts.And(named, RepositoryQueries.Changes), cancellationToken);
        var tags = TagsOf(digest, found.Records);
        await AddTagsAsync(found, tags, cancellationToken);

        var naming = tags.Count == 0 ? named : new Filter.Or([named, .. Values(EventFields.Tag, tags)]);
        await AddAsync(found, All(naming, OfEcs, Succeeded, FilterEdit.Leaf(EventFields.Action, "RegisterTaskDefinition")), cancellationToken);
        await AddAsync(found, All(named, OfEcs, Succeeded, FilterEdit.Leaf(EventFields.Mutating, "true")), cancellationToken);
        var definitions = EcsCalls.Of(found.Records).Definitions.Select(registered => registered.Definition.Value).Distinct(StringComparer.Ordinal).ToList();
        foreach (var some in definitions.Chunk(MostValues))
        {
            await AddAsync(found, All(Any(EventFields.TaskDefinition, some), OfEcs, Succeeded, Any(EventFields.Action, EcsCalls.Running)), cancellationToken);
        }

        return new(ImagePassport.Of(digest, found.Records), found.IsWhole);
    }

    /// <summary>The stories of a tag's repositories, as far as they are about the tag.</summary>
    /// <param name="tag">The tag behind its repository: <c>team/api:v1</c>.</param>
    public async Task<RepositoryStories> ReadTagAsync(string tag, CancellationToken cancellationToken)
    {
        var found = new Evidence();
        await AddTagsAsync(found, [tag], cancellationToken);
        var stories = RepositoryStory.Of(found.Records);
        var back = found.IsWhole ? null : found.Records.Select(stored => (DateTimeOffset?)stored.Event.Time).Min();
        return new(stories, back, back);
    }

    /// <summary>
    /// The pulls of an image: those that name its digest, and those that name one of its tags while the tag was on it. Pulls are recorded by the names of
    /// repositories, so those of a repository of the same name in another account are among them.
    /// </summary>
    public static Filter Pulls(string digest, IEnumerable<ImagePassport> passports)
    {
        ArgumentNullException.ThrowIfNull(passports);
        var ways = new List<Filter> { FilterEdit.Leaf(EventFields.Image, digest) };
        foreach (var (repository, tag) in passports.SelectMany(passport => passport.Tags.Select(tag => (passport.Repository, tag))).Take(MostValues))
        {
            var named = FilterEdit.Leaf(EventFields.Tag, $"{repository.Value}:{tag.Tag}");
            for (var i = 0; i < tag.Moves.Count; i++)
            {
                if (tag.Moves[i].Digest == digest && !tag.Moves[i].IsEnd)
                {
                    var from = Time(Comparison.GreaterOrEqual, tag.Moves[i].Time);
                    ways.Add(i + 1 < tag.Moves.Count ? All(named, from, Time(Comparison.Less, tag.Moves[i + 1].Time)) : All(named, from));
                }
            }
        }

        return All(FilterEdit.Leaf(EventFields.Action, "BatchGetImage"), new Filter.Or([.. ways]));
    }

    private async Task AddTagsAsync(Evidence found, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        foreach (var some in tags.Chunk(MostValues))
        {
            await AddAsync(found, FilterParts.And(Any(EventFields.Tag, some), RepositoryQueries.Changes), cancellationToken);
        }

        // A tag also ends with the image that it is on, whose deletion need not name it, and with its repository.
        var others = found.Records.Select(RegistryChanges.Read).OfType<RegistryChange.ImagePut>().Select(put => put.Digest).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var some in others.Chunk(MostValues))
        {
            await AddAsync(found, All(Any(EventFields.Image, some), RepositoryQueries.Changes, Ended), cancellationToken);
        }

        foreach (var some in tags.Select(tag => tag[..Math.Max(0, tag.LastIndexOf(':'))]).Distinct(StringComparer.Ordinal).Chunk(MostValues))
        {
            await AddAsync(found, All(Any(EventFields.Repository, some), RepositoryQueries.Changes, Remade), cancellationToken);
        }
    }

    private async Task AddAsync(Evidence found, Filter filter, CancellationToken cancellationToken)
    {
        var newest = await events.NewestAsync(new EventQuery(FilterParts.Simplify(filter), TimeRange.All), Most, cancellationToken);
        found.Add(newest.Events, isWhole: !newest.IsCut);
    }

    private static IReadOnlyList<string> TagsOf(string digest, IEnumerable<StoredEvent> records) =>
    [
        .. ImagePassport.Of(digest, records).SelectMany(passport => passport.Tags.Select(tag => $"{passport.Repository.Value}:{tag.Tag}")).Distinct(StringComparer.Ordinal),
    ];

    private static Filter All(params Filter[] filters) => FilterParts.Simplify(new Filter.And([.. filters]));

    private static Filter Any(EventField field, IEnumerable<string> values) => FilterParts.Simplify(new Filter.Or([.. Values(field, values)]));

    private static IEnumerable<Filter> Values(EventField field, IEnumerable<string> values) => values.Select(value => FilterEdit.Leaf(field, value));

    private static Filter.Field Time(Comparison comparison, DateTimeOffset time) => new(EventFields.Time, new ValueTest.TimeIs(comparison, time));

    private sealed class Evidence
    {
        private readonly Dictionary<EventCursor, StoredEvent> _records = [];

        public IReadOnlyList<StoredEvent> Records => [.. _records.Values.OrderBy(stored => stored.Cursor.Value)];

        public bool IsWhole { get; private set; } = true;

        public void Add(IEnumerable<StoredEvent> records, bool isWhole)
        {
            IsWhole &= isWhole;
            foreach (var stored in records)
            {
                _records[stored.Cursor] = stored;
            }
        }
    }
}
