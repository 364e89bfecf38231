using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>Dictionaries: whatever is written, taken back or forgotten, each code in a row gives its value back.</summary>
public sealed class TermTests
{
    /// <summary>What an object brings, and whether it is taken back, and whether a commit comes after it.</summary>
    private sealed record Step(string[] Values, bool IsTakenBack, bool IsCommitted);

    private static readonly Gen<Step> Steps =
        from values in Gen.ArrayOf(Gen.Elements("a", "b", "c", "d", "e", "ff", "a longer one", "another that is long", "\ud83d\ude00", "\ufeffx", "1\n2"))
        from isTakenBack in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from isCommitted in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Step(values, isTakenBack, isCommitted);

    private static readonly Gen<(Step[] Steps, int Entries, int Characters)> Writings =
        from steps in Gen.ArrayOf(Steps)
        from entries in Gen.Choose(1, 6)
        from characters in Gen.Choose(3, 60)
        select (steps, entries, characters);

    [Fact]
    public void Every_code_that_was_kept_gives_its_value_back() =>
        Prop.ForAll(Arb.From(Writings), writing => KeepAsync(writing.Steps, new TermDictionary.Bounds(writing.Entries, writing.Characters)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public async Task A_value_that_is_remembered_has_one_code_also_in_the_next_process()
    {
        using var store = await TestStore.CreateAsync();
        Assert.Equal([1, 2, 1, 3], Codes(store, "a", "b", "a", "c"));
        Assert.Equal([3, 1, 4], Codes(store, "c", "a", "d"));
        Assert.Equal(["a", "b", "c", "d"], store.Terms().Select(term => term.Value));
    }

    [Fact]
    public async Task A_store_with_a_row_for_each_value_is_brought_over()
    {
        using var store = await TestStore.CreateAsync();
        var records = Enumerable.Range(0, 60).Select(i => Some.Record(
            i, action: "Action" + (i % 7), extra: $$""","userAgent":"agent \u0000 {{i}}","resources":[{"ARN":"arn:aws:s3:::{{i % 5}}"},{"ARN":"arn:aws:s3:::x{{i}}"},{"ARN":"arn:aws:s3:::all"}]""")).ToArray();
        await store.ImportAsync(new FakeObject("a", records[..30]));
        await store.ImportAsync(new FakeObject("b", records[30..]));
        var (terms, events) = (store.Terms(), await store.DumpAsync());
        Assert.Contains(terms, term => term.Dictionary == TermBlocks.SetsOf(TermKind.Resource));

        OlderStore.Restore(store);
        using var upgraded = new TestStore(store.Folder);
        await upgraded.Setup.PrepareAsync(CancellationToken.None);
        Assert.Equal(terms, upgraded.Terms());
        Assert.Equal(events, await upgraded.DumpAsync());

        var more = await upgraded.ImportAsync(new FakeObject("c", [.. records, Some.Record(100, action: "New")]));
        Assert.Equal((1, 60), (more[0].Counts.Stored, more[0].Counts.Duplicates));
        Assert.Equal(terms.Where(term => term.Dictionary < 0), upgraded.Terms().Where(term => term.Dictionary < 0));
        Assert.Single(upgraded.Terms().Except(terms), term => term.Dictionary == (int)TermKind.Action);
    }

    private static async Task KeepAsync(Step[] steps, TermDictionary.Bounds bounds)
    {
        using var store = await TestStore.CreateAsync();
        using var session = store.Database.OpenBulkSession();
        session.Begin();
        var (dictionary, kept) = (new TermDictionary(session, 9, bounds), new List<(int Code, string Value)>());
        foreach (var step in steps)
        {
            session.Mark();
            dictionary.Mark();
            var codes = step.Values.Select(value => (dictionary.CodeOf(value), value)).ToList();
            if (step.IsTakenBack)
            {
                session.BackToMark();
                dictionary.BackToMark();
            }
            else
            {
                kept.AddRange(codes);
                session.Unmark();
            }

            if (step.IsCommitted)
            {
                dictionary.Write();
                session.Commit();
                session.Begin();
            }
        }

        dictionary.Write();
        session.Commit();
        var stored = store.Terms();
        Assert.Equal(Enumerable.Range(1, stored.Count), stored.Select(term => term.Id));
        Assert.All(kept, one => Assert.Equal(one.Value, stored[one.Code - 1].Value));
        Assert.True(stored.Count <= kept.Select(one => one.Code).Distinct().Count(), "A code that nobody kept was written.");
    }

    private static int[] Codes(TestStore store, params string[] values)
    {
        using var session = store.Database.OpenBulkSession();
        session.Begin();
        var dictionary = new TermDictionary(session, 9);
        var codes = values.Select(value => dictionary.CodeOf(value)).ToArray();
        dictionary.Write();
        session.Commit();
        return codes;
    }
}
