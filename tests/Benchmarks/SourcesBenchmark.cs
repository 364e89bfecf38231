using TrailBoard.Core.Import;

namespace TrailBoard.Benchmarks;

/// <summary>The same files from the disk and from S3 on loopback, in turns, each into a new store.</summary>
internal static class SourcesBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(int events, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        try
        {
            var (gzip, _) = new SyntheticTrail(seed: 7) { SmallestFile = 50, LargestFile = 500 }.Write(folder, events);
            await output.WriteLineAsync($"{events:N0} events in {Directory.GetFiles(folder).Length:N0} files of 50 to 500 events, {gzip / events:N0} bytes of gzip each");
            await using var server = await S3Process.StartAsync(folder);
            var (files, s3) = (new List<Measured>(), new List<Measured>());
            for (var round = 0; round <= Rounds; round++)
            {
                var (local, network) = round % 2 == 0 ? (await FilesAsync(folder), await S3Async(server.Url)) : Swap(await S3Async(server.Url), await FilesAsync(folder));
                await output.WriteLineAsync($"{(round == 0 ? "warm-up" : $"round {round}")}: files {Say(local)}; S3 {Say(network)}");
                if (round > 0)
                {
                    files.Add(local);
                    s3.Add(network);
                }
            }

            await output.WriteLineAsync($"median: files {Say(Median(files))}; S3 {Say(Median(s3))}");
            await output.WriteLineAsync(
                $"S3 / files: {Median(s3).Seconds / Median(files).Seconds:F2} by the clock, {Median(s3).Processor / Median(files).Processor:F2} by processor time of the importing process");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (Measured Local, Measured Network) Swap(Measured network, Measured local) => (local, network);

    private static async Task<Measured> FilesAsync(string folder)
    {
        await using var bench = await Bench.OpenAsync();
        return bench.Part<ILocalTrails>().TryPaths([folder], out var source, out var problem)
            ? await bench.ImportAsync(source)
            : throw new InvalidOperationException(problem);
    }

    private static async Task<Measured> S3Async(string url)
    {
        await using var bench = await Bench.OpenAsync();
        return await bench.ImportAsync(bench.S3(url));
    }

    private static Measured Median(List<Measured> all) => new(
        all.Select(one => one.Seconds).Order().ElementAt(all.Count / 2),
        all.Select(one => one.Processor).Order().ElementAt(all.Count / 2),
        all[0].Events);

    private static string Say(Measured one) => $"{one.Seconds:F2} s, {1e6 * one.Processor / one.Events:F1} microseconds of processor time an event";
}
