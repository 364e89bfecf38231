using System.Text;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Tests.Events;

namespace TrailBoard.Core.Tests.Containers;

public sealed class KeptThingsTests
{
    private static readonly HashSet<ThingKind> Kinds = [.. EventFields.All.SelectMany(field => field.ThingKinds)];

    public static TheoryData<string, string, string, string[]> Cases => ContainerThingsTests.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void An_event_keeps_the_things_that_have_a_field(string title, string call, string members, string[] expected)
    {
        Assert.NotEmpty(title);
        Assert.NotNull(expected);
        var record = Read(call.Split(' ')[0], call.Split(' ')[1], members);

        Assert.Equal(Expected(record), record.Event.Things);
    }

    [Fact]
    public async Task Events_of_the_demo_month_keep_them_all()
    {
        var seen = new HashSet<ThingKind>();
        await foreach (var file in new DemoTrail(3001, 7, new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)).ListAsync(CancellationToken.None))
        {
            foreach (var record in (await Readings.Of(file)).Records)
            {
                Assert.Equal(Expected(record), record.Event.Things);
                seen.UnionWith(record.Event.Things.Select(thing => thing.Kind));
            }
        }

        Assert.Equal(Kinds.OrderBy(kind => kind.Name), seen.OrderBy(kind => kind.Name));
    }

    [Fact]
    public void A_call_to_another_service_keeps_none() =>
        Assert.Empty(Read("batch", "SubmitJob", "\"requestParameters\":{\"cluster\":\"prod\",\"imageDigest\":\"sha256:aa\"}").Event.Things);

    [Fact]
    public void Of_a_key_that_stands_twice_the_last_value_counts()
    {
        Assert.Equal(
            [new ContainerThing(ThingKind.Cluster, "second")],
            Read("ecs", "CreateCluster", "\"requestParameters\":{\"clusterName\":\"first\"},\"requestParameters\":{\"clusterName\":\"second\"}").Event.Things);
        Assert.Empty(Read("ecs", "CreateCluster", "\"requestParameters\":{\"clusterName\":\"first\"},\"requestParameters\":null").Event.Things);
    }

    [Fact]
    public void One_thing_of_two_accounts_is_kept_once()
    {
        var things = Read("ecr", "BatchGetImage", """
            "requestParameters":{"repositoryName":"team/api","imageIds":[{"imageTag":"v1"}]},
            "responseElements":{"registryId":"444455556666","repositoryName":"team/api","imageId":{"imageTag":"v1"}}
            """).Event.Things;

        Assert.Equal([new ContainerThing(ThingKind.Tag, "team/api:v1")], things);
    }

    [Fact]
    public void Repositories_and_other_things_have_one_bound_and_repositories_come_first()
    {
        var tags = string.Join(',', Enumerable.Range(0, 200).Select(i => $$"""{"imageTag":"v{{i}}"}"""));

        var read = Read("ecr", "BatchGetImage", $$"""
            "requestParameters":{"repositoryName":"r","repositoryNames":["a","b"],"imageIds":[{{tags}}]}
            """).Event;

        Assert.Equal(3, read.Repositories.Count);
        Assert.Equal(TrailEvent.MaxThings - 3, read.Things.Count);
        Assert.Equal("r:v0", read.Things[0].Value);
    }

    [Theory]
    [InlineData("ecr", "DescribeImages", """ "requestParameters":{"repositoryName":"rNUMBER","imageIds":[{"imageTag":"v1"}]} """, "tag rNUMBER:v1")]
    [InlineData("ecs", "UpdateService", """ "requestParameters":{"cluster":"cNUMBER","service":"arn:aws:ecs:eu-west-1:111122223333:service/web"} """, "cluster cNUMBER", "service cNUMBER/web")]
    public void However_many_wholes_there_are_a_part_stays_with_its_own(string service, string action, string members, params string[] expected)
    {
        // One reader for all: what it remembers of one call must not name the things of another.
        var reader = new TrailRecordReader(new ManualTime(), new KeptThings());
        for (var number = 0; number < 3_000; number++)
        {
            var text = $"{number}";
            var json = Json(service, action, members.Replace("NUMBER", text, StringComparison.Ordinal));
            Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(json), 0, 0, out var record, out var rejection), rejection?.Message);
            Assert.Equal(expected.Select(one => one.Replace("NUMBER", text, StringComparison.Ordinal)), record.Event.Things.Select(thing => $"{thing.Kind} {thing.Value}"));
        }
    }

    private static IEnumerable<ContainerThing> Expected(TrailRecord record) => ContainerThings.Of(record.Event, record.Json.Span)
        .Where(thing => Kinds.Contains(thing.Kind))
        .Select(thing => new ContainerThing(thing.Kind, thing.Value))
        .Distinct()
        .Take(TrailEvent.MaxThings - record.Event.Repositories.Count);

    private static TrailRecord Read(string service, string action, string members)
    {
        var json = Json(service, action, members);
        var reader = new TrailRecordReader(new ManualTime(), new KeptThings());
        var first = reader.ReadFirst(Encoding.UTF8.GetBytes(json + ","), TrailRecordReader.MaxBytes, out var length, out _);
        var record = Some.Read(json);
        Assert.Equal(Encoding.UTF8.GetByteCount(json), length);
        Assert.Equal(record.Event.Things, first!.Things);
        return record;
    }

    private static string Json(string service, string action, string members) =>
        "{\"eventTime\":\"2026-10-01T12:00:00Z\",\"eventSource\":\"" + service + ".amazonaws.com\",\"eventName\":\"" + action
            + "\",\"awsRegion\":\"eu-west-1\",\"recipientAccountId\":\"111122223333\"," + members.Trim() + "}";
}
