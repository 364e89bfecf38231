using System.IO.Compression;
using System.Text.Json;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>Activities of a real store: the same whatever order, batches and days its events were imported in, and whoever answers.</summary>
public sealed class ActivityImportTests
{
    private static readonly DateTimeOffset End = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Shuffled_split_and_late_imports_give_identical_activities()
    {
        var records = await DemoAsync(1_500);
        using var straight = await TestStore.CreateAsync();
        await straight.ImportAsync(new FakeObject("all", [.. records]));
        var told = await ToldAsync(straight.Queries, EventQuery.All, 40);
        Assert.True(told.Count < 500, $"{told.Count} activities");

        // In another order, in objects of other sizes, some of them twice, and every seventh event last of all.
        using var other = await TestStore.CreateAsync();
        var shuffled = records.ToArray();
        new Random(5).Shuffle(shuffled);
        var (late, early) = (shuffled.Where((_, i) => i % 7 == 0).ToArray(), shuffled.Where((_, i) => i % 7 != 0).ToArray());
        foreach (var (chunk, i) in early.Chunk(211).Select((chunk, i) => (chunk, i)))
        {
            await other.ImportAsync(new FakeObject("early" + i, chunk) { BatchSize = 13 }, new FakeObject("again" + i, chunk[..Math.Min(20, chunk.Length)]));
        }

        Assert.NotEqual(told, await ToldAsync(other.Queries, EventQuery.All, 40));
        await other.ImportAsync(new FakeObject("late", late));
        Assert.Equal(told, await ToldAsync(other.Queries, EventQuery.All, 7));

        // The same from the columns in memory, and by the fold of all events at once.
        await other.RunColumnsAsync();
        Assert.Equal(told, await ToldAsync(other.Queries, EventQuery.All, 100));
        Assert.Equal(told.Select(EventsOf), Folded(await other.ExportAsync()).Select(EventsOf));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task Any_order_and_any_pieces_give_identical_activities_images_and_actors(int seed, bool inMemory)
    {
        var records = await DemoAsync(700);
        using var straight = await TestStore.CreateAsync();
        await straight.ImportAsync(new FakeObject("all", [.. records]));
        using var other = await TestStore.CreateAsync();
        if (inMemory)
        {
            // They follow what is imported, and answer what is asked meanwhile.
            await other.RunColumnsAsync(sliceRows: 97);
        }

        var random = new Random(seed);
        var shuffled = records.ToArray();
        random.Shuffle(shuffled);
        for (var (first, size, number) = (0, 0, 0); first < shuffled.Length; first += size, number++)
        {
            size = Math.Min(random.Next(1, 150), shuffled.Length - first);
            var again = shuffled[..first].Where(_ => random.Next(20) == 0).ToArray();
            await other.ImportAsync(new FakeObject($"piece {number}", [.. shuffled[first..(first + size)], .. again]) { BatchSize = random.Next(1, 60) });
            Assert.NotEmpty(await ToldAsync(other.Queries, EventQuery.All, 100));
        }

        Assert.Equal(await ToldAsync(straight.Queries, EventQuery.All, 40), await ToldAsync(other.Queries, EventQuery.All, random.Next(1, 90)));
        var images = await ImagesAsync(straight.Queries);
        Assert.True(images.Count > 10, $"{images.Count} images and tags");
        Assert.Equal(images, await ImagesAsync(other.Queries));
        var actors = await ActorsAsync(straight);
        Assert.Contains(actors, actor => actor.Contains(" proven:", StringComparison.Ordinal));
        Assert.Equal(actors, await ActorsAsync(other));
    }

    [Theory]
    [InlineData("service:ecr -error:*")]
    [InlineData("user:jenkins-legacy")]
    [InlineData("req.repositoryName:shop/checkout-api")]
    public async Task A_filter_is_answered_alike_by_rows_and_by_columns(string text)
    {
        Assert.True(FilterParser.TryParse(text, out var filter, out _));
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("all", [.. await DemoAsync(800)]));
        await store.RunColumnsAsync();
        var query = new EventQuery(filter, new(End.AddDays(-20), null));
        var told = await ToldAsync(store.Queries, query, 5);
        Assert.NotEmpty(told);
        Assert.Equal(told, await ToldAsync(store.Sql, query, 50));
        Assert.Equal(told.Select(EventsOf), Folded(await store.ExportAsync(filter, query.Range)).Select(EventsOf));
    }

