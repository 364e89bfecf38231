using TrailBoard.Data.Columns;
using TrailBoard.Core.Events;

namespace TrailBoard.Tests.Columns;

/// <summary>A slice that took new rows among its rows is as one that was made of all of them at once.</summary>
public sealed class GrowingSliceTests
{
    // Rows at first; new rows; different codes before and after; seed.
    public static TheoryData<int, int, int, int> Cases => new()
    {
        { 1, 1, 1, 1 },
        { 63, 2, 1, 3 },
        { 200, 1, 1, 1 },
        { 200, 300, 1, 5 },
        { 1_000, 400, 20, 20 },
        { 3_000, 500, 250, 270 },
        { 3_000, 1_000, 300, 310 },
        { 4_000, 4_000, 10, 900 },
        { 65_000, 536, 255, 256 },
        { 65_535, 1, 40_000, 40_000 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_slice_that_grew_is_as_one_made_at_once(int old, int added, int codesBefore, int codesAfter)
    {
        var random = new Random(old + added + codesAfter);
        var rows = Enumerable.Range(0, old + added).ToArray();
        random.Shuffle(rows);
        var isNew = new bool[rows.Length];
        Array.ForEach(rows[old..], row => isNew[row] = true);
        var (whole, part, batch) = (new SliceBuilder(Slice.MaxRows), new SliceBuilder(Slice.MaxRows), new CodedBatch());
        for (var row = 0; row < rows.Length; row++)
        {
            var (key, id) = (row * 1_000_000_000L, row % 5 == 0 ? 77u : (uint)random.NextInt64(1L << 32));
            var codes = new int[Slice.Columns];
            for (var column = 0; column < codes.Length; column++)
            {
                var code = random.Next(isNew[row] ? codesAfter : codesBefore);
                codes[column] = column % 3 == 0 ? code : ~code;
            }

            codes[0] = random.Next(4) == 0 ? (int)EventFlags.Write : (int)EventFlags.ReadOnly;
            codes[Slice.Error] = Math.Max(0, random.Next(-3, 3));
            whole.Add(key, id, codes);
            if (isNew[row])
            {
                // In no order, as files come.
                batch.Add(key, id, codes);
            }
            else
            {
                part.Add(key, id, codes);
            }
        }

        var (expected, before) = (whole.Build(), part.Build());
        var grown = part.TryGrow(before, ChangedRows.Of(batch, long.MinValue));
        Assert.NotNull(grown);
        Same(expected, grown);
        Assert.Equal(old, before.Rows);
    }

    [Fact]
    public void Rows_in_the_place_of_old_ones_and_rows_beyond_the_end_make_the_slice_anew()
    {
        var builder = new SliceBuilder(4);
        builder.Add(10, 1, new int[Slice.Columns]);
        builder.Add(20, 2, new int[Slice.Columns]);
        var slice = builder.Build();
        Slice? Grow(params long[] keys)
        {
            var batch = new CodedBatch();
            Array.ForEach(keys, key => batch.Add(key, 3, new int[Slice.Columns]));
            return builder.TryGrow(slice, ChangedRows.Of(batch, 0));
        }

        Assert.Null(Grow(20));
        Assert.Null(Grow(11, 12, 13));
        Assert.Equal([5, 10, 20, 30], Enumerable.Range(0, 4).Select(row => Grow(30, 5)!.Keys[row]));
    }

    [Fact]
    public void Of_rows_with_the_same_key_the_last_counts_and_those_below_the_floor_do_not()
    {
        var batch = new CodedBatch();
        foreach (var (key, id) in ((long, uint)[])[(30, 1), (10, 2), (30, 3), (5, 4), (30, 5), (20, 6)])
        {
            batch.Add(key, id, new int[Slice.Columns]);
        }

        var changes = ChangedRows.Of(batch, 10);
        Assert.Equal([(10L, 2u), (20L, 6u), (30L, 5u)], Enumerable.Range(0, changes.Count).Select(change => (changes.Key(change), changes.Id(change))));
    }

    [Fact]
    public void A_batch_forgets_what_is_taken_back()
    {
        var batch = new CodedBatch();
        void Add(int from, int to) => Enumerable.Range(from, to - from).ToList().ForEach(row => batch.Add(row, (uint)row, Enumerable.Repeat(row, Slice.Columns).ToArray()));
        Add(0, 3_000);
        batch.RemoveFrom(1_500);
        Add(5_000, 6_000);
        var all = new CodedBatch();
        all.Add(batch);
        all.RemoveFrom(0);
        all.Add(batch);
        Assert.Equal(
            [.. Enumerable.Range(0, 1_500), .. Enumerable.Range(5_000, 1_000)],
            Enumerable.Range(0, all.Count).Select(row => all.Codes(row).ToArray().Append((int)all.Key(row)).Append((int)all.Id(row)).Distinct().Single()));
    }

    private static void Same(Slice expected, Slice actual)
    {
        Assert.Equal(expected.Rows, actual.Rows);
        Assert.Equal(Ids(expected), Ids(actual));
        Assert.Equal(expected.Errors, actual.Errors);
        Assert.Equal(expected.Writes, actual.Writes);
        Assert.Equal(expected.Bytes, actual.Bytes);
        Assert.Equal(Enumerable.Range(0, expected.Rows).Select(row => expected.Keys[row]), Enumerable.Range(0, actual.Rows).Select(row => actual.Keys[row]));
        foreach (var sought in Ids(expected).Distinct().Take(50))
        {
            Assert.Equal(RowsOf(expected, sought), RowsOf(actual, sought));
        }

        for (var column = 0; column < Slice.Columns; column++)
        {
            var (one, other) = (expected[column], actual[column]);
            Assert.Equal(Enumerable.Range(0, expected.Rows).Select(row => one[row]), Enumerable.Range(0, actual.Rows).Select(row => other[row]));
            Assert.Equal(Counts(one), Counts(other));
        }
    }

    private static uint[] Ids(Slice slice)
    {
        var ids = new uint[slice.Rows];
        slice.Ids.CopyTo(ids);
        return ids;
    }

    private static List<int> RowsOf(Slice slice, uint id)
    {
        var rows = new List<int>();
        slice.Ids.Find(id, rows.Add);
        rows.Sort();
        return rows;
    }

    // What the summary says of each code, or nothing where there is none.
    private static List<(int Code, long Count, long Errors, long Writes, int First, int Last)> Counts(CodeColumn column) => column.Summary is not { } summary
        ? []
        : [.. column.Codes
            .Select((code, place) => (code, summary.Count(place), summary.Errors(place), summary.Writes(place), summary.First(place), summary.Last(place)))
            .OrderBy(counts => counts.code)];
}
