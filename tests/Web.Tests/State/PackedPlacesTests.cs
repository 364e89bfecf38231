using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>Places that are held in few bytes are the same places.</summary>
public sealed class PackedPlacesTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    // Of any size, and near each other.
    private static readonly Gen<long> Place = Gen.OneOf(
        ArbMap.Default.GeneratorFor<long>(),
        Gen.Choose(0, 5_000).Select(number => (520_000_000L << 31) + (number * 0x3fff_fffbL)),
        Gen.Elements(0L, 1L, -1L, long.MinValue, long.MaxValue, int.MaxValue, 1L << 31, -(1L << 31)));

    [Fact]
    public void They_are_given_back_in_their_order_whatever_they_are() => Prop.ForAll(Gen.ListOf(Place).ToArbitrary(), places =>
    {
        AssertSame(places);
        AssertSame([.. places.Order()]);
    }).Check(Many);

    [Fact]
    public void Those_are_found_that_are_among_them() => Prop.ForAll(Gen.Zip(Gen.ListOf(Place), Gen.ListOf(Place)).ToArbitrary(), both =>
    {
        var (places, others) = both;
        var asked = others.Select(place => new EventCursor(place)).ToHashSet();

        Assert.Equal(places.Intersect(others).Any(), Packed(places).HasAny(asked));
        Assert.All(places, place => Assert.True(Packed(places).HasAny(new HashSet<EventCursor>(asked) { new(place) })));
    }).Check(Many);

    [Fact]
    public void A_thousand_calls_take_about_four_bytes_each()
    {
        // As the store makes places: seconds, and below them a hash. Three in a second, then a pause of at most a minute.
        var random = new Random(7);
        long[] places = [.. Enumerable.Range(0, 1_000).Select(number => ((520_000_000L + (number / 3 * 60)) << 31) | random.NextInt64(1L << 31))];

        AssertSame(places);
        Assert.InRange(Packed(places).Bytes, 4_000, 4_400);
    }

    private static PackedPlaces Packed(IEnumerable<long> places) => new([.. places.Select(place => new EventCursor(place))]);

    private static void AssertSame(IReadOnlyCollection<long> places)
    {
        var packed = Packed(places);
        Assert.Equal(places, packed.Select(place => place.Value));
        Assert.Equal(places.Count, packed.Count);
    }
}
