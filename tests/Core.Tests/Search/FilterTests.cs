using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed class FilterTests
{
    public static TheoryData<string, string> Texts => Read(" => ");

    public static TheoryData<string, string> Mistakes => Read(" =! ");

    [Theory, MemberData(nameof(Texts))]
    public void Filters_read_back_as_written(string text, string canonical)
    {
        var filter = FilterParser.Parse(text);

        Assert.Equal(canonical, filter.ToString());
        Assert.Equal(filter, FilterParser.Parse(canonical));
    }

    [Theory, MemberData(nameof(Mistakes))]
    public void Mistakes_say_where_they_are_and_what_was_expected(string text, string expected)
    {
        Assert.False(FilterParser.TryParse(text, out var filter, out var error));

        Assert.Null(filter);
        var place = error.Position == text.Length && error.Length == 1 && expected.StartsWith('^') ? "^" : $"{error.Position} {error.Length}";
        Assert.Equal(expected, $"{place} {error.Message}");
    }

    [Fact]
    public void Parentheses_nest_a_hundred_deep_and_no_deeper()
    {
        Assert.True(FilterParser.TryParse(new string('(', 100) + "a" + new string(')', 100), out _, out _));

        Assert.False(FilterParser.TryParse(new string('(', 101) + "a" + new string(')', 101), out _, out var error));
        Assert.Equal(new FilterError(100, 1, "At most 100 parentheses can be open at once."), error);
    }

    [Fact]
    public void Parentheses_that_close_again_may_be_many()
    {
        var text = string.Join(' ', Enumerable.Repeat("(a OR b)", 500));

        Assert.Equal(text, FilterParser.Parse(text).ToString());
    }

    [Fact]
    public void A_filter_longer_than_the_limit_is_refused_where_it_exceeds_it()
    {
        Assert.True(FilterParser.TryParse(new string('a', FilterParser.MaxLength), out _, out _));

        Assert.False(FilterParser.TryParse(new string('a', FilterParser.MaxLength + 7), out _, out var error));
        Assert.Equal(new FilterError(65536, 7, "A filter has at most 65536 characters; this one has 65543."), error);
    }

    [Fact]
    public void A_path_may_not_have_more_keys_than_the_limit()
    {
        Assert.False(FilterParser.TryParse("req." + string.Join('.', Enumerable.Repeat("a", 101)) + ":x", out _, out var error));
        Assert.Equal("A path has at most 100 keys.", error.Message);
    }

    private static TheoryData<string, string> Read(string arrow)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "cases/filters.cases"));
        var cases = new TheoryData<string, string>();
        foreach (var line in lines.Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            var (equal, mistake) = (line.IndexOf(" => ", StringComparison.Ordinal), line.IndexOf(" =! ", StringComparison.Ordinal));
            var at = arrow == " => " ? equal : mistake;
            if (at >= 0 && (arrow == " =! " || mistake < 0))
            {
                cases.Add(Signs(line[..at]), Signs(line[(at + 4)..]));
            }
            else if (equal < 0 && mistake < 0)
            {
                throw new InvalidDataException($"No case: {line}");
            }
        }

        return cases;
    }

    private static string Signs(string text) => text.Replace('⏎', '\n').Replace('⍽', '\t').Replace("∅", "", StringComparison.Ordinal);
}
