using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>Whatever order objects come in, and however often, the store shows the same.</summary>
public sealed class OrderPropertyTests
{
    /// <summary>A delivery of one of few events, so that copies and conflicts are frequent.</summary>
    private sealed record Delivery(int Id, int Second, int Content, int Writing)
    {
        public string Json => Writing switch
        {
            0 => Plain,
            1 => WritingTests.Reordered(Plain),
            _ => Plain.Replace(",\"", ", \"", StringComparison.Ordinal),
        };

        private string Plain => Some.Record(Id, $"2026-10-01T12:00:0{Second}Z", action: "Action" + Content,
            extra: $$""","resources":[{"ARN":"arn:aws:s3:::{{Content}}"},{"ARN":"arn:aws:s3:::all"}]""");
    }

    private static readonly Gen<Delivery> Deliveries =
        from id in Gen.Choose(0, 4)
        from second in Gen.Choose(0, 2)
        from content in Gen.Choose(0, 2)
        from writing in Gen.Choose(0, 2)
        select new Delivery(id, second, content, writing);

    private static readonly Gen<(Delivery[][] Objects, int Seed, int BatchSize)> Trails =
        from objects in Gen.NonEmptyListOf(Gen.ArrayOf(Deliveries))
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from size in Gen.Choose(1, 4)
        select (objects.ToArray(), seed, size);

    [Fact]
    public void Fault_46_any_order_of_objects_gives_the_same_export() =>
        Prop.ForAll(Arb.From(Trails), trail => AgreeAsync(trail.Objects, trail.Seed, trail.BatchSize).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static async Task AgreeAsync(Delivery[][] deliveries, int seed, int batchSize)
    {
        using var straight = await TestStore.CreateAsync();
        using var shuffled = await TestStore.CreateAsync();
        var objects = deliveries.Select((records, i) => new FakeObject("o" + i, [.. records.Select(record => record.Json)]) { BatchSize = batchSize }).ToArray();
        var outcomes = await straight.ImportAsync(objects);
        var order = (FakeObject[])objects.Clone();
        new Random(seed).Shuffle(order);
        foreach (var one in order)
        {
            await shuffled.ImportAsync(one);
        }

        var dump = await straight.DumpAsync();
        Assert.Equal(dump, await shuffled.DumpAsync());
        Assert.Equal(await SightingsAsync(straight), await SightingsAsync(shuffled));

        var distinct = deliveries.SelectMany(records => records).Select(record => (record.Id, record.Second, record.Content)).Distinct().Count();
        Assert.Equal(distinct, straight.Number("SELECT count(*) FROM events"));
        Assert.Equal(distinct, outcomes.Sum(outcome => outcome.Counts.Stored));
        Assert.All(outcomes, outcome => Balances(outcome.Counts));
        Assert.Equal(deliveries.Sum(records => records.Length) - distinct, straight.Number("SELECT count(*) FROM sightings"));

        var again = await straight.ImportAsync(order);
        Assert.Equal(0, again.Sum(outcome => outcome.Counts.Stored));
        Assert.Equal(dump, await straight.DumpAsync());
    }

    private static void Balances(RecordCounts counts) => Assert.Equal(counts.Read, counts.Stored + counts.Duplicates + counts.Rejected);

    private static async Task<List<string>> SightingsAsync(TestStore store)
    {
        var sightings = new List<string>();
        foreach (var id in Enumerable.Range(0, 5).Select(Some.Guid))
        {
            foreach (var detail in await store.Queries.FindAsync(id, CancellationToken.None))
            {
                var seen = detail.Sightings.Select(sighting => $"{sighting.Name} {sighting.Index}").Order(StringComparer.Ordinal);
                sightings.Add($"{detail.Stored.Cursor} {detail.Stored.Event.Flags} {string.Join(", ", seen)}");
            }
        }

        return sightings;
    }
}
