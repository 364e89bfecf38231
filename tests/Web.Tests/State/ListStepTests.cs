using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>The steps along a list, and whether it is known where they lead.</summary>
public sealed class ListStepTests
{
    [Theory]
    [InlineData("a b c", "b", "a", "c")]
    [InlineData("a b c", "a", "end", "b")]
    [InlineData("a b c", "c", "b", "end")]
    [InlineData("a b c", "elsewhere", "end", "end")]
    [InlineData("a b c", null, "end", "end")]
    [InlineData("", "a", "end", "end")]
    [InlineData("a ? c", "a", "end", "unknown")]
    [InlineData("a ? c", "c", "unknown", "end")]
    [InlineData("a b ?", "b", "a", "unknown")]
    [InlineData("a ? c", "inside", "unknown", "unknown")]
    public void They_lead_to_what_stands_beside_the_open_event(string walk, string? selected, string previous, string next)
    {
        var (before, after) = ListStep.Around(Ids(walk), selected, isWhole: true);

        Assert.Equal((previous, next), (Told(before), Told(after)));
    }

    [Fact]
    public void What_is_not_among_the_rows_may_be_found_there_while_its_place_is_not_known()
    {
        var (before, after) = ListStep.Around(Ids("a b"), "c", isWhole: false);

        Assert.Equal(("unknown", "unknown"), (Told(before), Told(after)));
    }

    private static IEnumerable<string?> Ids(string walk) => walk.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => id == "?" ? null : id);

    private static string Told(ListStep step) => step.Id ?? (step.IsKnown ? "end" : "unknown");
}
