using System.Text.RegularExpressions;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed partial class FilterDocsTests
{
    private const string Start = "<!-- fields:start -->\n";
    private const string End = "<!-- fields:end -->";
    private static readonly string File = Repository.File("docs/filters.md");

    [Fact]
    public void The_table_of_fields_is_that_of_the_code()
    {
        var text = System.IO.File.ReadAllText(File);
        var (start, end) = (text.IndexOf(Start, StringComparison.Ordinal) + Start.Length, text.IndexOf(End, StringComparison.Ordinal));
        var expected = text[..start] + Table() + text[end..];
        if (Environment.GetEnvironmentVariable("TRAILBOARD_REWRITE_DOCS") == "1")
        {
            System.IO.File.WriteAllText(File, expected);
        }

        Assert.Equal(expected, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Every_question_is_answered_by_a_filter_that_reads_back_as_it_is_written()
    {
        var text = System.IO.File.ReadAllText(File);
        var questions = text[text.IndexOf("## Questions", StringComparison.Ordinal)..text.IndexOf("## How", StringComparison.Ordinal)];
        var filters = LastCode().Matches(questions).Select(match => match.Groups["filter"].Value).ToList();

        Assert.NotEmpty(filters);
        Assert.All(filters, filter => Assert.True(FilterParser.TryParse(filter, out _, out var error), $"{filter}: {error}"));
    }

    [Fact]
    public void Every_example_of_a_field_is_a_filter_on_it()
    {
        Assert.NotEmpty(EventFields.All);
        Assert.All(EventFields.All, field => Assert.True(FilterParts.IsAbout(FilterParser.Parse(field.Example), field), field.Example));
    }

    private static string Table() => "| Field | Values | Meaning | Example |\n| --- | --- | --- | --- |\n"
        + string.Concat(EventFields.All.Append(EventFields.Request("PATH")).Append(EventFields.Response("PATH")).Append(EventFields.Record).Select(field =>
            $"| `{field.Name}` | {Kind(field)} | {field.Description}{(field.IsMain ? " Words look here." : "")} | `{field.Example}` |\n"));

    private static string Kind(EventField field) => field.Kind switch
    {
        FieldKind.Text => "text",
        FieldKind.Address => "address or name",
        FieldKind.Time => "time",
        FieldKind.YesNo => "yes or no",
        FieldKind.Path => "text, number, yes or no",
        FieldKind.Record => "words",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, null),
    };

    [GeneratedRegex(@"\| `(?<filter>[^`]+)` \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LastCode();
}
