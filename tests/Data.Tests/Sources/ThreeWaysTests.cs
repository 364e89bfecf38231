using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using Xunit.Abstractions;

namespace TrailBoard.Tests;

/// <summary>The same ninety days three ways at once, by a process that is killed, from services that misbehave.</summary>
public sealed class ThreeWaysTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(3);

    private static readonly string[] MustGoWrong =
    [
        "ThrottlingException", "CloudTrail out of order", "expired pagination token", "expired credentials of a role", "empty page with a token",
        "SlowDown", "503 without a code", "cut body", "wrong bit at every attempt", "wrong bit", "listing refused", "expired credentials for S3",
        "throttled receive", "expired credentials for SQS", "refused deletion", "redelivered message",
    ];

    [Fact]
    public async Task Ninety_days_that_come_three_ways_at_once_from_a_bad_day_to_a_process_that_is_killed_equal_an_import_of_the_plain_files()
    {
        var trail = await ThreeWaysTrail.MakeAsync();
        using var plain = await TestStore.CreateAsync(time: new ManualTime(ThreeWaysTrail.Now));
        var files = await RunAsync(plain, trail.Files.Select(file => file.Plain));
        Assert.Equal((null, 0, trail.Files.Count), (files.Progress.Error, files.Progress.FilesFailed, files.Progress.FilesSettled));
        var all = plain.Number("SELECT count(*) FROM events");
        Assert.True(all > 4_000 && trail.ComeThreeWays.Count() > 500 && trail.OnlyAsked.Count() > 100, "The trail is too small to show anything.");

        await using var clouds = await ThreeWaysClouds.StartAsync(trail);
        using var folder = new TestFolder();
        var killedAt = new List<long> { await KilledAsync(folder, clouds, all / 4), await KilledAsync(folder, clouds, all * 2 / 3) };
        clouds.Holds = false;
        for (var round = 0; round < 6 && (round == 0 || clouds.Sqs.Left > 0); round++)
        {
            await EndedAsync(folder, clouds);
            clouds.MessagesComeAgain();
            clouds.Breaks = false;
        }

        output.WriteLine($"{trail.Files.Count} files, {all} events, killed at {string.Join(" and ", killedAt)}; {string.Join(", ", clouds.Wrong.Select(wrong => $"{wrong.Key}: {wrong.Value}"))}");
        Assert.All(MustGoWrong, wrong => Assert.True(clouds.Wrong.GetValueOrDefault(wrong) > 0, $"Never happened: {wrong}."));
        Assert.All(killedAt, stored => Assert.InRange(stored, 1, all - 1));

        using var store = new TestStore(folder.Path);
        Assert.Equal("ok", store.Text("PRAGMA integrity_check"));
        Assert.Equal(await plain.DumpAsync(), await store.DumpAsync());
        Assert.Equal(0, clouds.Sqs.Left);
        await ProvenanceIsWholeAsync(store, trail, all);
    }

    /// <summary>Every record that was read is an event or a sighting, and what came three ways says so.</summary>
    private static async Task ProvenanceIsWholeAsync(TestStore store, ThreeWaysTrail trail, long all)
    {
        Assert.Equal(all, store.Number("SELECT sum(stored) FROM objects"));
        Assert.Equal(store.Number("SELECT sum(read) FROM objects"), store.Number("SELECT sum(stored) + sum(duplicates) + sum(rejected) FROM objects"));
        Assert.Equal(store.Number("SELECT sum(duplicates) FROM objects"), store.Number("SELECT count(*) FROM sightings"));
        foreach (var (ids, expected) in new[] { (trail.ComeThreeWays, "announced asked listed"), (trail.OnlyAsked, "asked") })
        {
            foreach (var id in ids.Where((_, number) => number % 25 == 0))
            {
                var detail = Assert.Single(await store.Queries.FindAsync(id, CancellationToken.None));
                Assert.Equal(expected, string.Join(' ', detail.Sightings.Select(sighting => sighting.Source).Distinct().Order(StringComparer.Ordinal)));
            }
        }
    }

    /// <summary>Imports until so many events are committed, and kills the process without a warning.</summary>
    private static async Task<long> KilledAsync(TestFolder folder, ThreeWaysClouds clouds, long enough)
    {
        using var store = new TestStore(folder.Path);
        await using var importer = await Importer.StartAsync(folder.Path, clouds);
        var clock = Stopwatch.StartNew();
        while (store.Number("SELECT count(*) FROM events") < enough)
        {
            Assert.False(importer.HasEnded, importer.Said);
            Assert.True(clock.Elapsed < Enough, importer.Said);
            await Task.Delay(10);
        }

        await importer.KillAsync();
        clouds.MessagesComeAgain();
        return store.Number("SELECT count(*) FROM events");
    }

    private async Task EndedAsync(TestFolder folder, ThreeWaysClouds clouds)
    {
        await using var importer = await Importer.StartAsync(folder.Path, clouds);
        var exit = await importer.EndedAsync();
        output.WriteLine(importer.Said);
        Assert.True(exit == 0, importer.Said);
    }

    private static async Task<ImportSummary> RunAsync(TestStore store, IEnumerable<TrailObject> files)
    {
        using var feed = new ImportFeed(TimeProvider.System);
        return await new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(store.Time), feed, new ImportOptions { Readers = 2 }, store.Time)
            .RunAsync(new Files(files), "test", null, CancellationToken.None).WaitAsync(Enough);
    }

    private sealed class Files(IEnumerable<TrailObject> objects) : ITrailSource
    {
        public string Label => "files";

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (var one in objects)
            {
                yield return one;
            }
        }
    }

    private sealed class TestFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("trailboard-three-ways-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    /// <summary><see cref="ThreeWaysImporter"/> in a process of its own.</summary>
    private sealed class Importer : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _said = [];
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Process _process;

        private Importer(Process process)
        {
            _process = process;
            process.OutputDataReceived += (_, line) => Hear(line.Data);
            process.ErrorDataReceived += (_, line) => Hear(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public bool HasEnded => _process.HasExited;

        public string Said => string.Join('\n', _said);

        public static async Task<Importer> StartAsync(string folder, ThreeWaysClouds clouds)
        {
            var start = new ProcessStartInfo("dotnet", [typeof(ThreeWaysImporter).Assembly.Location, folder, clouds.CloudTrail.Url, clouds.S3.Url.ToString(), clouds.Sqs.Url.ToString()])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var importer = new Importer(Process.Start(start)!);
            await Task.WhenAny(importer._ready.Task, importer._process.WaitForExitAsync()).WaitAsync(Enough);
            Assert.True(importer._ready.Task.IsCompleted, importer.Said);
            return importer;
        }

        /// <summary>SIGKILL: nothing of the process runs any more.</summary>
        public async Task KillAsync()
        {
            Assert.False(_process.HasExited, Said);
            _process.Kill();
            await _process.WaitForExitAsync();
            Assert.NotEqual(0, _process.ExitCode);
        }

        public async Task<int> EndedAsync()
        {
            await _process.WaitForExitAsync().WaitAsync(Enough);
            return _process.ExitCode;
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private void Hear(string? line)
        {
            if (line == ThreeWaysImporter.Ready)
            {
                _ready.TrySetResult();
            }
            else if (line is not null)
            {
                _said.Enqueue(line);
            }
        }
    }
}
