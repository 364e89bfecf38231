using System.Text.Json;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>FAULTS 50 and 74 as the whole program meets them: a site with a bucket that is denied, a queue that is gone and a bucket that is well.</summary>
public sealed class SourceFaultProgramTests : IDisposable
{
    private const string NoQueue = """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}""";
    private const string Denied = "<Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/test is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::denied-trails\"</Message></Error>";

    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-faults-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fault_50_74_a_bucket_that_is_denied_and_a_queue_that_is_gone_are_said_the_other_source_goes_on_and_the_site_stays_up()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var aws = await LoopbackAws.StartAsync();
        aws.Deliver(1, Some.Record(1, "2026-10-05T12:00:00Z"));
        aws.Refuses = (service, path) => service switch
        {
            "sqs" => (400, NoQueue),
            "s3" when path.StartsWith("/denied-trails", StringComparison.Ordinal) => (403, Denied),
            _ => null,
        };
        (string, string)[] settings =
        [
            ("Sources__0__Name", "denied"), ("Sources__0__Type", "S3"), ("Sources__0__Bucket", "denied-trails"), ("Sources__0__Endpoint", aws.Url),
            ("Sources__1__Name", "gone"), ("Sources__1__Type", "Queue"), ("Sources__1__QueueUrl", $"{aws.Url}/111122223333/gone"), ("Sources__1__AllowedBuckets", "trails"), ("Sources__1__Endpoint", aws.Url),
            ("Sources__2__Name", "good"), ("Sources__2__Type", "S3"), ("Sources__2__Bucket", "trails"), ("Sources__2__Endpoint", aws.Url),
        ];

        await using var site = ProgramProcess.Start(_folder, settings, "serve", "--urls", "http://127.0.0.1:0");
        var sources = await SettledAsync(settings);

        Assert.Contains("the credentials need s3:ListBucket on arn:aws:s3:::denied-trails", Text(sources["denied"], "lastError"), StringComparison.Ordinal);
        Assert.Contains($"There is no queue {aws.Url}/111122223333/gone.", Text(sources["gone"], "lastError"), StringComparison.Ordinal);
        Assert.All([sources["denied"], sources["gone"]], source =>
        {
            Assert.Null(Text(source, "lastSuccess"));
            Assert.InRange(source.GetProperty("nextTry").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddMinutes(-15), TimeProvider.System.GetUtcNow().AddMinutes(15));
        });
        Assert.Equal((null, "waiting"), (Text(sources["good"], "lastError"), Text(sources["good"], "state")));

        // Nobody but this ends it.
        await site.TerminateAsync();
        var (exit, output, error) = await site.EndAsync();
        Assert.True(exit == 0, error + output);
    }

    /// <summary>The sources when each has run.</summary>
    private async Task<Dictionary<string, JsonElement>> SettledAsync((string, string)[] settings)
    {
        Dictionary<string, JsonElement> sources = [];
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var (exit, lines, error) = await ProgramProcess.RunAsync(_folder, settings, "sources", "--json");
            Assert.True(exit == 0, error);
            sources = lines.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(source => Text(source, "name")!);
            if (sources.Values.All(source => Text(source, "runBy") is null && (Text(source, "lastError") ?? Text(source, "lastSuccess")) is not null))
            {
                return sources;
            }

            await Task.Delay(500);
        }

        throw new TimeoutException($"Not all have run: {string.Join(Environment.NewLine, sources.Values)}");
    }

    private static string? Text(JsonElement json, string key) => json.GetProperty(key).GetString();
}
