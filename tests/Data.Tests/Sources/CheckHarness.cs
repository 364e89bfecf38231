using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources.Checks;
using TrailBoard.Data.Sources.Lookup;
using TrailBoard.Tests.Aws;

namespace TrailBoard.Tests;

/// <summary>One address for STS, CloudTrail, S3 and SQS, as a source's Endpoint is one; STS is here, the others are the fakes that sources are tested with.</summary>
internal sealed class CheckHarness : IAsyncDisposable
{
    public const string Bucket = "example-trails";

    private readonly TimeProvider _time;
    private Loopback? _server;

    private CheckHarness(FakeCloudTrail trail, FakeS3 s3, FakeSqs sqs, TimeProvider time) => (Trail, S3, Sqs, _time) = (trail, s3, sqs, time);

    public FakeCloudTrail Trail { get; }

    public FakeS3 S3 { get; }

    public FakeSqs Sqs { get; }

    /// <summary>Told of each call to STS: its action and the role. What it gives is the error that is answered.</summary>
    public Func<string, string, LookupFault?> RefuseSts { get; set; } = (_, _) => null;

    /// <summary>A service that takes requests and never answers, or null.</summary>
    public string? Hangs { get; set; }

    /// <summary>Done when a request hangs.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Url => _server!.Url;

    public static async Task<CheckHarness> StartAsync(TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var harness = new CheckHarness(await FakeCloudTrail.StartAsync(time, []), await FakeS3.StartAsync(), await FakeSqs.StartAsync(time), time);
        harness._server = await Loopback.StartAsync(harness.AnswerAsync);
        return harness;
    }

    public SourceOptions Lookup(params string[] regions) => new() { Name = "lookup", Type = SourceType.LookupEvents, Endpoint = Url, Regions = regions.Length > 0 ? regions : ["eu-west-1"] };

    public SourceOptions Trails(string prefix = "") => new() { Name = "trail", Type = SourceType.S3, Endpoint = Url, Bucket = Bucket, Prefix = prefix };

    public SourceOptions Queue() => new() { Name = "queue", Type = SourceType.Queue, Endpoint = Url, QueueUrl = $"{Url}/111122223333/trailboard", AllowedBuckets = [Bucket] };

    public async Task<List<SourceCheckStep>> CheckAsync(SourceOptions source, CancellationToken cancellationToken = default)
    {
        var steps = new List<SourceCheckStep>();
        await foreach (var step in new SourceChecks(new LookupPacer(_time), _time).CheckAsync(source, cancellationToken))
        {
            // Whatever goes wrong, these stand in no step.
            Assert.DoesNotContain(TestCredentials.Secret, $"{step}", StringComparison.Ordinal);
            Assert.DoesNotContain(TestCredentials.AccessKey, $"{step}", StringComparison.Ordinal);
            Assert.False(string.IsNullOrWhiteSpace(step.Sentence), step.Title);
            steps.Add(step);
        }

        return steps;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        await Trail.DisposeAsync();
        await S3.DisposeAsync();
        await Sqs.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var service = ((string?)context.Request.Headers.Authorization)?.Split("Credential=")[1].Split('/')[3] ?? "nobody";
        if (Hangs == service)
        {
            Hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        await (service switch
        {
            "sts" => StsAsync(context),
            "cloudtrail" => Trail.AnswerAsync(context),
            "sqs" => Sqs.AnswerAsync(context),
            "s3" => S3.AnswerAsync(context),
            _ => throw new InvalidOperationException($"{service} was asked."),
        });
    }

    private async Task StsAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (RefuseSts(form["Action"].ToString(), form["RoleArn"].ToString()) is not { } refused)
        {
            await Trail.AnswerAsync(context);
            return;
        }

        context.Response.Headers.Date = _time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        context.Response.StatusCode = refused.Status;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync($"<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>{refused.Code}</Code><Message>{System.Security.SecurityElement.Escape(refused.Message)}</Message></Error><RequestId>r</RequestId></ErrorResponse>");
    }
}
