using System.Text;
using System.Text.Json.Nodes;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

public sealed class WritingTests
{
    [Fact]
    public async Task Records_come_back_byte_for_byte_with_what_was_read_of_them()
    {
        using var store = await TestStore.CreateAsync();
        var records = Enumerable.Range(0, 50).Select(i => Some.Record(i, $"2026-10-01T12:00:{i % 7:d2}Z", $$""","note":"\u00e9 {{i}}  " """)).ToArray();
        var outcome = Assert.Single(await store.ImportAsync(new FakeObject("a", records) { BatchSize = 7 }));
        Assert.Equal(new RecordCounts(50, 50, 0, 0), outcome.Counts);
        var exported = await store.ExportAsync();
        Assert.Equal(records.Order(StringComparer.Ordinal), exported.Select(e => Encoding.UTF8.GetString(e.Record.Span)).Order(StringComparer.Ordinal));
        foreach (var stored in exported)
        {
            Assert.Equal(TestStore.Describe(Some.Read(Encoding.UTF8.GetString(stored.Record.Span)).Event), TestStore.Describe(stored.Event));
        }

        Assert.Equal(exported.OrderByDescending(e => e.Cursor.Value).Select(e => e.Cursor), exported.Select(e => e.Cursor));
    }

    [Fact]
    public async Task Fault_41_the_same_records_again_add_nothing()
    {
        using var store = await TestStore.CreateAsync();
        var records = Enumerable.Range(0, 20).Select(i => Some.Record(i)).ToArray();
        await store.ImportAsync(new FakeObject("a", records));
        var before = await store.DumpAsync();
        var outcome = Assert.Single(await store.ImportAsync(new FakeObject("b", [.. records.Reverse()])));
        Assert.Equal(new RecordCounts(20, 0, 20, 0), outcome.Counts);
        Assert.Equal(before, await store.DumpAsync());
        Assert.Equal(1, store.Number("SELECT count(*) FROM blocks"));
        Assert.Equal(20, store.Number("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task Fault_41_a_record_twice_in_one_object_is_one_event_with_two_sightings()
    {
        using var store = await TestStore.CreateAsync();
        var outcome = Assert.Single(await store.ImportAsync(new FakeObject("a", Some.Record(), Some.Record())));
        Assert.Equal(new RecordCounts(2, 1, 1, 0), outcome.Counts);
        var detail = Assert.Single(await store.Queries.FindAsync(Some.Guid(1), CancellationToken.None));
        Assert.Equal([0, 1], detail.Sightings.Select(sighting => sighting.Index));
    }

    [Fact]
    public async Task Fault_42_an_event_that_comes_four_ways_is_one_event_with_four_sightings()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(
            new FakeObject("by the API", Some.Record()),
            new FakeObject("in the bucket", Some.Record(7), Some.Record()),
            new FakeObject("in the organisation's trail", Some.Record()),
            new FakeObject("by upload", Reordered(Some.Record())));
        var detail = Assert.Single(await store.Queries.FindAsync(Some.Guid(1), CancellationToken.None));
        Assert.Equal(
            ["by the API 0", "by upload 0", "in the bucket 1", "in the organisation's trail 0"],
            detail.Sightings.Select(sighting => $"{sighting.Name} {sighting.Index}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_event_names_each_call_and_file_that_brought_it_with_its_source_and_run()
    {
        using var store = await TestStore.CreateAsync();
        var call = CoverageDump.Window("2026-10-01T12:00Z", "2026-10-01T13:00Z", Some.Record());
        await store.ImportAsync(call);
        await store.ImportAsync(new FakeObject("s3://trails/a.json.gz", Some.Record(7), Some.Record()) { From = "trail" });
        await store.ImportAsync(new FakeObject("s3://trails/a.json.gz", Some.Record(7), Some.Record()) { From = "queue" }, new FakeObject("/home/alice/a.json.gz", Some.Record()));
        var detail = Assert.Single(await store.Queries.FindAsync(Some.Guid(1), CancellationToken.None));
        Assert.Equal(
            [("api", call.Name, 0, 1L), ("files", "/home/alice/a.json.gz", 0, 3L), ("queue", "s3://trails/a.json.gz", 1, 3L), ("trail", "s3://trails/a.json.gz", 1, 2L)],
            detail.Sightings.Select(sighting => (sighting.Source, sighting.Name, sighting.Index, sighting.Run)).Order());
    }

    [Theory]
    [InlineData("2026-10-01T12:00:00Z")]
    [InlineData("2026-10-02T12:00:00Z")]
    public async Task Fault_43_the_same_id_with_other_content_keeps_both_and_flags_both(string otherTime)
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record()));
        var outcome = Assert.Single(await store.ImportAsync(new FakeObject("b", Some.Record(1, otherTime, action: "DeleteRepository"))));
        Assert.Equal(new RecordCounts(1, 1, 0, 0, Conflicts: 1), outcome.Counts);
        var details = await store.Queries.FindAsync(Some.Guid(1), CancellationToken.None);
        Assert.Equal(["DeleteRepository", "PutImage"], details.Select(detail => detail.Stored.Event.Action).Order(StringComparer.Ordinal));
        Assert.All(details, detail => Assert.True(detail.Stored.Event.Flags.HasFlag(EventFlags.Conflict)));
        Assert.Equal(details.OrderBy(detail => detail.Stored.Cursor.Value).Select(d => d.Stored.Cursor), details.Reverse().Select(d => d.Stored.Cursor));
    }

    [Fact]
    public async Task Fault_45_what_comes_late_is_counted_if_the_object_tells_its_time()
    {
        using var store = await TestStore.CreateAsync();
        var time = new DateTimeOffset(2026, 10, 31, 0, 0, 0, TimeSpan.Zero);
        var outcomes = await store.ImportAsync(
            new FakeObject("late", Some.Record(1)) { ModifiedAt = time },
            new FakeObject("unknown", Some.Record(2)),
            new FakeObject("timely", Some.Record(3, "2026-10-30T23:00:00Z")) { ModifiedAt = time });
        Assert.Equal([1, 0, 0], outcomes.Select(outcome => outcome.Counts.Late));
        Assert.Equal([Some.Guid(1)], (await store.ExportAsync()).Where(e => e.Event.Flags.HasFlag(EventFlags.Late)).Select(e => e.Event.EventId));
    }

    [Fact]
    public async Task Fault_47_an_object_whose_name_sorts_earlier_is_imported_later()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("2026/10/02", Some.Record(2)));
        await store.ImportAsync(new FakeObject("2026/10/01", Some.Record(1)));
        Assert.Equal(2, (await store.ExportAsync()).Count);
    }

