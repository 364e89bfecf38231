using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using Xunit.Abstractions;

namespace TrailBoard.Tests;

/// <summary>The program as people run it, on an organisation of three accounts in three regions, at a server that is not ours.</summary>
public sealed class OrganizationProgramTests(ITestOutputHelper output) : IDisposable
{
    private const string Bucket = "harborlane-organization";
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(5);
    private static readonly string[] Accounts = ["111122223333", "444455556666", "777788889999"];
    private static readonly string[] Regions = ["eu-west-1", "us-east-1", "ap-southeast-2"];

    private readonly ConcurrentQueue<string?> _said = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-organization-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Three_accounts_in_three_regions_and_what_is_announced_in_three_ways_while_the_program_runs_equal_the_plain_files()
    {
        await using var moto = await MotoServer.StartAsync();
        if (moto is null)
        {
            output.WriteLine("moto_server is not on PATH: nothing was tested.");
            return;
        }

        var files = Files().ToList();
        using var plain = await TestStore.CreateAsync(time: TimeProvider.System);
        await ImportAsync(plain, files);
        var all = plain.Number("SELECT count(*) FROM events");
        Assert.Equal(files.Count * 15, all);

        using var s3 = moto.Session().S3(MotoServer.Region);
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket, UseClientRegion = false });
        var (early, late) = (files.Where((_, number) => number % 3 > 0).ToList(), files.Where((_, number) => number % 3 == 0).ToList());
        await PutAsync(s3, early);
        var topic = await moto.CallAsync("sns", "TopicArn", ("Action", "CreateTopic"), ("Name", "organization"));
        var wrapped = await QueueAsync(moto, "wrapped");
        var raw = await QueueAsync(moto, "raw");
        var events = await QueueAsync(moto, "events");
        await SubscribeAsync(moto, topic, "wrapped");
        await SubscribeAsync(moto, topic, "raw", ("Attributes.entry.1.key", "RawMessageDelivery"), ("Attributes.entry.1.value", "true"));
        await s3.PutBucketNotificationAsync(new PutBucketNotificationRequest
        {
            BucketName = Bucket,
            QueueConfigurations = [new QueueConfiguration { Queue = ArnOf("events"), Events = [EventType.ObjectCreatedAll] }],
        });

        using var program = Start(moto, ("wrapped", wrapped), ("raw", raw), ("events", events));
        using var store = new TestStore(_folder);
        try
        {
            await UntilAsync(() => File.Exists(store.File.Path) && Exists(store) && store.Number("SELECT count(*) FROM events") > 0, program, () => "the first events");
            foreach (var batch in late.Chunk(4))
            {
                await PutAsync(s3, batch);
                var message = JsonSerializer.Serialize(new { s3Bucket = Bucket, s3ObjectKey = batch.Select(file => file.Key) });
                await moto.CallAsync("sns", "MessageId", ("Action", "Publish"), ("TopicArn", topic), ("Message", message));
            }

            foreach (var source in (string[])["wrapped", "raw", "events"])
            {
                await UntilAsync(() => Done(store, source) == late.Count, program, () => $"{source}: {Done(store, source)} of {late.Count}");
            }

            await UntilAsync(() => Done(store, "bucket") >= early.Count, program, () => $"the bucket: {Done(store, "bucket")} of {early.Count}");
        }
        finally
        {
            using var terminate = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]);
            await terminate.WaitForExitAsync();
            await program.WaitForExitAsync().WaitAsync(Enough);
        }

        Assert.Equal(all, store.Number("SELECT count(*) FROM events"));
        Assert.Equal(await plain.DumpAsync(), await store.DumpAsync());
        Assert.Equal(store.Number("SELECT sum(duplicates) FROM objects"), store.Number("SELECT count(*) FROM sightings"));
    }

    /// <summary>Two files a day of each account and region, for four days; every event once.</summary>
    private static IEnumerable<OrganizationFile> Files()
    {
        var number = 0;
        foreach (var account in Accounts)
        {
            foreach (var region in Regions)
            {
                for (var part = 0; part < 8; part++)
                {
                    var day = $"2026/10/{10 + (part / 2)}";
                    var records = Some.Records(15, i => Some
                        .Record(++number, $"{day.Replace('/', '-')}T{part:d2}:00:{i:d2}Z")
                        .Replace("111122223333", account, StringComparison.Ordinal)
                        .Replace("eu-west-1", region, StringComparison.Ordinal));
                    yield return new OrganizationFile(FakeS3.Key(part, account, region, day, root: "AWSLogs/o-harborlane/"), FakeS3.Gzip(records));
                }
            }
        }
    }

    private static string ArnOf(string queue) => $"arn:aws:sqs:{MotoServer.Region}:{MotoServer.Account}:{queue}";

    private static Task<string> QueueAsync(MotoServer moto, string name) => moto.CallAsync("sqs", "QueueUrl", ("Action", "CreateQueue"), ("QueueName", name));

    private static Task<string> SubscribeAsync(MotoServer moto, string topic, string queue, params (string Name, string Value)[] attributes) => moto.CallAsync(
        "sns", "SubscriptionArn", [("Action", "Subscribe"), ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", ArnOf(queue)), .. attributes]);

    private static async Task PutAsync(IAmazonS3 s3, IEnumerable<OrganizationFile> files)
    {
        foreach (var file in files)
        {
            using var body = new MemoryStream(file.Body);
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = file.Key, InputStream = body });
        }
    }

    private static async Task ImportAsync(TestStore store, IReadOnlyList<OrganizationFile> files)
    {
        using var feed = new ImportFeed(TimeProvider.System);
        var run = new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(TimeProvider.System), feed, new ImportOptions { Readers = 2 }, TimeProvider.System);
        var summary = await run.RunAsync(new Plain(files), "test", null, CancellationToken.None);
        Assert.Equal((null, 0), (summary.Progress.Error, summary.Progress.FilesFailed));
    }

    private static bool Exists(TestStore store) => store.Number("SELECT count(*) FROM sqlite_master WHERE name = 'events'") == 1;

    private static long Done(TestStore store, string source) =>
        store.Number($"SELECT count(DISTINCT name) FROM objects WHERE source = '{source}' AND state = {(int)ObjectState.Done}");

    private async Task UntilAsync(Func<bool> happened, Process program, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!happened())
        {
            Assert.False(program.HasExited, $"The program ended, waiting for {what()}. It said: {string.Join('\n', _said)}");
            Assert.True(clock.Elapsed < Enough, $"Waited in vain for {what()}. The program said: {string.Join('\n', _said)}");
            await Task.Delay(50);
        }
    }

    private Process Start(MotoServer moto, params (string Name, string Url)[] queues)
    {
        // Built with this assembly, for the same configuration.
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        var dll = Repository.File(Path.Combine("src", "Web", "bin", configuration, Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "TrailBoard.Web.dll"));
        var start = new ProcessStartInfo("dotnet", [dll, "serve", "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _folder;
        start.Environment["AWS_REGION"] = MotoServer.Region;
        start.Environment["TRAILBOARD_Store__DataFolder"] = _folder;
        Set(0, ("Name", "bucket"), ("Type", "S3"), ("Bucket", Bucket));
        foreach (var (number, (name, url)) in queues.Index())
        {
            Set(number + 1, ("Name", name), ("Type", "Queue"), ("QueueUrl", url), ("AllowedBuckets", Bucket));
        }

        var program = Process.Start(start)!;
        program.OutputDataReceived += (_, line) => _said.Enqueue(line.Data);
        program.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data);
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        return program;

        void Set(int number, params (string Key, string Value)[] keys)
        {
            foreach (var (key, value) in keys.Append(("Endpoint", moto.Url.ToString())).Append(("Regions", number == 0 ? "*" : "")))
            {
                start.Environment[$"TRAILBOARD_Sources__{number}__{key}"] = value;
            }
        }
    }

    private sealed record OrganizationFile(string Key, byte[] Body);

    private sealed class Plain(IReadOnlyList<OrganizationFile> files) : ITrailSource
    {
        public string Label => "files";

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (var file in files)
            {
                yield return new MemoryObject(file.Body, name: file.Key);
            }
        }
    }
}
