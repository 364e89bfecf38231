using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed class FilterCompletionTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "cases/completions.cases")).Where(line => line.Length > 0 && line[0] != '#'))
            {
                var sides = line.Split(" => ");
                cases.Add(sides[0], sides[1].TrimEnd());
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_caret_decides_what_is_offered(string marked, string expected)
    {
        var caret = marked.IndexOf('|', StringComparison.Ordinal);
        var text = marked.Remove(caret, 1);

        var completion = FilterCompletion.At(text, caret);

        var suggestions = completion.Suggestions.Take(3).Select(suggestion => suggestion.Text.Trim());
        var values = completion.Values is { } asked ? $" {asked.Field.Name}:{asked.Typed}" : "";
        var wanted = expected.Split('|', 2);
        var names = wanted[0][(wanted[0].IndexOf("] ", StringComparison.Ordinal) + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3);
        Assert.Equal(wanted[0][..(wanted[0].IndexOf("] ", StringComparison.Ordinal) + 1)], $"[{text.Substring(completion.Start, completion.Length)}]");
        Assert.Equal(names, suggestions);
        Assert.Equal(wanted[1], values);
    }

    [Fact]
    public void Every_field_is_offered_before_anything_is_typed() =>
        Assert.Equal(EventFields.All.Select(field => field.Name), FilterCompletion.At("", 0).Suggestions.Select(suggestion => suggestion.Label).Take(EventFields.All.Count));

    [Fact]
    public void Values_to_offer_hold_what_was_typed_and_those_that_start_with_it_come_first()
    {
        var values = FilterCompletion.At("user:al", 7).Values!;

        Assert.Equal("user:*al*", values.Filter.ToString());
        Assert.True(values.IsStart("Alice"));
        Assert.False(values.IsStart("Pascal"));
    }

    [Theory]
    [InlineData("service:ecr user:|", "service:ecr")]
    [InlineData("service:ecr -user:al| error:*", "service:ecr error:*")]
    [InlineData("user:alice action:Put* user:b|", "action:Put*")]
    [InlineData("service:ecr req.a:b record:c user:|", "service:ecr")]
    [InlineData("service:ecr OR user:|", "")]
    [InlineData("service:ecr user:(alice OR b|", "")]
    [InlineData("colour:red user:|", "")]
    [InlineData("user:|", "")]
    public void Values_are_counted_among_the_events_of_what_else_is_asked(string marked, string others)
    {
        var text = marked.Replace("|", "", StringComparison.Ordinal);

        Assert.Equal(others, FilterCompletion.At(text, marked.IndexOf('|', StringComparison.Ordinal)).Values!.Others.ToString());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("50*", "50\\*")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    [InlineData("", "\"\"")]
    public void Values_are_put_in_so_that_they_are_taken_literally(string value, string expected)
    {
        Assert.Equal(expected, FilterText.Value(EventFields.User, value));
        Assert.Equal(FilterEdit.Leaf(EventFields.User, value), FilterParser.Parse("user:" + expected));
    }
}
