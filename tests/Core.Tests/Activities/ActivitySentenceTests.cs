using TrailBoard.Core.Activities;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using Xunit.Abstractions;

namespace TrailBoard.Core.Tests.Activities;

/// <summary>What the demo month's activities say.</summary>
public sealed class ActivitySentenceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_day_reads_as_people_would_tell_it()
    {
        var told = await ToldAsync(DemoEvents.End.AddDays(-2), DemoEvents.End);
        string[] expected =
        [
            "github-publish (GitHubActions-18890064886) pushed shop/storefront:4.15.3 (9 layers, 293 MB) in 23 s",
            "github-deploy (GitHubActions-18890064886) deployed service staging/storefront to storefront:55 (image shop/storefront:4.15.3) from 192.0.2.188",
            "jonas.lindqvist@harborlane.example (PlatformAdmin) created service preview-21/storefront from 198.51.100.17",
            "jonas.lindqvist@harborlane.example (PlatformAdmin) started pipeline base-dotnet for image base-dotnet 1.4.355, build 1 from 198.51.100.17",
            "imagebuilder-instance (instance i-8ff6ebb6d9b2d1f20) pushed base/base-dotnet:1.4.30 (4 layers, 53 MB) in 9 s",
            "lena.fischer@harborlane.example (Developer) opened a shell in staging/884365d4 from 198.51.100.84",
            "sam.whitaker@harborlane.example (Developer) ran task staging/20307cad of notifier:60 from 203.0.113.24",
            "ecs-execution pulled from shop/storefront, platform/notifier and shop/checkout-api 5 times",
            "lena.fischer@harborlane.example (Developer) signed in and looked around in ECR, ECR Public, ECS and 2 more (21 calls) from 198.51.100.84",
            "10 services and machines made routine calls to ECS, kms, ec2 and 7 more (73 calls)",
            "27 callers took roles 55 times",
            "AWS Internal expired images of platform/edge-auth and shop/checkout-api",
            "tomas.novak@harborlane.example (Developer) changed API berimz7yrl (2 calls) from 203.0.113.24",
            "diego.marquez@harborlane.example (Developer) tried to pass role ecs-execution from 203.0.113.24; denied: AccessDenied",
        ];
        Assert.Empty(expected.Except(told));
    }

    [Fact]
    public async Task The_incident_reads_as_a_story()
    {
        var incident = new DemoTrail(DemoTrail.DefaultEvents, 1, DemoEvents.End).Incident!;
        var told = await ToldAsync(incident.Begin.AddMinutes(-1), incident.End.AddMinutes(1));
        string[] expected =
        [
            "jenkins-legacy deleted repository legacy/billing-batch from 198.18.7.66",
            "jenkins-legacy tried to stop logging of trail organization from 198.18.7.66; denied: AccessDenied",
            "jenkins-legacy assumed role ecs-deploy from 198.18.7.66",
        ];
        Assert.Empty(expected.Except(told));
        Assert.Contains(told, sentence => sentence.StartsWith("jenkins-legacy pushed shop/checkout-api:", StringComparison.Ordinal));
        Assert.Contains(told, sentence => sentence.StartsWith("ecs-deploy (ci) deployed service prod/checkout-api to checkout-api:9", StringComparison.Ordinal));
        Assert.Contains(told, sentence => sentence.StartsWith("ecs-deploy (ci) opened a shell in prod/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_filter_keeps_out_has_no_part_in_a_sentence()
    {
        var told = await ToldAsync(DemoEvents.End.AddDays(-2), DemoEvents.End, "action:CompleteLayerUpload session:GitHubActions-18890064886");
        Assert.Equal(["github-publish (GitHubActions-18890064886) uploaded layers to shop/storefront (3 layers, no image)"], told);
    }

    [Theory]
    [InlineData("", "(2 layers uploaded)")]
    [InlineData("not json", "(2 layers uploaded)")]
    [InlineData("[]", "(2 layers uploaded)")]
    [InlineData("""{"manifests":[{"size":5}]}""", "(2 layers uploaded)")]
    [InlineData("""{"layers":[{"size":1500000},{"size":"9"},{"size":-1},{"size":1e40},7]}""", "(5 layers, 1 MB)")]
    public async Task A_manifest_that_is_none_takes_only_its_own_words_away(string manifest, string words)
    {
        var request = $"\"repositoryName\":\"team/api\",\"imageTag\":\"v1\",\"imageManifest\":{System.Text.Json.JsonSerializer.Serialize(manifest)}";
        var json = Some.Record(3).Replace("\"repositoryName\":\"team/api\"", request, StringComparison.Ordinal);
        var row = await OnlyAsync(Some.Record(1, action: "CompleteLayerUpload"), Some.Record(2, action: "CompleteLayerUpload"), json);
        Assert.Equal($"alice pushed team/api:v1 {words} from 203.0.113.7", row.Sentence.ToString());
        Assert.Equal("team/api", row.Sentence.Resource);
    }

    [Fact]
    public async Task Layers_that_were_only_asked_for_are_not_said_to_be_uploaded()
    {
        var row = await OnlyAsync(Some.Record(1, action: "BatchCheckLayerAvailability"), Some.Record(2, action: "BatchCheckLayerAvailability"));
        Assert.Equal("alice checked which layers exist in team/api 2 times from 203.0.113.7", row.Sentence.ToString());
    }

    [Fact]
    public async Task Layers_that_were_only_begun_are_not_said_to_be_uploaded()
    {
        var row = await OnlyAsync(Some.Record(1, action: "InitiateLayerUpload"), Some.Record(2, action: "UploadLayerPart"));
        Assert.Equal("alice began to upload layers to team/api (none to its end) from 203.0.113.7", row.Sentence.ToString());
    }

    [Theory]
    [InlineData("alice pushed team/api:v2 and 1 more tag from 203.0.113.7", "v1", "v2")]
    [InlineData("alice pushed team/api:v1 in 3 manifests from 203.0.113.7", "", "", "v1")]
    [InlineData("alice pushed team/api in 2 manifests from 203.0.113.7", "", "")]
    public async Task What_more_was_pushed_is_said_to_be_tags_or_manifests(string told, params string[] tags)
    {
        var row = await OnlyAsync([.. tags.Select((tag, i) => tag.Length == 0 ? Some.Record(i) : Some.Record(i)
            .Replace("\"repositoryName\":\"team/api\"", $"\"repositoryName\":\"team/api\",\"imageTag\":\"{tag}\"", StringComparison.Ordinal))]);
        Assert.Equal(told, row.Sentence.ToString());
    }

    [Fact]
    public async Task Several_tasks_that_were_run_are_not_told_by_the_name_of_one()
    {
        string Run(int number) => Some.Record(number, action: "RunTask").Replace("ecr.amazonaws.com", "ecs.amazonaws.com", StringComparison.Ordinal)
            .Replace("{\"repositoryName\":\"team/api\"}", "{\"taskDefinition\":\"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7\"}", StringComparison.Ordinal)
            .Replace("\"responseElements\":null", $"\"responseElements\":{{\"tasks\":[{{\"taskArn\":\"arn:aws:ecs:eu-west-1:111122223333:task/prod/{number:d32}\"}}]}}", StringComparison.Ordinal);
        Assert.Equal("alice ran task of web:7 2 times from 203.0.113.7", (await OnlyAsync(Run(1), Run(2))).Sentence.ToString());
        Assert.StartsWith("alice ran task prod/00000000 of web:7", (await OnlyAsync(Run(1))).Sentence.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_of_two_APIs_are_not_told_as_changes_of_one()
    {
        string Change(int number, string api) => Some.Record(number, action: "PutMethod").Replace("ecr.amazonaws.com", "apigateway.amazonaws.com", StringComparison.Ordinal)
            .Replace("{\"repositoryName\":\"team/api\"}", $"{{\"restApiId\":\"{api}\"}}", StringComparison.Ordinal);
        Assert.Equal("alice changed APIs a1 and b2 (3 calls) from 203.0.113.7", (await OnlyAsync(Change(1, "a1"), Change(2, "b2"), Change(3, "a1"))).Sentence.ToString());
    }

    [Fact]
    public async Task Pulls_from_several_repositories_have_no_one_resource()
    {
        var row = await OnlyAsync(Some.Record(1, action: "BatchGetImage"), Some.Record(2, action: "BatchGetImage").Replace("team/api", "team/web", StringComparison.Ordinal));
        Assert.Equal("alice pulled from team/api and team/web 2 times from 203.0.113.7", row.Sentence.ToString());
        Assert.Null(row.Sentence.Resource);
        Assert.Equal("team/web", (await OnlyAsync(Some.Record(2, action: "BatchGetImage").Replace("team/api", "team/web", StringComparison.Ordinal))).Sentence.Resource);
    }

    private static async Task<ActivityRow> OnlyAsync(params string[] records)
    {
        var page = await new ActivityQueries(new ListedQueries(records.Select(Stored))).PageAsync(EventQuery.All, after: null, 5, CancellationToken.None);
        return Assert.Single(page.Rows);
    }

    private static StoredEvent Stored(string json)
    {
        var record = Some.Read(json);
        return new(Some.Place(record.Event.Time, record.ContentHash), record.Event, record.Json);
    }

    private async Task<List<string>> ToldAsync(DateTimeOffset from, DateTimeOffset to, string text = "")
    {
        Assert.True(FilterParser.TryParse(text, out var filter, out var mistake), mistake?.Message);
        var events = (await DemoEvents.Default.Value).Where(stored => stored.Event.Time >= from.AddDays(-1));
        var page = await new ActivityQueries(new ListedQueries(events)).PageAsync(new(filter, new(from, to)), after: null, 1_000, CancellationToken.None);
        Assert.Null(page.Next);
        var told = page.Rows.Select(row => row.Sentence.ToString()).ToList();
        output.WriteLine(string.Join('\n', told));
        return told;
    }
}
