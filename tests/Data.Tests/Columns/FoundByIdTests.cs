using System.Text.Json;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests.Columns;

/// <summary>An event is found by its id from memory, and as the database has it.</summary>
public sealed class FoundByIdTests
{
    [Theory]
    [InlineData(65_536, 4)]
    [InlineData(16, 4)]
    [InlineData(16, 2)]
    [InlineData(16, 0)]
    public async Task Every_id_is_found_as_in_the_database(int sliceRows, int quarters)
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        var random = new Random(13);
        var events = Enumerable.Range(0, 250).Select(_ => Delivery(random)).ToArray();
        FakeObject Some(string name) => new(name, [.. random.GetItems(events, 90).Select(one => (one with { Writing = random.Next(4) }).Json)]) { BatchSize = 11 };
        await store.ImportAsync(Some("before"));
        await store.RunColumnsAsync(sliceRows);
        using var limited = new TestStore(store.Folder, time: TimeProvider.System);
        await limited.RunColumnsAsync(sliceRows, quarters == 4 ? long.MaxValue : Limits.OfSlices(store, quarters, 4));
        await limited.ImportAsync(Some("own"));
        await store.ImportAsync(Some("other's"));

        var found = 0;
        foreach (var id in (await store.ExportAsync()).Select(stored => stored.Event.EventId).Append("00000000-0000-4000-8000-0000000fffff").Distinct())
        {
            var expected = await FindAsync(store.Sql, id);
            Assert.Equal(expected, await FindAsync(limited.Queries, id));
            Assert.Equal(expected, await FindAsync(store.Queries, id));
            found += JsonDocument.Parse(expected).RootElement.GetArrayLength();
        }

        Assert.Equal(store.Number("SELECT count(*) FROM events"), found);
    }

    [Fact]
    public async Task A_copy_that_is_written_anew_keeps_its_id_in_memory()
    {
        using var store = await TestStore.CreateAsync();
        await store.RunColumnsAsync();
        var late = Some.Record(1);
        await store.ImportAsync(new FakeObject("a", late));
        var before = store.Number("SELECT block FROM events");
        await store.ImportAsync(new FakeObject("b", late.Replace(",\"", ", \"", StringComparison.Ordinal)));
        Assert.NotEqual(before, store.Number("SELECT block FROM events"));
        var stored = Assert.Single(await store.ExportAsync());
        Assert.Equal([stored.Cursor.Value], store.Columns.Current!.KeysOf(EventIdBits.Of(stored.Event.EventId, out _)));
    }

    [Fact]
    public async Task Ids_that_share_their_bits_are_told_apart()
    {
        var (one, other) = Alike();
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", [.. ((Guid[])[one, other]).Select(id => Some.Record(1).Replace("00000000-0000-4000-8000-000000000001", id.ToString(), StringComparison.Ordinal))]));
        await store.RunColumnsAsync();
        Assert.Equal(2, store.Columns.Current!.KeysOf(EventIdBits.Of(one.ToString(), out _)).Count);
        foreach (var id in (Guid[])[one, other])
        {
            Assert.Equal(id.ToString(), Assert.Single(await store.Queries.FindAsync(id.ToString(), CancellationToken.None)).Stored.Event.EventId);
            Assert.Equal(1, await store.Queries.CountAsync(new EventQuery(Core.Search.FilterParser.Parse("eventId:" + id), TimeRange.All), CancellationToken.None));
        }
    }

    private static async Task<string> FindAsync(EventQueries queries, string id) => JsonSerializer.Serialize(await queries.FindAsync(id, CancellationToken.None));

    private static (Guid, Guid) Alike()
    {
        var (random, seen, bytes) = (new Random(1), new Dictionary<uint, Guid>(), new byte[16]);
        while (true)
        {
            random.NextBytes(bytes);
            var id = new Guid(bytes);
            if (!seen.TryAdd(EventIdBits.Of(id.ToString(), out _).Fingerprint, id))
            {
                return (seen[EventIdBits.Of(id.ToString(), out _).Fingerprint], id);
            }
        }
    }
}
