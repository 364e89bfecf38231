using System.Text.Json;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>An import at the terminal beside a site on the same store: one of them runs a source, never both.</summary>
public sealed class ForegroundImportTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-beside-").FullName;
    private LoopbackAws _aws = null!;

    public async Task InitializeAsync()
    {
        _aws = await LoopbackAws.StartAsync();
        _aws.Deliver(1, Some.Record(1, "2026-10-05T12:00:00Z"));
    }

    public async Task DisposeAsync()
    {
        await _aws.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_source_that_the_site_runs_is_left_to_it_and_imported_when_the_site_has_ended()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _aws.Hangs = _ => true;
        await using var site = ProgramProcess.Start(_folder, Settings, "serve", "--urls", "http://127.0.0.1:0");
        await Wait.UntilAsync(() => _aws.Hanging >= 1, "the site to run the source");
        var asked = _aws.Hanging;

        var (refused, _, error) = await ProgramProcess.RunAsync(_folder, Settings, "import", "--source", "trail");
        Assert.True(refused == 1, error);
        Assert.Contains("The source trail is being imported by ", error, StringComparison.Ordinal);
        Assert.Contains("Wait until it has ended, or pause it there.", error, StringComparison.Ordinal);
        Assert.Equal(asked, _aws.Hanging);
        var (_, lines, _) = await ProgramProcess.RunAsync(_folder, Settings, "sources", "--json");
        using (var line = JsonDocument.Parse(lines))
        {
            Assert.Equal("running", line.RootElement.GetProperty("state").GetString());
            Assert.Contains("process ", line.RootElement.GetProperty("runBy").GetString(), StringComparison.Ordinal);
        }

        await site.TerminateAsync();
        await site.EndAsync();
        _aws.Hangs = _ => false;
        var (imported, books, after) = await ProgramProcess.RunAsync(_folder, Settings, "import", "--source", "trail", "--json");
        Assert.True(imported == 0, after);
        using var summary = JsonDocument.Parse(books);
        Assert.Equal(1, summary.RootElement.GetProperty("stored").GetInt32());

        var (_, table, _) = await ProgramProcess.RunAsync(_folder, Settings, "sources");
        var rows = table.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^SOURCE +TYPE +STATE +LAST SUCCESS +LAG +NEXT TRY", rows[0]);
        Assert.Matches("^trail +S3 +waiting +[0-9-]{10} [0-9:]{8}Z +.+[a-z] +[0-9-]{10} [0-9:]{8}Z", rows[1]);
    }

    private (string Key, string Value)[] Settings =>
        [("Sources__0__Name", "trail"), ("Sources__0__Type", "S3"), ("Sources__0__Bucket", "trails"), ("Sources__0__Endpoint", _aws.Url)];
}
