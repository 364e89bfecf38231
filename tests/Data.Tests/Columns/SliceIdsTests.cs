using TrailBoard.Data.Columns;

namespace TrailBoard.Tests.Columns;

/// <summary>Where an id may be in a slice, however the bits of its ids are spread: they are looked for where evenly spread ones would lie.</summary>
public sealed class SliceIdsTests
{
    public static TheoryData<string> Spreads => [.. Ids.Keys];

    private static readonly Dictionary<string, uint[]> Ids = new()
    {
        ["none"] = [],
        ["one"] = [77],
        ["the lowest and the highest"] = [uint.MaxValue, 0],
        ["all the same"] = [.. Enumerable.Repeat(0x8000_0000u, 3_000)],
        ["all the lowest"] = new uint[3_000],
        ["all the highest"] = [.. Enumerable.Repeat(uint.MaxValue, 3_000)],
        ["evenly"] = [.. Random(65_536, 32)],
        ["few, evenly"] = [.. Random(9, 32)],
        ["alike but for the low bits"] = [.. Random(20_000, 12).Select(id => id | 0xABCD_0000)],
        ["by the low bits"] = [.. Random(20_000, 16)],
        ["two heaps at the ends"] = [.. Random(5_000, 10), .. Random(20_000, 10).Select(id => uint.MaxValue - id)],
        ["a heap among even ones"] = [.. Random(10_000, 32), .. Random(30_000, 8).Select(id => 0x4000_0000 + id)],
        ["by powers of two"] = [.. Enumerable.Range(0, 32).SelectMany(bit => Enumerable.Range(0, 100).Select(n => (uint)((1UL << bit) + (ulong)(n / 30))))],
    };

    [Theory]
    [MemberData(nameof(Spreads))]
    public void An_id_is_found_in_all_the_rows_that_have_it_and_in_no_other(string spread)
    {
        var ids = Ids[spread];
        var found = new SliceIds(ids);
        var rows = Enumerable.Range(0, ids.Length).ToLookup(row => ids[row]);
        uint[] ends = [0, 1, 0x7FFF_FFFF, 0x8000_0000, uint.MaxValue - 1, uint.MaxValue];
        foreach (var id in ids.Where((_, i) => i % 13 == 0).SelectMany(id => (uint[])[id, unchecked(id - 1), unchecked(id + 1)]).Concat(ends).Concat(Random(100, 32)).Distinct())
        {
            var of = new List<int>();
            found.Find(id, of.Add);
            Assert.Equal(rows[id], of.Order());
        }
    }

    private static IEnumerable<uint> Random(int count, int bits)
    {
        var random = new Random(count + bits);
        return Enumerable.Range(0, count).Select(_ => (uint)random.NextInt64(1L << bits));
    }
}
