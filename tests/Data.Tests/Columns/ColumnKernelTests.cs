using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests.Columns;

/// <summary>A slice, however its codes are kept, says what its rows say: sets, counts, ends, keys.</summary>
public sealed class ColumnKernelTests
{
    private const TermKind Kind = TermKind.Resource;

    /// <param name="Cardinality">How many different codes may occur: one, few, as many as a byte holds, more.</param>
    private sealed record Case(int Rows, int Cardinality, int Share, bool InRuns, int Seed);

    private static readonly Gen<Case> Any =
        from rows in Gen.OneOf(Gen.Elements(1, 2, 63, 64, 65, 128, 65_536), Gen.Choose(1, 3_000))
        from cardinality in Gen.Elements(1, 2, 5, 255, 256, 257, 300, 1_000, 40_000)
        from share in Gen.Elements(0, 1, 5, 50, 95, 99, 100)
        from inRuns in Gen.Elements(true, false)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Case(rows, cardinality, share, inRuns, seed);

    private sealed record CodedRow(long Key, uint Id, int[] Codes);

    [Fact]
    public void A_slice_says_what_its_rows_say() => Prop.ForAll(Arb.From(Any), Check).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static void Check(Case one)
    {
        var random = new Random(one.Seed);
        var rows = Rows(one, random);
        var builder = new SliceBuilder(one.Rows);
        Array.ForEach(rows, row => builder.Add(row.Key, row.Id, row.Codes));
        var slice = builder.Build();
        var column = slice[(int)Kind];
        Assert.Equal(rows.Select(row => row.Key), Enumerable.Range(0, one.Rows).Select(row => slice.Keys[row]));
        KeysAndIdsAreFound(rows, slice, random);
        Assert.Equal(rows.Select(row => row.Codes[(int)Kind]), Enumerable.Range(0, one.Rows).Select(row => column[row]));

        var wanted = Enumerable.Range(0, one.Cardinality + 1).Where(_ => random.Next(100) < one.Share).ToHashSet();
        var set = CodeSet.Empty.Grow(Kind, Terms(one.Cardinality), wanted.Contains, CancellationToken.None);
        bool Matches(int code) => code >= 0 ? wanted.Contains(code) : wanted.Contains(~code + 1);
        var matching = column.Match(set, slice);
        var values = Data.Store.FieldValues.Empty(EventFields.Resource).Grow(Terms(one.Cardinality));
        Assert.Equal(Where(rows, row => Matches(row.Codes[(int)Kind])), Bits(matching, one.Rows));
        Assert.True(matching is null || matching == slice.Every || RowBits.Count(matching) < one.Rows || one.Cardinality > 1);

        var (from, to) = (random.Next(one.Rows), random.Next(one.Rows) + 1);
        var chosen = RowBits.Range(Math.Min(from, to), Math.Max(from, to), one.Rows) ?? slice.Every;
        foreach (var some in (ulong[]?[])[chosen, slice.Every, matching, RowBits.Not(slice.Every, chosen)])
        {
            if (some is not null)
            {
                CountsAgree(rows, slice, column, some);
                ValuesAgree(rows, slice, column, some, values);
            }
        }
    }

