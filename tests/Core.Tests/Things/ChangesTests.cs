using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Things;

/// <summary>What calls changed about things, from the cases in <c>changes.cases</c>.</summary>
public sealed class ChangesTests
{
    public static TheoryData<string, string, string[], string[]> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string[], string[]>();
            var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases/changes.cases"));
            foreach (var one in text.Split("## ").Skip(1))
            {
                var lines = one.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                cases.Add(lines[0], lines[1], Of('>', lines), Of('=', lines));
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_call_tells_what_it_changed_whatever_order_events_come_in(string title, string kind, string[] calls, string[] expected)
    {
        Assert.NotEmpty(title);
        Assert.NotEmpty(calls);
        var service = kind switch { "api" => "apigateway", "pipeline" => "imagebuilder", _ => "ecs" };
        var events = calls.Select((call, i) => SomeChanges.Event(i, service, call.Split(' ')[0], call[(call.IndexOf(' ', StringComparison.Ordinal) + 1)..])).ToList();

        Assert.Equal(expected, Told(kind, events));
        Assert.Equal(expected, Told(kind, Enumerable.Reverse(events)));
        // A second copy of an event is the same event.
        Assert.Equal(expected, Told(kind, [.. events.Skip(1), .. events]));
    }

    [Fact]
    public void Within_a_second_revisions_are_in_the_order_of_their_numbers()
    {
        var events = Enumerable.Range(1, 20)
            .Select(i => SomeChanges.Event(0, "ecs", "RegisterTaskDefinition", $$$"""
                "requestParameters":{"family":"web"},"responseElements":{"taskDefinition":{"revision":{{{i}}}}}
                """.Trim()))
            .OrderByDescending(stored => stored.Cursor.Value);

        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"web:{i}"), TaskDefinitionRevision.Read(events).Select(revision => revision.Name));
    }

    [Fact]
    public void A_masked_line_says_so_and_no_part_of_the_secret_can_be_read()
    {
        var before = SomeChanges.Event(1, "ecs", "RegisterTaskDefinition", Secret("swordfish-one"));
        var after = SomeChanges.Event(2, "ecs", "RegisterTaskDefinition", Secret("swordfish-two"));

        var revisions = TaskDefinitionRevision.Read([before, after]);
        var line = Assert.Single(revisions[1].Since(revisions[0])!);

        Assert.True(line.IsMasked);
        Assert.DoesNotContain("swordfish", line + string.Concat(revisions.SelectMany(revision => revision.Lines)), StringComparison.Ordinal);

        static string Secret(string value) => $$"""
            "requestParameters":{"family":"web","containerDefinitions":[{"name":"a","image":"i","environment":[{"name":"API_TOKEN","value":"{{value}}"}]}]},"responseElements":null
            """.Trim();
    }

    [Theory]
    [InlineData("postgres://db/x", "postgres://app:swordfish@db/x")]
    [InlineData("postgres://app:swordfish@db/x", "postgres://db/x")]
    public void A_line_is_masked_whichever_of_its_values_is(string before, string after)
    {
        var revisions = TaskDefinitionRevision.Read([Event(1, before), Event(2, after)]);

        Assert.True(Assert.Single(revisions[1].Since(revisions[0])!).IsMasked);

        static StoredEvent Event(int number, string value) => SomeChanges.Event(number, "ecs", "RegisterTaskDefinition", $$"""
            "requestParameters":{"family":"web","containerDefinitions":[{"name":"a","environment":[{"name":"DB","value":"{{value}}"}]}]},"responseElements":null
            """.Trim());
    }

    [Theory]
    [InlineData(""" "command":["run","--password=swordfish"] """)]
    [InlineData(""" "dockerLabels":{"--password=swordfish":"x"} """)]
    [InlineData(""" "environment":[{"name":"--password=swordfish x","value":"1"},{"name":"y","value":"2"}] """)]
    [InlineData(""" "newThing":[["--password=swordfish"]] """)]
    public void Wherever_a_secret_stands_no_word_of_a_line_shows_it(string members)
    {
        var revision = Assert.Single(TaskDefinitionRevision.Read([SomeChanges.Event(1, "ecs", "RegisterTaskDefinition", $$"""
            "requestParameters":{"family":"web","containerDefinitions":[{"name":"a","image":"i",{{members}}}]},"responseElements":null
            """.Trim())]));

        Assert.True(revision.Lines.Count > 2);
        Assert.All(revision.Lines, line => Assert.DoesNotContain("swordfish", $"{line} {line.Path}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("web:1", true)]
    [InlineData("web@sha256:ab", false)]
    public void A_revision_says_whether_it_names_an_image_by_a_tag(string image, bool isByTag) => Assert.Equal(isByTag, Assert.Single(TaskDefinitionRevision.Read([SomeChanges.Event(
        1, "ecs", "RegisterTaskDefinition", "\"requestParameters\":{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"a\",\"image\":\"" + image + "\"}]},\"responseElements\":null")])).NamesByTag);

    private static string[] Of(char sign, string[] lines) => [.. lines.Where(line => line[0] == sign).Select(line => line[2..])];

    private static IEnumerable<string> Told(string kind, IEnumerable<StoredEvent> events) => kind switch
    {
        "revision" => Revisions(TaskDefinitionRevision.Read(events)),
        "service" => ServiceHistory.Of(events).Changes.SelectMany(Written),
        "cluster" => ClusterHistory.Of(events).Changes.SelectMany(Written),
        "pipeline" => PipelineHistory.Of(events).Changes.SelectMany(Written),
        "api" => ApiHistory.Of(events).Changes.SelectMany(Written),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static IEnumerable<string> Revisions(IReadOnlyList<TaskDefinitionRevision> revisions) =>
        from pair in revisions.Zip(revisions.Skip(1))
        from line in pair.Second.Since(pair.First)?.Select(line => line.ToString()) ?? ["cannot be compared"]
        select $"{pair.Second.Name} {line}";

    private static IEnumerable<string> Written(ThingChange change) =>
        change.Lines.Count == 0 ? [$"{change.By.Event.Action} nothing told"] : change.Lines.Select(line => $"{change.By.Event.Action} {line}");

    private static IEnumerable<string> Written(ApiChange change) =>
    [
        .. change.Lines.Select(line => $"{change.By.Event.Action} {change.Part}: {line}"),
        .. change.Alert is { } alert ? [$"{change.By.Event.Action} {change.Part} [{alert}]"] : Array.Empty<string>(),
    ];
}
