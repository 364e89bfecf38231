using System.Text.Json;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class JsonLeafTests
{
    public static TheoryData<string, string, string?> Ways => new()
    {
        { """{"a":{"b":[{"c":1}]}}""", "a.b[0].c", ".a.b[0].c" },
        { """{"a b":{"x.y":1}}""", """["a b"]["x.y"]""", """.["a b"]["x.y"]""" },
        { """[[1]]""", "[0][0]", ".[0][0]" },
        // A key that is a number is no place in a list, and what would end jq's text or begin one of its own does not.
        { """{"a":{"0":1}}""", """a["0"]""", """.a["0"]""" },
        { """{"\"\\(1)":1}""", """["\u0022\\(1)"]""", """.["\u0022\\(1)"]""" },
        { """{"p":"{\"s\":[1]}"}""", "p(JSON).s[0]", ".p | fromjson | .s[0]" },
        { """{"p":"[{\"s\":1}]"}""", "p(JSON)[0].s", ".p | fromjson | .[0].s" },
        // What is percent-encoded besides jq cannot open.
        { """{"p":"%7B%22s%22%3A1%7D"}""", "p(JSON).s", null },
        { """{"a":{}}""", "a", ".a" },
    };

    [Theory, MemberData(nameof(Ways))]
    public void The_way_to_a_value_is_said_for_people_and_for_jq(string json, string path, string? jq)
    {
        var leaf = Assert.Single(Of(json));

        Assert.Equal((path, jq), (leaf.Path, leaf.Jq));
    }

    [Fact]
    public void Ways_begin_at_the_root_of_the_record()
    {
        var leaf = Assert.Single(JsonLeaf.Of(Outline("""{"tags":["v1"]}"""), "requestParameters"));

        Assert.Equal(("requestParameters.tags[0]", ".requestParameters.tags[0]", "tags"), (leaf.Path, leaf.Jq, leaf.FilterPath));
    }

    [Fact]
    public void A_key_that_is_written_twice_keeps_both_values()
    {
        Assert.Equal([("a", "1"), ("a (2)", "2")], Of("""{"a":1,"a":2}""").Select(leaf => (leaf.Path, leaf.Text)));
    }

    [Fact]
    public void Nothing_has_no_values() => Assert.Empty(JsonLeaf.Of(null, "responseElements"));

    private static IReadOnlyList<JsonLeaf> Of(string json) => JsonLeaf.Of(Outline(json), "");

    private static JsonOutline Outline(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonOutline.Of(document.RootElement);
    }
}
