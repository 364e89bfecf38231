using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

public sealed class CoveredTimeTests
{
    private const int Hours = 40;

    private static readonly Gen<(int From, int To)[]> Stretches =
        Gen.ArrayOf(from start in Gen.Choose(0, Hours) from length in Gen.Choose(0, 6) select (start, Math.Min(start + length, Hours)));

    [Fact]
    public void Stretches_added_in_any_order_cover_exactly_their_hours() => Prop.ForAll(Arb.From(Stretches), stretches =>
    {
        var covered = new HashSet<int>(stretches.SelectMany(stretch => Enumerable.Range(stretch.From, stretch.To - stretch.From)));
        foreach (var order in ((int From, int To)[][])[stretches, [.. stretches.Reverse()], [.. stretches.OrderBy(stretch => stretch.To)]])
        {
            var time = new CoveredTime();
            Array.ForEach(order, stretch => time.Add(At(stretch.From), At(stretch.To)));

            Assert.Equal(covered.Order(), HoursOf(time.Stretches));
            Assert.Equal(Enumerable.Range(0, Hours).Except(covered), HoursOf(time.Missing(At(0), At(Hours))));
            Assert.Equal(TimeSpan.FromHours(covered.Count(hour => hour is >= 7 and < 23)), time.Within(At(7), At(23)));
            Assert.All(time.Stretches.Zip(time.Stretches.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_stretch_that_ends_before_it_begins_has_nothing_in_it()
    {
        var time = new CoveredTime();
        time.Add(At(3), At(2));
        Assert.Empty(time.Stretches);
        Assert.Equal(TimeSpan.Zero, time.Within(At(4), At(3)));
    }

    private static DateTimeOffset At(int hour) => new DateTimeOffset(2026, 11, 3, 0, 0, 0, TimeSpan.Zero).AddHours(hour);

    private static IEnumerable<int> HoursOf(IEnumerable<TimeStretch> stretches) =>
        stretches.SelectMany(stretch => Enumerable.Range((int)(stretch.From - At(0)).TotalHours, (int)stretch.Length.TotalHours));
}
