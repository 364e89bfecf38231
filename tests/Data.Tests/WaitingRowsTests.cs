using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests;

/// <summary>Rows wait until their transaction ends, and are written in the order of their keys. Nobody sees that they did.</summary>
public sealed class WaitingRowsTests
{
    [Fact]
    public async Task Rows_of_a_transaction_are_written_in_the_order_of_their_keys()
    {
        using var store = await TestStore.CreateAsync();
        store.Change("CREATE TABLE written (at INTEGER PRIMARY KEY, key INTEGER); CREATE TRIGGER note AFTER INSERT ON events BEGIN INSERT INTO written (key) VALUES (new.key); END;");
        await store.ImportAsync([.. Enumerable.Range(0, 9).Select(o => new FakeObject("o" + o, [.. Enumerable.Range(0, 20).Select(i => Record((o * 20) + i, i * 7 % 20))]))]);
        Assert.Equal(180, store.Number("SELECT count(*) FROM written"));
        Assert.Equal(0, store.Number("SELECT count(*) FROM written a JOIN written b ON b.at = a.at + 1 WHERE b.key < a.key"));
    }

    [Fact]
    public async Task A_copy_that_sorts_first_takes_the_place_of_one_that_waits()
    {
        using var store = await TestStore.CreateAsync();
        var (record, first) = (Record(1, 1), Record(1, 1).Replace(",\"", " ,\"", StringComparison.Ordinal));
        Assert.True(string.CompareOrdinal(first, record) < 0);
        await store.ImportAsync(new FakeObject("a", Record(2, 5), record), new FakeObject("b", first), new FakeObject("c", record));
        var detail = Assert.Single(await store.Queries.FindAsync(Some.Guid(1), CancellationToken.None));
        Assert.Equal(first, Encoding.UTF8.GetString(detail.Stored.Record.Span));
        Assert.Equal(["a 1", "b 0", "c 0"], detail.Sightings.Select(sighting => $"{sighting.Name} {sighting.Index}").Order(StringComparer.Ordinal));
        Assert.Equal((2, 2), (store.Number("SELECT count(*) FROM events"), store.Number("SELECT count(*) FROM sightings")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_keys_meet_all_events_are_kept_and_what_names_them_leads_to_them(bool othersAreStored)
    {
        using var store = await TestStore.CreateAsync();
        var (others, rest) = (Enumerable.Range(0, 5).Select(i => Record(i, 1)).ToArray(), Enumerable.Range(5, 5).Select(i => Record(i, 1, i - 5)).ToArray());
        var objects = new[] { new FakeObject("others", others) { Hashes = 1 }, new FakeObject("rest", rest) { Hashes = 1 }, new FakeObject("again", rest) { Hashes = 1 } };
        if (othersAreStored)
        {
            await store.ImportAsync(objects[0]);
        }

        await store.ImportAsync(othersAreStored ? objects[1..] : objects);
        await store.ImportAsync(new FakeObject("later", [.. others, .. rest]) { Hashes = 1 });
        Assert.Equal((10, 15, 5), (store.Number("SELECT count(*) FROM events"), store.Number("SELECT count(*) FROM sightings"), store.Number("SELECT count(*) FROM addenda")));
        Assert.Equal(1, store.Number("SELECT count(DISTINCT key >> 31) FROM events"));
        for (var i = 0; i < 5; i++)
        {
            var (original, correction) = (await FindAsync(store, i), await FindAsync(store, i + 5));
            Assert.Equal(Some.Guid(i + 5), Assert.Single(original.Addenda).EventId);
            Assert.Equal($"again {i}, later {i + 5}, rest {i}", Seen(correction));
            Assert.Equal($"later {i}, others {i}", Seen(original));
        }
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(5)]
    public async Task An_object_that_is_taken_back_leaves_the_rows_that_wait_as_they_were(int mostWaiting)
    {
        using var store = await TestStore.CreateAsync();
        store.Writer.MostWaiting = mostWaiting;
        var earlier = Enumerable.Range(0, 6).Select(i => Record(i, i)).ToArray();
        // Copies that sort first, others with the same ids, and events of its own: one in a batch, so that more than are gathered are written.
        string[] broken = [.. earlier.Select(record => record.Replace(",\"", " ,\"", StringComparison.Ordinal)), .. Enumerable.Range(0, 6).Select(i => Record(i, i + 1)), .. Enumerable.Range(20, 9).Select(i => Record(i, 3, 2))];
        await store.ImportAsync(
            new FakeObject("earlier", [.. earlier[..4]]),
            new FakeObject("earlier too", [.. earlier[4..], earlier[0]]),
            new FakeObject("broken", broken) { BatchSize = 1, Last = new ObjectReading.Failure("ended early") },
            new FakeObject("last", [earlier[5], Record(9, 9)]));
        var events = await store.ExportAsync();
        Assert.Equal([.. earlier, Record(9, 9)], events.Select(stored => Encoding.UTF8.GetString(stored.Record.Span)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(events, stored => stored.Event.Flags.HasFlag(EventFlags.Conflict));
        Assert.Equal((2, 0), (store.Number("SELECT count(*) FROM sightings"), store.Number("SELECT count(*) FROM addenda")));
        Assert.Equal("earlier 0, earlier too 2", Seen(await FindAsync(store, 0)));
        Assert.Equal("earlier too 1, last 0", Seen(await FindAsync(store, 5)));
    }

    private sealed record Trail(FakeObject[] Objects, int MostWaiting);

    private static readonly Gen<string> Records =
        from id in Gen.Choose(0, 7)
        from second in Gen.Choose(0, 2)
        from original in Gen.Choose(-6, 7)
        from isOther in Gen.Choose(0, 4)
        from writing in Gen.Choose(0, 2)
        select writing switch
        {
            0 => Record(id, second, original, isOther == 0),
            1 => WritingTests.Reordered(Record(id, second, original, isOther == 0)),
            _ => Record(id, second, original, isOther == 0).Replace(",\"", " ,\"", StringComparison.Ordinal),
        };

    private static readonly Gen<Trail> Trails =
        from objects in Gen.NonEmptyListOf(
            from records in Gen.ArrayOf(Records)
            from more in Gen.ArrayOf(Records, 10)
            from fails in Gen.Choose(0, 3)
            from size in Gen.Choose(1, 4)
            select (Records: fails == 0 ? [.. records, .. more] : records, Fails: fails == 0, Size: fails == 0 ? 1 : size))
        from hashes in Gen.Choose(0, 3)
        from mostWaiting in Gen.Choose(1, 30)
        select new Trail(
            [.. objects.Select((one, number) => new FakeObject("o" + number, one.Records) { BatchSize = one.Size, Hashes = hashes, Last = one.Fails ? new ObjectReading.Failure("ended early") : null })],
            mostWaiting);

    [Fact]
    public void What_waits_together_is_stored_as_what_is_written_one_by_one() =>
        Prop.ForAll(Arb.From(Trails), trail => AgreeAsync(trail).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static async Task AgreeAsync(Trail trail)
    {
        using var together = await TestStore.CreateAsync();
        using var alone = await TestStore.CreateAsync();
        (together.Writer.MostWaiting, alone.Writer.MostWaiting) = (trail.MostWaiting, 1);
        await together.RunColumnsAsync(sliceRows: 16);
        var outcomes = await together.ImportAsync(trail.Objects);
        var expected = new List<ObjectOutcome>();
        foreach (var one in trail.Objects)
        {
            expected.AddRange(await alone.ImportAsync(one));
        }

        Assert.Equal(expected, outcomes);
        Assert.Equal(await ToldAsync(alone), await ToldAsync(together));
        Assert.Equal("ok", together.Text("PRAGMA integrity_check"));
        Assert.Equal(0, together.Number("SELECT count(*) FROM events LEFT JOIN block_keys USING (block) WHERE first_key IS NULL OR key NOT BETWEEN first_key AND last_key"));
        for (var question = 0; question < Queries.Length * 3; question++)
        {
            Assert.Equal(await AnswerAsync(together.Sql, question), await AnswerAsync(together.Queries, question));
        }
    }

    // All that is known of each event but the key, which depends on who came first where keys meet.
    private static async Task<List<string>> ToldAsync(TestStore store)
    {
        var told = new List<string>();
        foreach (var id in Enumerable.Range(0, 8).Select(Some.Guid))
        {
            told.AddRange((await store.Sql.FindAsync(id, CancellationToken.None)).Select(detail =>
                $"{TestStore.Describe(detail.Stored.Event)} {Encoding.UTF8.GetString(detail.Stored.Record.Span)} {Seen(detail)} {string.Join(", ", detail.Addenda.Select(addendum => addendum.EventId).Order(StringComparer.Ordinal))}")
                .Order(StringComparer.Ordinal));
        }

        return told;
    }

    private static async Task<Core.Views.EventDetail> FindAsync(TestStore store, int id) => Assert.Single(await store.Queries.FindAsync(Some.Guid(id), CancellationToken.None));

    private static string Seen(Core.Views.EventDetail detail) =>
        string.Join(", ", detail.Sightings.Select(sighting => $"{sighting.Name} {sighting.Index}").Order(StringComparer.Ordinal));

    private static string Record(int id, int second, int original = -1, bool isOther = false) => Some.Record(
        id, $"2026-10-01T12:00:{second:d2}Z", original < 0 ? "" : $$""","addendum":{"reason":"UPDATED_DATA","updatedFields":"x","originalEventID":"{{Some.Guid(original)}}"}""", isOther ? "Other" : "PutImage");
}
