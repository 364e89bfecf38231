using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed class FilterEditTests
{
    [Theory]
    [InlineData("user:alice", "user:alice", "-user:alice")]
    [InlineData("service:ecr -user:alice error:*", "-user:alice", "service:ecr user:alice error:*")]
    [InlineData("service:(ecr OR ecs) mfa:false", "service:(ecr OR ecs)", "-service:(ecr OR ecs) mfa:false")]
    [InlineData("user:alice", "user:bob", "user:alice")]
    public void A_part_is_turned_round_in_its_place_and_back(string before, string part, string after)
    {
        var (filter, turned) = (FilterParser.Parse(before), FilterParser.Parse(part));

        var inverted = FilterEdit.Invert(filter, turned);

        Assert.Equal(FilterParser.Parse(after).ToString(), inverted.ToString());
        Assert.Equal(filter, FilterEdit.Invert(inverted, FilterEdit.Invert(turned, turned)));
    }

    [Theory]
    [InlineData("", "user:alice")]
    [InlineData("ecr", "ecr user:alice")]
    [InlineData("user:alice", "user:alice")]
    [InlineData("user:(alice OR bob)", "user:(alice OR bob)")]
    [InlineData("user:bob", "user:(bob OR alice)")]
    [InlineData("user:(bob OR carol) ecr", "user:(bob OR carol OR alice) ecr")]
    [InlineData("-user:alice", "user:alice")]
    [InlineData("-user:alice ecr", "ecr user:alice")]
    [InlineData("-user:bob", "-user:bob user:alice")]
    [InlineData("user:al*", "user:al* user:alice")]
    [InlineData("user:*", "user:* user:alice")]
    [InlineData("user:bob OR ecr", "(user:bob OR ecr) user:alice")]
    [InlineData("-user:*", "-user:* OR user:alice")]
    public void A_value_is_included(string before, string after) =>
        Assert.Equal(after, FilterEdit.Include(FilterParser.Parse(before), EventFields.User, "alice").ToString());

    [Theory]
    [InlineData("", "-user:alice")]
    [InlineData("user:alice", "-user:alice")]
    [InlineData("user:(alice OR bob)", "user:bob -user:alice")]
    [InlineData("-user:alice", "-user:alice")]
    [InlineData("user:al* ecr", "user:al* ecr -user:alice")]
    public void A_value_is_excluded(string before, string after) =>
        Assert.Equal(after, FilterEdit.Exclude(FilterParser.Parse(before), EventFields.User, "alice").ToString());

    [Theory]
    [InlineData("user:alice", "")]
    [InlineData("-user:alice ecr", "ecr")]
    [InlineData("user:(alice OR bob OR carol)", "user:(bob OR carol)")]
    [InlineData("user:(alice OR bob)", "user:bob")]
    [InlineData("user:alice OR ecr", "user:alice OR ecr")]
    public void A_value_is_cleared(string before, string after) =>
        Assert.Equal(after, FilterEdit.Clear(FilterParser.Parse(before), EventFields.User, "alice").ToString());

    [Theory]
    [InlineData("", ValueChoice.None)]
    [InlineData("user:alice", ValueChoice.Included)]
    [InlineData("user:(bob OR alice)", ValueChoice.Included)]
    [InlineData("-user:alice", ValueChoice.Excluded)]
    [InlineData("user:al*", ValueChoice.None)]
    public void What_a_filter_says_about_a_value_is_known(string text, ValueChoice expected) =>
        Assert.Equal(expected, FilterEdit.Choice(FilterParser.Parse(text), EventFields.User, "alice"));

    [Fact]
    public void Events_without_a_value_are_a_choice_too()
    {
        var without = FilterEdit.Include(Filter.All, EventFields.User, null);

        Assert.Equal("-user:*", without.ToString());
        Assert.Equal(ValueChoice.Included, FilterEdit.Choice(without, EventFields.User, null));
        Assert.Equal("user:*", FilterEdit.Exclude(Filter.All, EventFields.User, null).ToString());
        Assert.Equal("-user:* OR user:alice", FilterEdit.Include(without, EventFields.User, "alice").ToString());
    }

    [Fact]
    public void Values_are_taken_literally()
    {
        Assert.Equal("user:\"\\* OR (\\\\\"", FilterEdit.Include(Filter.All, EventFields.User, "* OR (\\").ToString());
        Assert.Equal("ip:\"10.0.0.0/8\"", FilterEdit.Include(Filter.All, EventFields.Address, "10.0.0.0/8").ToString());
        Assert.Equal("mfa:false", FilterEdit.Include(Filter.All, EventFields.Mfa, "false").ToString());
        Assert.Equal("time=2026-10-01T12:00:00", FilterEdit.Include(Filter.All, EventFields.Time, "2026-10-01T12:00:00Z").ToString());
        Assert.Throws<ArgumentException>(() => FilterEdit.Include(Filter.All, EventFields.Mfa, "maybe"));
    }

    [Fact]
    public void A_path_of_any_keys_can_be_asked_for()
    {
        var field = EventFields.Request(FieldPath.Of(["tags", "aws:stack", "a.b", "c d", "\\"]));
        var filter = FilterEdit.Include(Filter.All, field, "x");

        Assert.Equal(@"req.tags.aws\:stack.a\.b.c\ d.\\:x", filter.ToString());
        Assert.Equal(filter, FilterParser.Parse(filter.ToString()!));
        Assert.Equal(["tags", "aws:stack", "a.b", "c d", "\\"], FieldPath.Keys(field.Path!).ToArray());
    }

    [Fact]
    public void Parts_can_be_listed_and_removed()
    {
        var filter = FilterParser.Parse("ecr user:(a OR b) -error:*");

        Assert.Empty(FilterEdit.Parts(Filter.All));
        Assert.Equal(["ecr", "user:(a OR b)", "-error:*"], FilterEdit.Parts(filter).Select(part => part.ToString()!));
        Assert.Equal("ecr -error:*", FilterEdit.Remove(filter, FilterEdit.Parts(filter)[1]).ToString());
        Assert.Equal("", FilterEdit.Remove(FilterParser.Parse("a"), FilterParser.Parse("a")).ToString());
    }

    [Theory]
    [InlineData("user:(a OR b) ecr", "ecr")]
    [InlineData("user:a -user:b (user:c OR ecr)", "user:c OR ecr")]
    [InlineData("user:a", "")]
    [InlineData("ecr", "ecr")]
    public void A_facet_ignores_its_own_choice(string text, string expected) =>
        Assert.Equal(expected, FilterParts.Without(FilterParser.Parse(text), EventFields.User).ToString());

    [Fact]
    public void Only_one_value_replaces_what_was_asked_of_the_field() =>
        Assert.Equal("ecr user:alice", FilterEdit.Only(FilterParser.Parse("user:(a OR b) ecr -user:c"), EventFields.User, "alice").ToString());
}
