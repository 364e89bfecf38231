using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class EventComparisonTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void Documents_differ_in_nothing_whatever_the_order_of_their_keys(int seed)
    {
        var dice = new Random(seed);
        var document = Some(dice, 0);

        var paths = Compare(document, Shuffled(document, dice), Shuffled(document, dice));

        Assert.All(paths, path => Assert.Equal(Likeness.Same, path.Likeness));
        Assert.Equal(Leaves(document).Select(leaf => leaf.Path).Order(StringComparer.Ordinal), paths.Select(path => path.Path).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void One_changed_value_is_the_one_that_differs(int seed)
    {
        var dice = new Random(seed);
        var document = Some(dice, 0);
        document["changed"] = "before";
        var other = (JsonObject)document.DeepClone();
        other["changed"] = "after";

        var differing = Assert.Single(Compare(document, document, other), path => path.Likeness == Likeness.Differs);

        Assert.Equal("changed", differing.Path);
        Assert.Equal((true, true, false), (differing.IsAsFirst(0), differing.IsAsFirst(1), differing.IsAsFirst(2)));
    }

    [Fact]
    public void What_only_one_has_stands_where_it_has_it_and_is_missing_in_the_other()
    {
        var paths = ComparedPath.Of([Leaves("""{"a":1,"d":4}"""), Leaves("""{"x":0,"a":1,"b":2,"d":4,"e":5}""")]);

        Assert.Equal(["x", "a", "b", "d", "e"], paths.Select(path => path.Path));
        Assert.Equal([(null, "0"), ("1", "1"), (null, "2"), ("4", "4"), (null, "5")], paths.Select(path => (path.Cells[0]?.Text, path.Cells[1]?.Text)));
        Assert.Equal(["x", "b", "e"], paths.Where(path => path.Likeness == Likeness.Differs).Select(path => path.Path));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":"1"}""", true)]
    [InlineData("""{"a":null}""", """{"a":"null"}""", true)]
    [InlineData("""{"a":null}""", """{}""", false)]
    [InlineData("""{"a":{}}""", """{"a":[]}""", false)]
    [InlineData("""{"a":"{\"b\":1}"}""", """{"a":{"b":1}}""", false)]
    public void What_is_written_otherwise_differs(string one, string other, bool needsShapes)
    {
        var paths = ComparedPath.Of([Leaves(one), Leaves(other)]);

        Assert.Contains(paths, path => path.Likeness == Likeness.Differs);
        Assert.Equal(needsShapes, paths.Any(path => path.NeedsShapes));
    }

    [Fact]
    public void Secrets_stay_masked_and_are_not_said_to_be_the_same()
    {
        var comparison = EventComparison.Of([Read("""{"password":"hunter2","user":"x"}""", 1), Read("""{"password":"swordfish","user":"x"}""", 2)]);

        var request = comparison.Parts.Single(part => part.Title == "Request").Paths;
        Assert.Equal(["***", "***"], request.Single(path => path.Path == "requestParameters.password").Cells.Select(cell => cell!.Text));
        Assert.Equal([Likeness.Hidden, Likeness.Same], request.Select(path => path.Likeness));
        Assert.DoesNotContain(comparison.Parts.SelectMany(part => part.Paths).SelectMany(path => path.Cells), cell => cell?.Text.Contains("hunter2", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void Fields_of_events_are_compared_whatever_the_order_in_which_they_are_named()
    {
        var comparison = EventComparison.Of([Read("{}", 1, "arn:a", "arn:b"), Read("{}", 2, "arn:b", "arn:a"), Read("{}", 3, "arn:a")]);

        var resources = comparison.Fields.Single(field => field.Field.Name == "resource");
        Assert.Equal((Likeness.Differs, true, true, false), (resources.Likeness, resources.IsAsFirst(0), resources.IsAsFirst(1), resources.IsAsFirst(2)));
        Assert.Equal(["time", "resource", "eventId"], comparison.Fields.Where(field => field.Likeness == Likeness.Differs).Select(field => field.Field.Name));
    }

    [Fact]
    public async Task Records_that_share_an_id_have_a_column_each_and_unknown_ids_are_told()
    {
        var queries = new ScriptedQueries { Find = id => id == "twice" ? [Detail("{}", 1), Detail("""{"a":1}""", 2)] : id == "none" ? [] : [Detail("{}", 3)] };
        using var state = new ComparisonState(queries, () => { });

        await state.ShowAsync(["twice", "none", "", "twice", "other"]);

        var found = state.Found.Value!;
        Assert.Equal([("twice", 1, 2), ("twice", 2, 2), ("other", 1, 1)], found.Comparison.Events.Select(one => (one.Id, one.Version, one.Versions)));
        Assert.Equal(["none"], found.Missing);
        Assert.Equal((0, 0), (state.LeftOut, found.LeftOut));
    }

    [Fact]
    public async Task What_has_no_room_is_counted()
    {
        var asked = new List<string>();
        using var state = new ComparisonState(new ScriptedQueries { Find = id => { asked.Add(id); return [.. Enumerable.Range(1, 6).Select(number => Detail("{}", number))]; } }, () => { });

        await state.ShowAsync(["a", "b", "c", "d", "e", "f", "g"]);
        await state.ShowAsync(["a", "b", "c", "d", "e", "f", "g"]);

        Assert.Equal(["a", "b", "c", "d", "e"], asked);
        Assert.Equal((2, 8, 22), (state.LeftOut, state.Found.Value!.Comparison.Events.Count, state.Found.Value.LeftOut));
    }

    private static IReadOnlyList<ComparedPath> Compare(params JsonObject[] documents) => ComparedPath.Of([.. documents.Select(Leaves)]);

    private static IReadOnlyList<JsonLeaf> Leaves(JsonNode document) => Leaves(document.ToJsonString());

    private static IReadOnlyList<JsonLeaf> Leaves(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonLeaf.Of(JsonOutline.Of(document.RootElement), "");
    }

    private static ComparedEvent Read(string request, int number, params string[] resources) => new($"{number}", EventReading.Of(Detail(request, number, resources)), 1, 1);

    private static EventDetail Detail(string request, int number, params string[] resources)
    {
        var read = new TrailEvent { EventId = $"e{number}", Time = new DateTimeOffset(2026, 10, 1, 12, 0, number, TimeSpan.Zero), Service = "ecr.amazonaws.com", Action = "PutImage", Resources = resources };
        return new(new StoredEvent(new EventCursor(number), read, Encoding.UTF8.GetBytes($$"""{"requestParameters":{{request}}}""")), []);
    }

    private static JsonObject Some(Random dice, int depth)
    {
        var made = new JsonObject();
        foreach (var number in Enumerable.Range(0, dice.Next(1, 6)))
        {
            made[$"k{number}{(dice.Next(4) == 0 ? ".odd key" : "")}"] = Value(dice, depth);
        }

        return made;
    }

    private static JsonNode? Value(Random dice, int depth) => dice.Next(depth > 3 ? 5 : 8) switch
    {
        0 => null,
        1 => dice.Next(100),
        2 => dice.Next(2) == 0,
        3 => $"text {dice.Next(10)}",
        4 => Some(dice, depth + 4).ToJsonString(),
        5 => new JsonArray([.. Enumerable.Range(0, dice.Next(3)).Select(_ => Value(dice, depth + 1))]),
        _ => Some(dice, depth + 1),
    };

    private static JsonObject Shuffled(JsonObject document, Random dice) =>
        new([.. document.OrderBy(_ => dice.Next()).Select(member => KeyValuePair.Create(member.Key, member.Value is JsonObject inner ? Shuffled(inner, dice) : member.Value?.DeepClone()))]);
}