    [Fact]
    public async Task A_page_of_very_many_pushes_tells_the_tag_of_each()
    {
        using var store = await TestStore.CreateAsync();
        const int Pushes = 1_200;
        await store.ImportAsync(new FakeObject("pushes", [.. Enumerable.Range(0, Pushes).Select(i => Some.Record(i, $"2026-10-01T{i / 60 % 24:d2}:{i % 60:d2}:00Z")
            .Replace("\"repositoryName\":\"team/api\"", $"\"repositoryName\":\"team/api{i}\",\"imageTag\":\"v{i}\"", StringComparison.Ordinal))]));
        var told = await ToldAsync(store.Queries, EventQuery.All, Pushes);
        Assert.Equal(Enumerable.Range(0, Pushes).Select(i => $"alice pushed team/api{i}:v{i} from 203.0.113.7").Order(), told.Select(row => row.Split('|')[1]).Order());
    }

    /// <summary>Each image and each tag with the calls that name it, oldest first: who pushed it, pulled it, ran it.</summary>
    private static async Task<List<string>> ImagesAsync(IEventQueries queries) =>
    [
        .. from stored in await queries.ListAsync(EventQuery.All, CancellationToken.None)
           from thing in stored.Event.Things
           where thing.Kind == ThingKind.Image || thing.Kind == ThingKind.Tag
           group stored.Event by thing.ToString() into named
           orderby named.Key
           select $"{named.Key}: {string.Join(", ", named.OrderBy(one => (one.Time, one.EventId)).Select(one => $"{one.Action} {one.EventId}"))}",
    ];

    /// <summary>Who is behind the first call of each of some keys, step by step with the proofs.</summary>
    private static async Task<List<string>> ActorsAsync(TestStore store)
    {
        var chains = new ActorChains(new ActorEvidence(store.Queries, store.Coverage));
        var calls = (await store.ExportAsync()).OrderBy(stored => stored.Event.EventId, StringComparer.Ordinal)
            .Select(stored => CallerRecord.Read(stored.Record, stored.Event.EventId, stored.Event.Time)).Where(call => call.AccessKey is not null).DistinctBy(call => call.AccessKey).Take(25);
        var told = new List<string>();
        foreach (var call in calls)
        {
            var chain = await chains.ResolveAsync(call, CancellationToken.None);
            told.Add($"{chain.EventId} {chain.Certainty}: {string.Join(" < ", chain.Hops.Select(hop => $"{hop.Label} ({hop.Proof.Name} {string.Join(' ', hop.Proof.Evidence.Select(one => one.EventId))})"))} {string.Join(' ', chain.Notes)}");
        }

        return told;
    }

    private static string EventsOf(string told) => told[..told.IndexOf('|', StringComparison.Ordinal)];

    private static IEnumerable<string> Folded(IEnumerable<StoredEvent> events) =>
        ActivityFold.All(events).Select(activity => Describe(new(activity, ActivitySentence.Of(activity, HeadlineRecords.None))));

    private static string Describe(ActivityRow row) =>
        $"{row.Activity.Kind} {row.Activity.Outcome} {string.Join(' ', row.Activity.Events.Select(stored => stored.Event.EventId))}|{row.Sentence}";

    private static async Task<List<string>> ToldAsync(IEventQueries events, EventQuery query, int size)
    {
        var (told, after) = (new List<string>(), (ActivityCursor?)null);
        do
        {
            var page = await new ActivityQueries(events).PageAsync(query, after, size, CancellationToken.None);
            told.AddRange(page.Rows.Select(Describe));
            after = page.Next;
        }
        while (after is not null);

        return told;
    }

    private static async Task<List<string>> DemoAsync(int events)
    {
        var records = new List<string>();
        await foreach (var file in new DemoTrail(events, 1, End).ListAsync(CancellationToken.None))
        {
            await using var stream = new GZipStream(await file.OpenAsync(CancellationToken.None), CompressionMode.Decompress);
            using var document = await JsonDocument.ParseAsync(stream);
            records.AddRange(document.RootElement.GetProperty("Records").EnumerateArray().Select(record => record.GetRawText()));
        }

        return [.. records.Distinct(StringComparer.Ordinal)];
    }
}