    // Set n is of the term n, and code 0 has no value.
    private static void ValuesAgree(CodedRow[] rows, Slice slice, CodeColumn column, ulong[] chosen, Data.Store.FieldValues values)
    {
        using var counts = new ValueCounts(values);
        column.AddTo(counts, new CodePart(-1, 0, 0), slice, chosen);
        var codes = Bits(chosen, rows.Length).ConvertAll(row => rows[row].Codes[(int)Kind] is var code && code < 0 ? ~code + 1 : code);
        var expected = codes.Where(code => code > 0).CountBy(code => code).Select(pair => ($"{pair.Key}", (long)pair.Value))
            .OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Item1, StringComparer.Ordinal).ToList();
        foreach (var limit in (int[])[0, 1, 20, int.MaxValue])
        {
            var (groups, _) = counts.Top(limit);
            Assert.Equal(expected.Take(limit), groups.Groups.Select(group => (group.Value, group.Count)));
            Assert.Equal((expected.Count, codes.Count, codes.Count(code => code == 0)), (groups.Total, (int)groups.Events, (int)groups.Without));
        }
    }

    private static void KeysAndIdsAreFound(CodedRow[] rows, Slice slice, Random random)
    {
        var copied = new uint[rows.Length];
        slice.Ids.CopyTo(copied);
        Assert.Equal(rows.Select(row => row.Id), copied);
        foreach (var row in random.GetItems(rows, 20))
        {
            foreach (var key in (long[])[row.Key - 1, row.Key, row.Key + 1, row.Key + (1L << 33), long.MinValue, long.MaxValue])
            {
                Assert.Equal(rows.Count(one => one.Key < key), slice.RowsBelow(key));
                Assert.Equal(Array.FindIndex(rows, one => one.Key == key), slice.Keys.Find(key));
            }

            foreach (var id in (uint[])[row.Id, row.Id + 1, 0, uint.MaxValue])
            {
                var found = new List<int>();
                slice.Ids.Find(id, found.Add);
                Assert.Equal(Where(rows, one => one.Id == id), found.Order());
            }
        }
    }

    private static void CountsAgree(CodedRow[] rows, Slice slice, CodeColumn column, ulong[] chosen)
    {
        var within = Bits(chosen, rows.Length);
        var counts = new PlaceCounts();
        column.Count(slice, chosen, counts);
        CountsAgree(rows, column, within, counts);
        if (chosen == slice.Every && column.Summary is { } summary)
        {
            CountsAgree(rows, column, within, summary);
        }

        Assert.Equal((within[0], within[^1]), (RowBits.Lowest(chosen), RowBits.Highest(chosen)));
        var (from, to) = (rows.Length / 3, Math.Max((rows.Length / 3) + 1, rows.Length * 2 / 3));
        Assert.Equal(
            within.Count(row => row >= from && row < to && rows[row].Codes[(int)TermKind.Error] != 0),
            RowBits.Count(chosen, slice.Errors, from, to));
        var numbers = Enumerable.Range(0, column.Codes.Length).Select(place => place % 2 == 0 ? place / 2 : -1).ToArray();
        var spark = new int[column.Codes.Length];
        column.CountInto(spark, numbers, chosen, from, to);
        var placeOf = column.Codes.Select((code, place) => (code, place)).ToDictionary(pair => pair.code, pair => pair.place);
        var expected = new int[column.Codes.Length];
        foreach (var row in within.Where(row => row >= from && row < to))
        {
            if (placeOf[rows[row].Codes[(int)Kind]] is var place && place % 2 == 0)
            {
                expected[place / 2]++;
            }
        }

        Assert.Equal(expected, spark);
    }

    private static void CountsAgree(CodedRow[] rows, CodeColumn column, List<int> within, PlaceCounts counts)
    {
        var expected = within.ToLookup(row => rows[row].Codes[(int)Kind]);
        for (var place = 0; place < column.Codes.Length; place++)
        {
            var same = expected[column.Codes[place]].ToList();
            Assert.Equal(same.Count, counts.Count(place));
            Assert.Equal(same.Count(row => rows[row].Codes[(int)TermKind.Error] != 0), counts.Errors(place));
            Assert.Equal(same.Count(row => (rows[row].Codes[0] & (int)EventFlags.Write) != 0), counts.Writes(place));
            if (same.Count > 0)
            {
                Assert.Equal((same[0], same[^1]), (counts.First(place), counts.Last(place)));
            }
        }
    }

    private static CodedRow[] Rows(Case one, Random random)
    {
        var rows = new CodedRow[one.Rows];
        var (key, code) = (EventKey.FirstOf(new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero)), 0);
        for (var i = 0; i < rows.Length; i++)
        {
            key += random.Next(50) == 0 ? 1 + random.NextInt64(1L << 32) : 1 + random.Next(1_000);
            code = one.InRuns && random.Next(20) > 0 ? code : random.Next(one.Cardinality) is var pick && random.Next(4) == 0 ? ~pick : pick;
            var codes = new int[Slice.Columns];
            codes[0] = random.Next(Slice.Flags + 1);
            codes[(int)TermKind.Error] = random.Next(5) == 0 ? random.Next(3) : 0;
            codes[(int)Kind] = code;
            rows[i] = new CodedRow(key, random.Next(3) == 0 ? (uint)random.Next(40) : (uint)random.NextInt64(1L << 32), codes);
        }

        return rows;
    }

    // As many terms as there are codes, and of each a set of it alone: set n is the term n.
    private static TermsSnapshot Terms(int count)
    {
        var (values, sets) = (new TermList(Kind), new SetList());
        for (var code = 1; code <= count; code++)
        {
            (values, sets) = (values.Add(Encoding.UTF8.GetBytes(code.ToString())), sets.Add([code]));
        }

        return TermsSnapshot.Empty with
        {
            Values = TermsSnapshot.Empty.Values.SetItem((int)Kind, values),
            Sets = TermsSnapshot.Empty.Sets.SetItem((int)Kind, sets),
        };
    }

    private static List<int> Where(CodedRow[] rows, Func<CodedRow, bool> test) => [.. Enumerable.Range(0, rows.Length).Where(row => test(rows[row]))];

    private static List<int> Bits(ulong[]? words, int rows) => words is null
        ? []
        : [.. Enumerable.Range(0, words.Length * 64).Where(row => (words[row >> 6] & (1UL << row)) != 0).Select(row => row < rows ? row : throw new InvalidOperationException("A bit behind the last row."))];
}
