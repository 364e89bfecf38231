using System.Text.Json;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>The program is asked to end while every one of its sources waits for an answer that never comes.</summary>
public sealed class TerminationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-terminated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_site_whose_sources_all_hang_ends_well_and_gives_their_leases_back()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var aws = await LoopbackAws.StartAsync();
        aws.Hangs = _ => true;
        (string, string)[] settings =
        [
            .. Source(0, "S3", aws, ("Bucket", "trails")),
            .. Source(1, "Queue", aws, ("QueueUrl", $"{aws.Url}/111122223333/trailboard"), ("AllowedBuckets", "trails")),
            .. Source(2, "LookupEvents", aws, ("Regions", "eu-west-1")),

            // Waits for its role: the SDK fetches credentials without asking whether anybody still wants them.
            .. Source(3, "S3", aws, ("Bucket", "trails"), ("RoleArns", "arn:aws:iam::111122223333:role/TrailBoard")),
        ];

        await using var site = ProgramProcess.Start(_folder, settings, "serve", "--urls", "http://127.0.0.1:0");
        await Wait.UntilAsync(() => aws.Hanging >= 4, "all sources to hang");
        await site.TerminateAsync();
        var (exit, output, error) = await site.EndAsync();

        // A site that had to be ended by force would say another code, and keep its leases.
        Assert.True(exit == 0, $"{exit}: {error}{output}");
        foreach (var source in await SourcesAsync(settings))
        {
            Assert.Equal((null, "never run"), (Text(source, "runBy"), Text(source, "state")));
        }
    }

    [Fact]
    public async Task An_import_whose_source_hangs_ends_and_gives_its_lease_back()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var aws = await LoopbackAws.StartAsync();
        aws.Hangs = _ => true;
        var settings = Source(0, "S3", aws, ("Bucket", "trails"));

        await using var import = ProgramProcess.Start(_folder, settings, "import", "--source", "source-0");
        await Wait.UntilAsync(() => aws.Hanging >= 1, "the source to hang");
        await import.TerminateAsync();
        var (exit, output, error) = await import.EndAsync();

        Assert.True(exit == 1 && error.Contains("Stopped", StringComparison.Ordinal), $"{exit}: {error}{output}");
        var source = Assert.Single(await SourcesAsync(settings));
        Assert.Equal((null, "never run"), (Text(source, "runBy"), Text(source, "state")));
    }

    private static (string Key, string Value)[] Source(int number, string type, LoopbackAws aws, params (string Key, string Value)[] more) =>
        [.. new[] { ("Name", $"source-{number}"), ("Type", type), ("Endpoint", aws.Url) }.Concat(more).Select(pair => ($"Sources__{number}__{pair.Item1}", pair.Item2))];

    private static string? Text(JsonElement json, string key) => json.GetProperty(key).GetString();

    private async Task<List<JsonElement>> SourcesAsync((string, string)[] settings)
    {
        var (exit, lines, error) = await ProgramProcess.RunAsync(_folder, settings, "sources", "--json");
        Assert.True(exit == 0, error);
        return [.. lines.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
