using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>
/// The folder that the container image holds, made by test.sh with the Dockerfile's own arguments (TRAILBOARD_PUBLISHED), runs
/// from a working folder that is not its own. There is no Docker engine here: this is as near as it gets.
/// </summary>
public sealed partial class PublishedFolderTests(ITestOutputHelper output) : IDisposable
{
    private readonly string? _published = Environment.GetEnvironmentVariable("TRAILBOARD_PUBLISHED");
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-published-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_published_folder_serves_its_pages_scripts_and_styles_from_anywhere()
    {
        if (!IsPublished())
        {
            return;
        }

        using var process = Start("--Urls=http://127.0.0.1:0", "--Store:DataFolder=" + _folder);
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(process) };
            foreach (var path in new[] { "/health/live", "/health/ready", "/", "/_framework/blazor.web.js", "/openapi/v1.json", "/api/events" })
            {
                using var answer = await client.GetAsync(path);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            }

            var page = await client.GetStringAsync("/");
            var files = FileLinks().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["file"].Value)).ToList();
            Assert.Contains(files, file => file.EndsWith(".css", StringComparison.Ordinal));
            Assert.Contains(files, file => file.EndsWith(".js", StringComparison.Ordinal));
            foreach (var file in files)
            {
                using var answer = await client.GetAsync("/" + file.TrimStart('/'));
                Assert.True(answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentLength != 0, $"{file}: {answer.StatusCode}");
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task A_published_folder_imports_queries_and_serves_what_it_imported()
    {
        if (!IsPublished())
        {
            return;
        }

        const string record = """{"eventVersion":"1.09","eventID":"0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001","eventTime":"2026-10-01T12:00:05Z","eventSource":"ecr.amazonaws.com","eventName":"PutImage","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.7","userIdentity":{"type":"IAMUser","userName":"alice","arn":"arn:aws:iam::111122223333:user/alice"}}""";
        await File.WriteAllTextAsync(Path.Combine(_folder, "trail.json"), $"{{\"Records\":[{record}]}}");
        var (books, imported) = await RunAsync("import", "trail.json", "--store", "store.db", "--json");
        Assert.Equal(0, imported);
        using (var json = JsonDocument.Parse(books))
        {
            Assert.Equal(1, json.RootElement.GetProperty("stored").GetInt64());
        }

        var (lines, answered) = await RunAsync("query", "service:ecr user:alice", "--store", "store.db", "--format", "ndjson");
        Assert.Equal(0, answered);
        using (var found = JsonDocument.Parse(lines))
        {
            Assert.Equal(record, found.RootElement.GetProperty("record").GetRawText());
        }

        using var process = Start("--Urls=http://127.0.0.1:0", "--store", "store.db");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(process) };
            Assert.Equal(record, await client.GetStringAsync("/api/events/0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001"));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private bool IsPublished()
    {
        if (_published is null)
        {
            output.WriteLine("TRAILBOARD_PUBLISHED is not set: test.sh publishes and sets it. Nothing was checked.");
        }

        return _published is not null;
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(_published!, "TrailBoard.Web.dll"), .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["HOME"] = _folder;
        return Process.Start(start)!;
    }

    private async Task<(string Output, int ExitCode)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.WriteLine(await errors);
        return (text, process.ExitCode);
    }

    private async Task<Uri> AddressAsync(Process process)
    {
        // Nobody may block the program by not reading what it says.
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(Wait.Long);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            output.WriteLine(line);
            if (Links().Match(line) is { Success: true } link)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(link.Value);
            }
        }

        throw new InvalidOperationException($"The program ended with {process.ExitCode} before it said where it listens.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, 60_000)]
    private static partial Regex Links();

    [GeneratedRegex("(href|src)=\"(?<file>[^\"]+\\.(css|js))\"", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex FileLinks();
}
