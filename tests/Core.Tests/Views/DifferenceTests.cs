using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

public sealed class DifferenceTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    // Sides from nothing to millions of events, and a share of each.
    private static readonly Gen<(long One, long OfOne, long Other, long OfOther)> Pairs =
        from one in Side()
        from other in Side()
        select (one.Count, one.Of, other.Count, other.Of);

    [Fact]
    public void The_sides_may_be_exchanged_and_the_score_is_between_nothing_and_all() => Prop.ForAll(Arb.From(Pairs), pair =>
    {
        var score = DifferenceScore.Of(pair.One, pair.OfOne, pair.Other, pair.OfOther);

        Assert.Equal(score, DifferenceScore.Of(pair.Other, pair.OfOther, pair.One, pair.OfOne));
        Assert.InRange(score, 0, 1);
    }).Check(Many);

    [Fact]
    public void Equal_shares_are_no_difference_however_many_events_there_are() => Prop.ForAll(Arb.From(Side()), Arb.From(Gen.Choose(1, 1_000)), (side, times) =>
        Assert.Equal(0, DifferenceScore.Of(side.Count, side.Of, side.Count * times, side.Of * times))).Check(Many);

    [Fact]
    public void More_of_it_on_the_side_that_has_more_is_never_less_different() => Prop.ForAll(Arb.From(Pairs), pair =>
    {
        var score = DifferenceScore.Of(pair.One, pair.OfOne, pair.Other, pair.OfOther);
        if (pair.One < pair.OfOne && pair.One * pair.OfOther >= pair.Other * pair.OfOne)
        {
            Assert.True(DifferenceScore.Of(pair.One + 1, pair.OfOne, pair.Other, pair.OfOther) >= score);
        }

        if (pair.Other > 0 && pair.One * pair.OfOther >= pair.Other * pair.OfOne)
        {
            Assert.True(DifferenceScore.Of(pair.One, pair.OfOne, pair.Other - 1, pair.OfOther) >= score);
        }
    }).Check(Many);

    [Fact]
    public void The_same_shares_of_more_events_are_never_less_sure() => Prop.ForAll(Arb.From(Pairs), Arb.From(Gen.Choose(2, 50)), (pair, times) =>
        Assert.True(
            DifferenceScore.Of(pair.One * times, pair.OfOne * times, pair.Other * times, pair.OfOther * times)
            >= DifferenceScore.Of(pair.One, pair.OfOne, pair.Other, pair.OfOther) - 1e-12)).Check(Many);

    [Theory]
    [InlineData(0, 0, 10, 10)]
    [InlineData(1, 3, 0, 5)]
    [InlineData(51, 100, 49, 100)]
    public void What_is_not_sure_is_no_difference(long one, long ofOne, long other, long ofOther) =>
        Assert.Equal(0, DifferenceScore.Of(one, ofOne, other, ofOther));

    [Theory]
    [InlineData(2, 3, 1, 1_000)]
    [InlineData(40, 100, 4_000, 100_000)]
    [InlineData(1_000, 100_000, 100, 100_000)]
    public void What_is_sure_is_one_however_few_or_rare(long one, long ofOne, long other, long ofOther) =>
        Assert.True(DifferenceScore.Of(one, ofOne, other, ofOther) > FieldDifference.LeastScore);

    [Fact]
    public void Neither_the_order_of_the_groups_nor_the_side_changes_which_values_stand_out() => Prop.ForAll(Arb.From(Tables), table =>
    {
        var (inside, outside) = (table.Select(row => (row.Value, row.Inside)), table.Select(row => (row.Value, row.Outside)));
        var whole = table.Select(row => (row.Value, row.Inside + row.Outside));
        var difference = FieldDifference.Of(EventFields.User, Groups(inside), Groups(whole));
        var turned = FieldDifference.Of(EventFields.User, Groups(inside.Reverse()), Groups(whole.Reverse()));
        var exchanged = FieldDifference.Of(EventFields.User, Groups(outside), Groups(whole));

        Assert.Equal(difference.Values, turned.Values);
        Assert.Equal(difference.Stand, exchanged.Stand);
        Assert.Equal(Set(difference), Set(exchanged with { Values = [.. exchanged.Values.Select(value => value with { Inside = value.Outside, Outside = value.Inside })] }));
        Assert.Equal(difference.Values.Select(value => value.Score).OrderDescending(), difference.Values.Select(value => value.Score));
        Assert.All(difference.Values, value => Assert.Equal(table.Single(row => row.Value == value.Value) is var row ? (row.Inside, row.Outside) : default, (value.Inside, value.Outside)));
    }).Check(Many);

    [Fact]
    public void Sides_that_are_alike_say_nothing() => Prop.ForAll(Arb.From(Tables), table =>
    {
        var difference = FieldDifference.Of(EventFields.User, Groups(table.Select(row => (row.Value, row.Inside))), Groups(table.Select(row => (row.Value, row.Inside * 3))));

        Assert.Empty(difference.Values);
        Assert.NotEqual(FieldStand.Differs, difference.Stand);
    }).Check(Many);

    [Fact]
    public void A_value_of_one_side_only_stands_out_in_a_field_whose_values_last_and_not_where_they_come_and_go()
    {
        var often = Enumerable.Range(0, 20).Select(i => ($"Action{i}", 5L, 500L)).ToArray();
        var rare = ("DeleteRepository", 1L, 0L);
        var sessions = Enumerable.Range(0, 40).Select(i => ($"run-{i}", 2L, 0L)).Concat(Enumerable.Range(100, 500).Select(i => ($"run-{i}", 0L, 4L))).ToArray();

        var actions = Compare([.. often, rare], EventFields.Action);
        var runs = Compare([.. often, .. sessions], EventFields.Session);

        Assert.Equal(["DeleteRepository"], actions.Values.Select(value => value.Value));
        Assert.Empty(runs.Values);
    }

    [Fact]
    public void Of_what_is_rare_on_the_larger_side_the_smaller_one_need_not_have_any()
    {
        var difference = Compare([("a", 90, 9_000), ("b", 10, 990), ("rare", 0, 10)], EventFields.Action);
        Assert.Empty(difference.Values);

        var missing = Compare([("a", 100, 9_000), ("usual", 0, 1_000)], EventFields.Action);
        Assert.Equal("usual", missing.Values[0].Value);
    }

    [Fact]
    public void Events_without_a_value_are_counted_as_such()
    {
        var inside = Groups([("AccessDenied", 5L)]) with { Events = 100, Without = 95 };
        var whole = Groups([("AccessDenied", 505L)]) with { Events = 1_100, Without = 595 };

        var difference = FieldDifference.Of(EventFields.Error, inside, whole);

        Assert.Equal([("AccessDenied", 5L, 500L), (null, 95L, 500L)], difference.Values.Select(value => (value.Value, value.Inside, value.Outside)).OrderBy(value => value.Item2));
        Assert.Equal((100, 1_000), (difference.Inside, difference.Outside));
    }

    [Fact]
    public void A_field_of_almost_unique_values_is_left_out_and_says_why()
    {
        var unique = Enumerable.Range(0, 60).Select(i => ($"task-{i}", i < 10 ? 1L : 0, i < 10 ? 0 : 1L)).ToArray();

        Assert.Equal(FieldStand.AlmostUnique, Compare(unique, EventFields.Task).Stand);
        Assert.Equal(FieldStand.Absent, FieldDifference.Of(EventFields.Task, Groups([]) with { Events = 5, Without = 5 }, Groups([]) with { Events = 50, Without = 50 }).Stand);
    }

    [Fact]
    public void A_side_without_events_has_nothing_to_tell()
    {
        var difference = Compare([("alice", 10, 0), ("bob", 20, 0)], EventFields.User);
        Assert.Empty(difference.Values);
        Assert.Equal((30, 0), (difference.Inside, difference.Outside));
    }

    private static readonly Gen<(string Value, long Inside, long Outside)[]> Tables =
        from size in Gen.Choose(1, 30)
        from rows in Gen.ArrayOf(from inside in Count() from outside in Count() select (inside, outside), size)
        select rows.Select((row, i) => ($"value{i}", row.inside, row.outside)).ToArray();

    private static Gen<long> Count() => Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 100), Gen.Choose(0, 100_000)).Select(count => (long)count);

    private static Gen<(long Count, long Of)> Side() =>
        from of in Gen.OneOf(Gen.Choose(0, 5), Gen.Choose(0, 200), Gen.Choose(0, 1_000_000))
        from count in Gen.Choose(0, of)
        select ((long)count, (long)of);

    private static FieldDifference Compare((string Value, long Inside, long Outside)[] table, EventField field) =>
        FieldDifference.Of(field, Groups(table.Select(row => (row.Value, row.Inside))), Groups(table.Select(row => (row.Value, row.Inside + row.Outside))));

    private static HashSet<(string?, long, long)> Set(FieldDifference of) => [.. of.Values.Select(value => (value.Value, value.Inside, value.Outside))];

    private static EventGroups Groups(IEnumerable<(string Value, long Count)> counts)
    {
        EventGroup[] groups = [.. counts.Where(of => of.Count > 0).Select(of => new EventGroup(of.Value, of.Count, 0, 0, default, default, []))];
        return new EventGroups(groups, groups.Length, groups.Sum(group => group.Count), 0);
    }
}
