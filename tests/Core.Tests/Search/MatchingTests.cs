using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed class MatchingTests
{
    private static readonly ReadOnlyMemory<byte> Record = Encoding.UTF8.GetBytes("""
        {
          "requestID": "9e3f1c1e-0001",
          "requestParameters": {
            "repositoryName": "team/api",
            "imageIds": [ { "imageTag": "v1" }, [ { "imageTag": "v2", "imageDigest": "sha256:1" } ] ],
            "none": null, "emptyText": "", "emptyObject": {}, "emptyArray": [], "nested": [ [ [ "deep" ] ] ], "flag": true,
            "tagging": "lower", "Tagging": "upper", "twice": "first", "twice": "second",
            "tags": { "aws:stack": "prod" }, "a.b": "dotted",
            "escaped": "li\u006ee\n\u00c4\ud83d\ude00\"", "half": "x\ud800y",
            "manifest": "{ \"schemaVersion\": 2 }"
          },
          "responseElements": {
            "service": { "name": "api", "desiredCount": 4, "count": "100", "huge": 1e400 },
            "created": 1.688560107857E9
          }
        }
        """);

    internal static readonly TrailEvent Event = new()
    {
        EventId = "0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001",
        Time = new DateTimeOffset(2026, 10, 1, 12, 30, 15, TimeSpan.Zero),
        Service = "ecr.amazonaws.com",
        Action = "PutImage",
        Region = "eu-west-1",
        Address = "203.0.113.9",
        Account = "111122223333",
        Actor = new Actor("AssumedRole", "arn:aws:iam::111122223333:role/deploy", "run-Ä", "deploy", "run-Ä"),
        Repositories = ["team/api", "team/web"],
        Things =
        [
            new(ThingKind.Image, "sha256:aa11"), new(ThingKind.Tag, "team/api:v1"), new(ThingKind.Tag, "team/api:latest"), new(ThingKind.Cluster, "prod"),
            new(ThingKind.Service, "prod/web"), new(ThingKind.TaskDefinition, "web:42"), new(ThingKind.TaskFamily, "jobs"), new(ThingKind.Stage, "a1/Live"),
        ],
        Resources = ["arn:aws:ecr:eu-west-1:111122223333:repository/team/api"],
        UserAgent = "docker/24.0 (100%_x)",
        Flags = EventFlags.Write,
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "cases/matches.cases")).Where(line => line.Length > 0 && line[0] != '#'))
            {
                var words = line.Split(' ', 2);
                cases.Add(words[1].Replace('⏎', '\n'), words[0] switch { "yes" => true, "no" => false, _ => throw new InvalidDataException(line) });
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Filters_match_what_they_say(string text, bool expected)
    {
        var filter = FilterParser.Parse(text);

        Assert.Equal(expected, FilterEvaluator.Matches(filter, Event, Record));
        Assert.Equal(!expected, FilterEvaluator.Matches(new Filter.Not(filter), Event, Record));
    }

    [Theory, MemberData(nameof(Cases))]
    public void What_matches_also_matches_without_its_deep_parts(string text, bool expected)
    {
        var filter = FilterParser.Parse(text);
        var relaxed = FilterParts.Relax(filter);
        var (shallow, deep) = FilterParts.Split(filter);

        Assert.False(FilterParts.IsDeep(relaxed));
        Assert.False(FilterParts.IsDeep(shallow));
        Assert.True(!expected || FilterEvaluator.Matches(relaxed, Event, Record));
        Assert.Equal(expected, FilterEvaluator.Matches(shallow, Event, Record) && FilterEvaluator.Matches(deep, Event, Record));
    }

    [Theory]
    [InlineData("service:ecr req.a:1", "service:ecr")]
    [InlineData("service:ecr OR req.a:1", "")]
    [InlineData("-req.a:1", "")]
    [InlineData("service:ecr -(action:PutImage req.a:1)", "service:ecr")]
    [InlineData("-(action:PutImage OR req.a:1)", "-action:PutImage")]
    [InlineData("-(action:PutImage OR -(region:x OR -requestId:1))", "-action:PutImage")]
    [InlineData("service:ecr region:x", "service:ecr region:x")]
    public void A_relaxed_filter_keeps_what_it_can(string text, string expected) =>
        Assert.Equal(expected, FilterParts.Relax(FilterParser.Parse(text)).ToString());

    [Fact]
    public void Deep_fields_have_no_values_without_a_record()
    {
        Assert.False(FilterEvaluator.Matches(FilterParser.Parse("req.repositoryName:*"), Event, default));
        Assert.False(FilterEvaluator.Matches(FilterParser.Parse("requestId:*"), Event, default));
    }

    [Fact]
    public void The_id_of_a_request_is_taken_from_the_event_where_it_is_known() =>
        Assert.True(FilterEvaluator.Matches(FilterParser.Parse("requestId:known"), Event with { RequestId = "known" }, Record));

    [Fact]
    public void Missing_sides_of_a_record_have_no_values()
    {
        foreach (var json in new[] { "{}", """{"requestParameters":null}""", """{"requestParameters":""}""", """{"requestParameters":[]}""" })
        {
            Assert.False(FilterEvaluator.Matches(FilterParser.Parse("req.a:*"), Event, Encoding.UTF8.GetBytes(json)), json);
        }
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "010.001.002.003", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "012.1.2.3", false)]
    [InlineData("10.0.0.0/8", "10", false)]
    [InlineData("0.0.0.0/0", "1", false)]
    [InlineData("0.0.0.0/0", "0x7f.0.0.1", false)]
    [InlineData("0.0.0.0/0", "1.2.3.4.5", false)]
    [InlineData("0.0.0.0/0", "1.2.3.", false)]
    [InlineData("0.0.0.0/0", "256.2.3.4", false)]
    [InlineData("0.0.0.0/0", "AWS Internal", false)]
    [InlineData("0.0.0.0/0", "cloudtrail.amazonaws.com", false)]
    [InlineData("2001:db8::/32", "2001:DB8:1::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("::/0", "[::1]:80", false)]
    [InlineData("203.0.113.128/25", "203.0.113.127", false)]
    [InlineData("203.0.113.128/25", "203.0.113.128", true)]
    public void Networks_hold_addresses_and_nothing_else(string network, string address, bool expected) =>
        Assert.Equal(expected, FilterEvaluator.Matches(FilterParser.Parse($"ip:{network}"), Event with { Address = address }, default));
}
