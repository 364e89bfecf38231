using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Core.Views;
using Xunit.Abstractions;

namespace TrailBoard.Core.Tests.Demo;

public sealed partial class DemoTrailTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset End = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<Task<List<JsonElement>>> Default = new(() => ReadAsync(new DemoTrail(DemoTrail.DefaultEvents, 1, End)));

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(1000)]
    [InlineData(6001)]
    public async Task A_month_holds_exactly_the_events_asked_for(int events)
    {
        var trail = new DemoTrail(events, 7, End);
        var records = await ReadAsync(trail);
        Assert.Equal(events + trail.Duplicates, records.Count);
        Assert.Equal(events, records.Select(Id).Distinct().Count());
        Assert.Equal(events / 1000, trail.Duplicates);
    }

    [Fact]
    public async Task The_default_month_shows_all_five_services_and_their_surroundings()
    {
        var counts = (await Default.Value).DistinctBy(Id).CountBy(record => ContainerServices.ShortName(Text(record, "eventSource"))).ToDictionary();
        output.WriteLine(string.Join(", ", counts.OrderByDescending(count => count.Value).Select(count => $"{count.Key} {count.Value}")));
        Assert.Equal(DemoTrail.DefaultEvents, counts.Values.Sum());
        Assert.True(counts["ecr"] > 4000);
        Assert.True(counts["ecs"] > 3000);
        Assert.True(counts["imagebuilder"] > 800);
        Assert.True(counts["apigateway"] > 800);
        Assert.True(counts["ecr-public"] > 100);
        Assert.All(new[] { "sts", "iam", "kms", "logs", "ec2", "signin", "secretsmanager", "ssm" }, service => Assert.True(counts[service] > 0));
    }

    [Fact]
    public async Task Every_container_action_of_the_month_exists()
    {
        var actions = (await Default.Value)
            .Where(record => ContainerServices.Find(Text(record, "eventSource")) is not null)
            .Select(record => (Service: Text(record, "eventSource"), Action: Text(record, "eventName"))).Distinct().ToList();
        Assert.True(actions.Count > 60);
        Assert.All(actions, action => Assert.True(ContainerActions.Find(action.Service, action.Action)!.IsCatalogued, action.Action));
    }

    [Fact]
    public async Task The_same_arguments_give_the_same_bytes_in_any_order()
    {
        var first = await FilesAsync(new DemoTrail(1500, 3, End));
        var second = await FilesAsync(new DemoTrail(1500, 3, End), backwards: true);
        Assert.NotEmpty(first);
        Assert.Equal(first.Keys.Order(StringComparer.Ordinal), second.Keys.Order(StringComparer.Ordinal));
        Assert.All(first, file => Assert.Equal(file.Value, second[file.Key]));
        var other = await FilesAsync(new DemoTrail(1500, 4, End));
        Assert.NotEqual(first.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_file_lies_where_its_records_say()
    {
        var files = await FilesAsync(new DemoTrail(5000, 1, End));
        Assert.NotEmpty(files);
        foreach (var (name, bytes) in files)
        {
            var match = Key().Match(name);
            Assert.True(match.Success, name);
            Assert.NotEmpty(bytes);
            Assert.All(Parse(bytes), record =>
            {
                Assert.Equal(match.Groups["account"].Value, Text(record, "recipientAccountId"));
                Assert.Equal(match.Groups["region"].Value, Text(record, "awsRegion"));
            });
        }
    }

    [Fact]
    public async Task Times_lie_in_the_month_and_not_always_in_order()
    {
        var trail = new DemoTrail(5000, 1, End);
        var files = (await FilesAsync(trail)).Values.Select(bytes => Parse(bytes).Select(Time).ToList()).ToList();
        Assert.All(files.SelectMany(times => times), time => Assert.InRange(time, trail.Begin, trail.End.AddSeconds(-1)));
        Assert.InRange(files.Count(times => !times.SequenceEqual(times.Order())), 1, files.Count / 2);
    }

    [Fact]
    public async Task People_work_by_day_and_machines_at_any_hour()
    {
        var records = await Default.Value;
        Assert.All(records.Where(record => record.GetProperty("userIdentity").TryGetProperty("arn", out var arn) && arn.GetString()!.Contains("AWSReservedSSO_", StringComparison.Ordinal)),
            record => Assert.True(Time(record).Hour is >= 7 and < 19 && Time(record).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday), record.GetRawText()));
        Assert.True(records.Count(record => Time(record).DayOfWeek is DayOfWeek.Sunday) > 100);
        var hours = records.CountBy(record => Time(record).Hour).ToDictionary();
        Assert.True(hours[10] > 3 * hours[22]);
    }

    [Fact]
    public async Task Every_pushed_image_has_the_digest_of_its_manifest()
    {
        var pushes = (await Default.Value).Where(record => Text(record, "eventName") == "PutImage").ToList();
        Assert.True(pushes.Count > 50);
        foreach (var push in pushes)
        {
            var manifest = push.GetProperty("requestParameters").GetProperty("imageManifest").GetString()!;
            var digest = "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(manifest)));
            Assert.Equal(digest, push.GetProperty("responseElements").GetProperty("image").GetProperty("imageId").GetProperty("imageDigest").GetString());
            Assert.Equal("AWS Internal", Text(push, "sourceIPAddress"));
        }
    }

    [Fact]
    public async Task Every_CI_session_goes_back_to_the_token_that_it_came_from()
    {
        var records = await Default.Value;
        var issued = records.Where(record => Text(record, "eventName").StartsWith("AssumeRole", StringComparison.Ordinal))
            .Select(record => record.GetProperty("responseElements").GetProperty("credentials").GetProperty("accessKeyId").GetString()).ToHashSet();
        var jobs = records.Select(record => record.GetProperty("userIdentity"))
            .Where(identity => identity.TryGetProperty("arn", out var arn) && arn.GetString()!.Contains("/GitHubActions-", StringComparison.Ordinal)).ToList();
        Assert.True(jobs.Count > 1000);
        Assert.All(jobs, identity => Assert.Contains(identity.GetProperty("accessKeyId").GetString(), issued));
    }

    [Fact]
    public async Task The_facts_agree_with_the_records()
    {
        var trail = new DemoTrail(DemoTrail.DefaultEvents, 1, End);
        var records = await Default.Value;
        var digests = records.Where(record => Text(record, "eventName") == "PutImage")
            .Select(record => record.GetProperty("responseElements").GetProperty("image").GetProperty("imageId").GetProperty("imageDigest").GetString()).ToHashSet();
        var facts = trail.Facts;
        Assert.True(facts.OfType<DemoFact.ServiceRan>().Count() > 50);
        Assert.True(facts.OfType<DemoFact.ImagePushed>().Count() > 50);
        Assert.All(facts.OfType<DemoFact.ImagePushed>(), push => Assert.Contains(push.Digest, digests));
        var keys = records.Where(record => Text(record, "eventSource") == "sts.amazonaws.com").Select(record => record.GetRawText()).ToList();
        Assert.All(facts.OfType<DemoFact.RoleTaken>().Take(40), taken => Assert.Contains(keys, record => record.Contains(taken.AccessKey, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_incident_is_small_and_can_be_found()
    {
        var incident = new DemoTrail(DemoTrail.DefaultEvents, 1, End).Incident!;
        var records = (await Default.Value).DistinctBy(Id).ToDictionary(Id);
        Assert.InRange(incident.EventIds.Count, 20, 45);
        Assert.All(incident.EventIds, id => Assert.InRange(Time(records[id]), incident.Begin, incident.End));
        var told = incident.EventIds.Select(id => Text(records[id], "eventName")).ToList();
        string[] steps = ["GetCallerIdentity", "ListSecrets", "DescribeRepositories", "BatchGetImage", "PutImage", "AssumeRole", "UpdateService", "ExecuteCommand", "GetSecretValue", "StopLogging", "DeleteRepository"];
        Assert.Equal(steps, steps.Where(told.Contains).OrderBy(told.IndexOf));
        var fromAddress = records.Values.Where(record => Text(record, "sourceIPAddress") == incident.Address).Select(Id).ToList();
        Assert.True(fromAddress.Count > 10);
        Assert.Empty(fromAddress.Except(incident.EventIds));
        Assert.True(records.Values.Count(record => record.TryGetProperty("errorCode", out _) && incident.EventIds.Contains(Id(record))) >= 4);
        // The key alone does not tell: the old server uses it by day.
        Assert.Contains(records.Values, record => record.GetRawText().Contains(incident.AccessKey, StringComparison.Ordinal) && !incident.EventIds.Contains(Id(record)));
    }

    [Fact]
    public async Task Some_calls_fail_and_some_are_denied()
    {
        var errors = (await Default.Value).Where(record => record.TryGetProperty("errorCode", out _)).CountBy(record => Text(record, "errorCode")).ToDictionary();
        output.WriteLine(string.Join(", ", errors));
        Assert.True(errors["AccessDenied"] > 20);
        Assert.True(errors["ImageNotFoundException"] > 5);
        Assert.InRange(errors.Values.Sum(), 50, 1000);
    }

    [Fact]
    public async Task A_month_may_end_at_any_time()
    {
        var trail = new DemoTrail(3000, 2, new(2026, 2, 17, 13, 37, 5, TimeSpan.FromHours(2)));
        var records = await ReadAsync(trail);
        Assert.Equal(3003, records.Count);
        Assert.All(records, record => Assert.InRange(Time(record), trail.Begin, trail.End));
        Assert.Equal(End, new DemoTrail(new FixedTime(End.AddHours(7))).End);
    }

    [Fact]
    public async Task The_reader_refuses_nothing_and_every_event_reads_as_a_sentence()
    {
        var reader = new TrailRecordReader(new FixedTime(End), new KeptThings());
        var sentences = new List<string>();
        foreach (var json in await Default.Value)
        {
            Assert.True(reader.TryRead(System.Text.Encoding.UTF8.GetBytes(json.GetRawText()), 0, 0, out var record, out var rejection), rejection?.Message);
            var sentence = EventSentence.Of(record.Event);
            Assert.NotEqual(EventVerb.Other, sentence.Verb);
            Assert.NotEqual("somebody unknown", sentence.Who.Text);
            sentences.Add(sentence.ToString());
        }

        Assert.Equal(DemoTrail.DefaultEvents + 20, sentences.Count);
        Assert.Contains("ecs-deploy (ci) updated service prod/checkout-api from 198.18.7.66", sentences);
        Assert.Contains("jenkins-legacy tried to stop logging of trail organization from 198.18.7.66; denied: AccessDenied", sentences);
        Assert.Contains("jenkins-legacy deleted repository legacy/billing-batch from 198.18.7.66", sentences);
    }

    [Fact]
    public void A_month_without_events_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new DemoTrail(0, 1, End));

    internal static async Task<List<TrailObject>> ListAsync(DemoTrail trail)
    {
        var objects = new List<TrailObject>();
        await foreach (var trailObject in trail.ListAsync(CancellationToken.None))
        {
            objects.Add(trailObject);
        }

        return objects;
    }

    private static async Task<Dictionary<string, byte[]>> FilesAsync(DemoTrail trail, bool backwards = false)
    {
        var objects = await ListAsync(trail);
        if (backwards)
        {
            objects.Reverse();
        }

        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var trailObject in objects)
        {
            await using var stream = await trailObject.OpenAsync(CancellationToken.None);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            files.Add(trailObject.Name, bytes.ToArray());
        }

        return files;
    }

    private static async Task<List<JsonElement>> ReadAsync(DemoTrail trail) => [.. (await FilesAsync(trail)).Values.SelectMany(Parse)];

    private static IEnumerable<JsonElement> Parse(byte[] file)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(gzip);
        return [.. document.RootElement.GetProperty("Records").EnumerateArray().Select(record => record.Clone())];
    }

    private static string Text(JsonElement record, string name) => record.GetProperty(name).GetString()!;

    private static string Id(JsonElement record) => Text(record, "eventID");

    private static DateTimeOffset Time(JsonElement record) => record.GetProperty("eventTime").GetDateTimeOffset();

    [GeneratedRegex(@"^AWSLogs/(?<account>\d{12})/CloudTrail/(?<region>[a-z0-9-]+)/\d{4}/\d\d/\d\d/\k<account>_CloudTrail_\k<region>_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