    [Fact]
    public async Task A_failure_halfway_keeps_nothing_and_the_rest_of_the_run_goes_on()
    {
        using var store = await TestStore.CreateAsync();
        var records = Enumerable.Range(10, 40).Select(i => Some.Record(i, extra: $$""","requestID":"r{{i}}" """, action: "Only" + i)).ToArray();
        var outcomes = await store.ImportAsync(
            new FakeObject("first", Some.Record(1)),
            new FakeObject("broken", records) { BatchSize = 2, Last = new ObjectReading.Failure("ended early") },
            new FakeObject("skipped") { Last = new ObjectReading.Skip("a digest", null) },
            new FakeObject("second", Some.Record(2), Some.Record(10, action: "Later")));
        Assert.Equal([ObjectState.Done, ObjectState.Failed, ObjectState.Skipped, ObjectState.Done], outcomes.Select(outcome => outcome.State));
        Assert.Equal("ended early", outcomes[1].Reason);
        Assert.Equal(default, outcomes[1].Counts);
        var events = await store.ExportAsync();
        Assert.Equal([Some.Guid(1), Some.Guid(2), Some.Guid(10)], events.Select(e => e.Event.EventId).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(events, e => e.Event.Flags.HasFlag(EventFlags.Conflict));
        Assert.Contains(events, e => e.Event.Action == "Later");
        var terms = store.Terms();
        Assert.DoesNotContain(terms, term => term.Value.Contains("Only", StringComparison.Ordinal));
        Assert.Contains(terms, term => term.Value.Contains("Later", StringComparison.Ordinal));
        Assert.All(terms.GroupBy(term => term.Dictionary), of => Assert.Equal(Enumerable.Range(1, of.Count()), of.Select(term => term.Id)));
    }

    [Fact]
    public async Task A_failed_object_is_imported_by_the_next_run_and_what_was_read_or_skipped_is_not()
    {
        using var store = await TestStore.CreateAsync();
        var modified = new DateTimeOffset(2026, 10, 1, 12, 5, 0, TimeSpan.Zero);
        FakeObject[] objects =
        [
            new("done", Some.Record(1)) { ModifiedAt = modified },
            new("failed", Some.Record(2)) { ModifiedAt = modified, Last = new ObjectReading.Failure("ended early") },
            new("skipped") { ModifiedAt = modified, Last = new ObjectReading.Skip("empty", null) },
            new("timeless", Some.Record(3)),
        ];
        await store.ImportAsync(objects);
        var known = await store.Ledger.AlreadyImportedAsync(
            [.. objects, new FakeObject("done", Some.Record(1)) { ModifiedAt = modified.AddSeconds(1) }, new FakeObject("new", Some.Record(1)) { ModifiedAt = modified }],
            CancellationToken.None);
        Assert.Equal(
            ["Imported on 2026-11-21 12:00 UTC and unchanged since.", null, "Skipped before, and unchanged since: empty", null, null, null],
            known);
        var sha = ((ObjectReading.End)objects[0].Readings().Last()).Digest.Sha256;
        Assert.Contains("as done", await store.Ledger.AlreadyImportedAsync(sha, CancellationToken.None), StringComparison.Ordinal);
        Assert.Null(await store.Ledger.AlreadyImportedAsync(new string('0', 64), CancellationToken.None));
    }

    [Fact]
    public async Task Rejections_are_kept_up_to_a_thousand_and_counted_beyond()
    {
        using var store = await TestStore.CreateAsync();
        var rejections = Enumerable.Range(1, 1_500).Select(i => new Rejection(i, i * 10, "json", "Not JSON\0.", "{")).ToList();
        var outcome = Assert.Single(await store.ImportAsync(new FakeObject("a", Some.Record()) { Rejections = rejections }));
        Assert.Equal((ObjectState.DoneWithRejects, new RecordCounts(1_501, 1, 0, 1_500)), (outcome.State, outcome.Counts));
        var run = Assert.Single(await store.Ledger.RunsAsync(10, CancellationToken.None));
        var line = Assert.Single(await store.Ledger.ObjectsAsync(run.Id, 0, 10, CancellationToken.None));
        var kept = await store.Ledger.RejectionsAsync(line.Id, CancellationToken.None);
        Assert.Equal(1_000, kept.Count);
        Assert.Equal(new Rejection(1, 10, "json", "Not JSON\u2400.", "{"), kept[0]);
        Assert.Equal(1_501, run.Counts.Read);
        Assert.Equal(1, run.Files[ObjectState.DoneWithRejects]);
    }

    [Theory]
    [InlineData("1900-01-01T00:00:00Z")]
    [InlineData("2009-12-31T23:59:59Z")]
    [InlineData("2145-12-31T23:59:59Z")]
    public async Task Every_time_that_the_reader_takes_is_kept(string time)
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record(1, time), Some.Record(2)));
        Assert.Contains(await store.ExportAsync(), e => e.Event.Time == DateTimeOffset.Parse(time));
        var histogram = await store.Queries.HistogramAsync(EventQuery.All, 10, CancellationToken.None);
        Assert.Equal((2, true), (histogram.Total, histogram.Buckets.Count <= 10));
        Assert.Equal(2, (await store.Queries.HistogramAsync(EventQuery.All, 1, CancellationToken.None)).Buckets[0].Count);
    }

    [Theory]
    [InlineData("not a guid")]
    [InlineData("ABCDEF00-0000-4000-8000-000000000001")]
    [InlineData("x\\u0000y")]
    public async Task Fault_30_an_odd_id_is_found_and_shown_as_recorded(string id)
    {
        using var store = await TestStore.CreateAsync();
        var json = Some.Record(1).Replace(Some.Guid(1), id, StringComparison.Ordinal);
        await store.ImportAsync(new FakeObject("a", json, json));
        var text = Some.Read(json).Event.EventId;
        Assert.Equal(text, Assert.Single(await store.Queries.FindAsync(text, CancellationToken.None)).Stored.Event.EventId);
        var page = await store.Queries.PageAsync(EventQuery.All, null, 10, CancellationToken.None);
        Assert.Equal(text, Assert.Single(page.Events).Event.EventId);
    }

    [Fact]
    public async Task Settling_comes_after_the_commit()
    {
        using var store = await TestStore.CreateAsync();
        var settled = new FakeObject("a", Some.Record());
        await store.ImportAsync(settled);
        Assert.Equal(ObjectState.Done, Assert.Single(settled.Settled).State);
    }

    internal static string Reordered(string json)
    {
        var members = JsonNode.Parse(json)!.AsObject().ToList();
        members.Reverse();
        return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
    }
}
