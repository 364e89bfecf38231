using Amazon;
using Amazon.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources;
using TrailBoard.Data.Sources.Lookup;
using TrailBoard.Tests.Aws;

namespace TrailBoard.Tests;

/// <summary>
/// A process of its own that imports three ways into one store, side by side as the program does, and can be killed. Only its clock
/// is not the program's: LookupEvents allows two calls a second, and ninety days would take minutes.
/// </summary>
internal static class ThreeWaysImporter
{
    public const string Ready = "ready";

    /// <summary>Imports until no source has anything new: folder of the store, and the addresses of CloudTrail, S3 and SQS.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var folder, var cloudTrail, var bucket, var queue])
        {
            await Console.Error.WriteLineAsync("This is a test assembly: run it with dotnet test.");
            return 2;
        }

        var time = new SkippingTime(ThreeWaysTrail.Now);
        using var store = new TestStore(folder, time: time);
        await store.Setup.PrepareAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(Ready);
        using var listed = Listed(new Uri(bucket));
        using var announced = Announced(new Uri(queue), new Uri(bucket));
        await Task.WhenAll(
            UntilNothingIsNewAsync(store, Asked(cloudTrail, store, time)),
            UntilNothingIsNewAsync(store, listed),
            UntilNothingIsNewAsync(store, announced));
        return 0;
    }

    private static LookupEventsSource Asked(string url, TestStore store, TimeProvider time) => new(
        new SourceOptions { Name = "asked", Type = SourceType.LookupEvents, Endpoint = url, RoleArns = ThreeWaysTrail.Roles, Regions = ThreeWaysTrail.Regions },
        store.Ledger,
        new LookupPacer(time),
        time);

    private static S3Source Listed(Uri url) => new(
        new SourceOptions { Name = "listed", Type = SourceType.S3, Bucket = "trails", Prefix = ThreeWaysTrail.Listed },
        () => Bucket("trails", url),
        new ManualTime(ThreeWaysTrail.Now));

    private static QueueSource Announced(Uri queue, Uri bucket) => new(
        new SourceOptions { Name = "announced", Type = SourceType.Queue, QueueUrl = new Uri(queue, "111122223333/trails").ToString(), AllowedBuckets = ["trails"] },
        () => new QueueAccess(Session(queue).Sqs("eu-west-1"), name => Bucket(name, bucket)),
        new ManualTime(ThreeWaysTrail.Now),
        NullLogger.Instance,
        QueuePatience.Default);

    private static S3Bucket Bucket(string name, Uri url) =>
        new(name, Session(url).S3, "eu-west-1", TimeProvider.System, S3Patience.Default with { Pause = TimeSpan.FromMilliseconds(20) });

    private static AwsSession Session(Uri url) => new(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), null, RegionEndpoint.EUWest1, url);

    /// <summary>Pass after pass, as the program does, but without the pauses between them.</summary>
    private static async Task UntilNothingIsNewAsync(TestStore store, ITrailSource source)
    {
        using var feed = new ImportFeed(TimeProvider.System);
        var run = new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(store.Time), feed, new ImportOptions { Readers = 4 }, store.Time);
        ImportProgress progress;
        do
        {
            var summary = await run.RunAsync(source, "test", null, CancellationToken.None);
            progress = summary.Progress;
            var failed = summary.Notable.Where(outcome => outcome.State is ObjectState.Failed or ObjectState.Quarantined).Select(outcome => $"{outcome.Name}: {outcome.Reason}");
            await Console.Out.WriteLineAsync($"{progress.Label}: {progress.Counts} {progress.Error} {string.Join("; ", failed)}");
        }
        while (progress.Error is not null || progress.FilesFailed > 0 || progress.Counts.Stored > 0);
    }
}
