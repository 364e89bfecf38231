using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Words;

namespace TrailBoard.Tests.Words;

/// <summary>Whatever records hold and whatever is looked for: with the index, without it, and by the evaluator there is one answer.</summary>
public sealed class WordPropertyTests
{
    // More for a long run: each case is a store and some hundred questions.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("TRAILBOARD_PROPERTY_CASES"), out var cases) ? cases : 8;

    private sealed record Case(int Seed, int Before, int After, int BlockRecords, int GroupBlocks, bool WithColumns);

    private static readonly Gen<Case> Any =
        from seed in Gen.Choose(0, int.MaxValue)
        from before in Gen.Choose(0, 150)
        from after in Gen.Choose(0, 40)
        from records in Gen.Elements(1, 3, 20)
        from blocks in Gen.Elements(1, 5, WordGroup.MaxBlocks)
        from columns in Gen.Elements(true, false)
        select new Case(seed, before, after, records, blocks, columns);

    [Fact]
    public void The_index_hides_nothing() =>
        Prop.ForAll(Arb.From(Any), one => AgreeAsync(one).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    private static async Task AgreeAsync(Case one)
    {
        using var store = await TestStore.CreateAsync();
        var trail = new WordyTrail(one.Seed);
        store.Index.GroupBlocks = one.GroupBlocks;
        await store.ImportAsync(new FakeObject("before", [.. Enumerable.Range(0, one.Before).Select(trail.Record)]) { BatchSize = one.BlockRecords });
        await store.Index.IndexAllAsync(CancellationToken.None);
        if (one.WithColumns)
        {
            await store.RunColumnsAsync(sliceRows: 64);
        }

        await store.ImportAsync(new FakeObject("after", [.. Enumerable.Range(one.Before, one.After).Select(trail.Record)]) { BatchSize = one.BlockRecords });
        var all = await store.ExportAsync();
        var masked = all.ConvertAll(stored => (Stored: stored, Event: stored.Event with { RequestId = null }, Record: Redaction.Mask(stored.Record, out _)));
        for (var i = 0; i < 150; i++)
        {
            var filter = FilterParts.Simplify(trail.Question(4));
            var expected = masked.Where(pair => FilterEvaluator.Matches(filter, pair.Event, pair.Record)).Select(pair => pair.Stored.Cursor).ToList();
            var found = (await store.ExportAsync(filter)).ConvertAll(stored => stored.Cursor);
            Assert.True(expected.SequenceEqual(found), $"{filter}: {expected.Count} expected, {found.Count} found");
            Assert.Equal(expected.Count, await store.Queries.CountAsync(new EventQuery(filter, TimeRange.All), CancellationToken.None));
        }
    }
}
