using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Tests.Aws;

namespace TrailBoard.Tests;

/// <summary>The program as people run it, on the trail of an organisation of three accounts in three regions.</summary>
public sealed class OrganizationProgramTests : IDisposable
{
    private static readonly string[] Accounts = ["111122223333", "444455556666", "777788889999"];
    private static readonly string[] Regions = ["eu-west-1", "us-east-1", "ap-southeast-2"];

    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-organization-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ToolFact("moto_server")]
    public async Task At_a_public_server_an_organisation_and_what_is_announced_in_three_ways_while_the_program_runs_equal_the_plain_files()
    {
        await using var cloud = await MotoOrganization.StartAsync();
        await EqualsThePlainFilesAsync(cloud);
    }

    [Fact]
    public async Task At_our_own_server_an_organisation_and_what_is_announced_in_three_ways_while_the_program_runs_equal_the_plain_files()
    {
        await using var cloud = await LoopbackOrganization.StartAsync();
        await EqualsThePlainFilesAsync(cloud);
    }

    private async Task EqualsThePlainFilesAsync(IOrganizationCloud cloud)
    {
        var files = Files().ToList();
        using var plain = await TestStore.CreateAsync(time: TimeProvider.System);
        await ImportAsync(plain, files);
        var all = plain.Number("SELECT count(*) FROM events");
        Assert.Equal(files.Count * 15, all);

        var (early, late) = (files.Where((_, number) => number % 3 > 0).ToList(), files.Where((_, number) => number % 3 == 0).ToList());
        await cloud.PutAsync(early);
        await cloud.WatchAsync();

        await using var program = Start(cloud);
        using var store = new TestStore(_folder);
        await UntilAsync(() => File.Exists(store.File.Path) && Exists(store) && store.Number("SELECT count(*) FROM events") > 0, program, () => "the first events");
        await cloud.PublishAsync("CloudTrail validation message.");
        foreach (var batch in late.Chunk(4))
        {
            await cloud.PutAsync(batch);
            await cloud.PublishAsync(JsonSerializer.Serialize(new { s3Bucket = IOrganizationCloud.Bucket, s3ObjectKey = batch.Select(file => file.Key) }));
        }

        foreach (var source in cloud.Queues.Keys)
        {
            await UntilAsync(() => Done(store, source) == late.Count, program, () => $"{source}: {Done(store, source)} of {late.Count}");
        }

        await UntilAsync(() => Done(store, "bucket") >= early.Count, program, () => $"the bucket: {Done(store, "bucket")} of {early.Count}");
        await program.TerminateAsync();
        var (exit, output, error) = await program.EndAsync();

        Assert.True(exit == 0, output + error);
        Assert.Equal(all, store.Number("SELECT count(*) FROM events"));
        Assert.Equal(await plain.DumpAsync(), await store.DumpAsync());
        Assert.Equal(store.Number("SELECT sum(duplicates) FROM objects"), store.Number("SELECT count(*) FROM sightings"));
    }

    /// <summary>Two files a day of each account and region, for four days; every event once.</summary>
    private static IEnumerable<OrganizationFile> Files()
    {
        var number = 0;
        foreach (var (account, region) in Accounts.SelectMany(account => Regions.Select(region => (account, region))))
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

    private static async Task UntilAsync(Func<bool> happened, ProgramProcess program, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!happened())
        {
            if (program.HasEnded || clock.Elapsed > Wait.Long)
            {
                await program.TerminateAsync();
                var (exit, output, error) = await program.EndAsync();
                Assert.Fail($"Waited in vain for {what()}. The program ended with {exit} and said: {output}{error}");
            }

            await Task.Delay(50);
        }
    }

    private ProgramProcess Start(IOrganizationCloud cloud)
    {
        var settings = new List<(string, string)>();
        Add(("Name", "bucket"), ("Type", "S3"), ("Bucket", IOrganizationCloud.Bucket), ("Regions", "*"));
        foreach (var (name, url) in cloud.Queues)
        {
            Add(("Name", name), ("Type", "Queue"), ("QueueUrl", url), ("AllowedBuckets", IOrganizationCloud.Bucket), ("Regions", ""));
        }

        return ProgramProcess.Start(_folder, settings, "serve", "--urls", "http://127.0.0.1:0");

        void Add(params (string Key, string Value)[] keys)
        {
            var number = settings.Count(setting => setting.Item1.EndsWith("__Name", StringComparison.Ordinal));
            settings.AddRange(keys.Append(("Endpoint", cloud.Url.ToString())).Select(key => ($"Sources__{number}__{key.Item1}", key.Item2)));
        }
    }

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
