using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Import;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

public sealed class BlockOffsetsTests
{
    private static readonly Gen<(int Gap, int Length, int Skipped)[]> Places = Gen.NonEmptyListOf(
        from gap in Gen.Frequency((6, Gen.Constant(1)), (1, Gen.Choose(0, 300)))
        from length in Gen.Frequency((6, Gen.Choose(2, 9_000)), (1, Gen.Choose(0, 300_000_000)))
        from skipped in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Choose(0, 100_000)))
        select (gap, length, skipped)).Where(places => places.Sum(place => (long)place.gap + place.length) < int.MaxValue).Select(places => places.ToArray());

    [Fact]
    public void Places_come_back_as_they_were() => Prop.ForAll(Arb.From(Places), places =>
    {
        var wanted = Of(places);
        Assert.Equal(wanted, BlockOffsets.Decode(Encode(wanted)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Records_that_follow_one_another_take_their_lengths_only()
    {
        var places = Of([.. Enumerable.Repeat((1, 1_500, 0), 200)]);
        Assert.InRange(Encode(places).Length, 400, 410);
    }

    [Fact]
    public void Places_that_the_first_versions_wrote_are_read()
    {
        // Two records: 12 bytes before the first of 100, one between them, and two refused records before the second of 300.
        byte[] written = [2, 24, 100, 0, 2, 0xAC, 0x02, 4];
        Assert.Equal([new RecordPlace(12, 100, 0), new RecordPlace(113, 300, 3)], BlockOffsets.Decode(written));
    }

    private static byte[] Encode(RecordPlace[] places) => BlockOffsets.Encode(
        new RecordBlock(default, Array.ConvertAll(places, place => place.Offset), Array.ConvertAll(places, place => place.Length), AsDelivered: true),
        Array.ConvertAll(places, place => place.Index));

    private static RecordPlace[] Of((int Gap, int Length, int Skipped)[] places)
    {
        var (end, next) = (0, 0);
        return Array.ConvertAll(places, place =>
        {
            var one = new RecordPlace(end + place.Gap, place.Length, next + place.Skipped);
            (end, next) = (one.Offset + one.Length, one.Index + 1);
            return one;
        });
    }
}
