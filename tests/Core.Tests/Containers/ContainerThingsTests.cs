using System.Text;
using System.Text.Json;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Tests.Containers;

public sealed class ContainerThingsTests
{
    private const string Account = "111122223333";
    private const string Region = "eu-west-1";

    public static TheoryData<string, string, string, string[]> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string, string[]>();
            var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases/things.cases"));
            foreach (var one in text.Split("## ").Skip(1))
            {
                var lines = one.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToList();
                cases.Add(lines[0], lines[1], lines[2], [.. lines.Skip(3)]);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_record_names_its_things(string title, string call, string members, string[] expected)
    {
        Assert.NotEmpty(title);
        var words = call.Split(' ');

        Assert.Equal(expected, Of(words[0], words[1], "{" + members + "}").Select(Written));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_record_that_is_cut_off_names_nothing(string title, string call, string members, string[] expected)
    {
        Assert.NotEmpty(title);
        Assert.NotNull(expected);
        var (words, bytes) = (call.Split(' '), Encoding.UTF8.GetBytes("{" + members + "}"));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Empty(ContainerThings.Of(Event(words[0], words[1]), bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Of_a_long_list_the_first_are_taken()
    {
        var tags = string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""{"imageTag":"v{{i}}"}"""));

        var things = Of("ecr", "BatchGetImage", "{" + $$"""
            "requestParameters":{"repositoryName":"r","imageIds":[{{tags}}]},"responseElements":{"repositoryName":"after"}
            """ + "}");

        Assert.Equal(ContainerThings.MaxOfOneList, things.Count(thing => thing.Kind == ThingKind.Tag));
        Assert.Equal($"r:v{ContainerThings.MaxOfOneList - 1}", things.Last(thing => thing.Kind == ThingKind.Tag).Value);
        Assert.Contains(things, thing => thing.Value == "after");
    }

    [Theory]
    [InlineData(2048, 1)]
    [InlineData(2049, 0)]
    public void A_name_has_its_longest(int length, int count)
    {
        Assert.Equal(count, Of("ecr", "PutImage", PutTo(new string('a', length))).Count);
        Assert.Equal(count, Of("ecr", "PutImage", PutTo(string.Concat(Enumerable.Repeat("\\u0061", length)))).Count);
    }

    [Fact]
    public void Deep_nesting_is_passed_over()
    {
        var nest = new string('[', 60) + new string(']', 60);
        Assert.Single(Of("ecr", "PutImage", "{\"requestParameters\":{\"imageTag\":" + nest + ",\"repositoryName\":\"r\"}}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"requestParameters\"")]
    [InlineData("{]")]
    public void Bytes_that_are_no_record_name_nothing(string json) => Assert.Empty(Of("ecr", "PutImage", json));

    [Fact]
    public void An_event_without_account_and_region_leaves_them_open()
    {
        var trailEvent = new TrailEvent { EventId = "1", Time = default, Service = "ecs.amazonaws.com", Action = "CreateCluster" };

        var things = ContainerThings.Of(trailEvent, """{"requestParameters":{"clusterName":"prod"}}"""u8);

        Assert.Equal([new ContainerThing(ThingKind.Cluster, "prod")], things);
    }

    [Theory]
    [InlineData("tag", "team/api:v1", "v1")]
    [InlineData("repository", "team/api", "team/api")]
    [InlineData("service", "prod/web", "web")]
    [InlineData("method", "a1/x9/GET", "GET")]
    [InlineData("basePath", "api.example.com/v1/orders", "v1/orders")]
    [InlineData("task", "t1", "t1")]
    public void A_part_has_a_name_of_its_own(string kind, string value, string name) =>
        Assert.Equal(name, new ContainerThing(ThingKind.Find(kind)!, value).Name);

    [Fact]
    public void A_record_whose_keys_stand_in_another_order_names_the_same_things()
    {
        foreach (var one in Cases)
        {
            var (call, members) = (((string)one[1]).Split(' '), "{" + (string)one[2] + "}");
            if (members.Contains("\\ud8", StringComparison.Ordinal))
            {
                continue;
            }

            using var record = JsonDocument.Parse(members);
            if (HasTwice(record.RootElement))
            {
                continue;
            }

            Assert.Equal(Of(call[0], call[1], members), Of(call[0], call[1], Reversed(record.RootElement)));
        }
    }

    private static string PutTo(string repository) => "{\"requestParameters\":{\"repositoryName\":\"" + repository + "\"}}";

    private static string Reversed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().Reverse().Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Reversed(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Reversed)) + "]",
        _ => value.GetRawText(),
    };

    private static bool HasTwice(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().CountBy(member => member.Name).Any(name => name.Value > 1) || value.EnumerateObject().Any(member => HasTwice(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HasTwice),
        _ => false,
    };

    private static IReadOnlyList<ContainerThing> Of(string service, string action, string json) =>
        ContainerThings.Of(Event(service, action), Encoding.UTF8.GetBytes(json));

    private static TrailEvent Event(string service, string action) =>
        new() { EventId = "1", Time = default, Service = service + ContainerServices.Domain, Action = action, Account = Account, Region = Region };

    private static string Written(ContainerThing thing) =>
        $"{thing.Kind} {thing.Value}" + (thing.Account == Account && thing.Region == Region ? "" : $" @ {thing.Account ?? "-"} {thing.Region ?? "-"}");
}
