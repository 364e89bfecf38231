using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>FAULTS 88 to 91: what comes over HTTP is taken whole or not at all, under names that are text.</summary>
public sealed class UploadTests
{
    [Fact]
    public async Task Fault_88_three_hundred_files_at_once_are_taken()
    {
        var trails = new TakenTrails();
        await using var site = await SiteAsync(trails);
        using var body = new MultipartFormDataContent();
        for (var i = 0; i < 300; i++)
        {
            body.Add(new ByteArrayContent(Bytes(i)), "files", $"{i}.json.gz");
        }

        using var json = await PostAsync(site, body, HttpStatusCode.OK, "?wait=true");
        Assert.True(json.RootElement.GetProperty("runId").GetInt64() > 0);
        var taken = Assert.Single(trails.Taken);
        Assert.Equal(300, taken.Count);
        Assert.All(taken, file => Assert.Equal(Bytes(int.Parse(file.Name.Split('.')[0], CultureInfo.InvariantCulture)), file.Bytes));
        Assert.Equal(300, taken.Select(file => file.Name).Distinct().Count());
        await NothingIsLeftAsync(site);
    }

    [Fact]
    public async Task An_upload_is_answered_at_once_with_the_imports_id()
    {
        await using var site = await SiteAsync(new TakenTrails());
        using var json = await PostAsync(site, Body("a.json", [1, 2, 3]), HttpStatusCode.Accepted);
        Assert.NotEqual(Guid.Empty, json.RootElement.GetProperty("id").GetGuid());
        Assert.Equal("upload", json.RootElement.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Fault_89_a_cut_upload_leaves_nothing()
    {
        var trails = new TakenTrails();
        await using var site = await SiteAsync(trails);
        const string part = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.json\"\r\n\r\n";
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(site.Address.Host, site.Address.Port);
            var head = $"POST /api/uploads HTTP/1.1\r\nHost: {site.Address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + part + new string('x', 200_000) + "\r\n" + part + "yy"));
            await Wait.UntilAsync(() => Files(site).Count == 2, "the upload to reach the disk");
            socket.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await NothingIsLeftAsync(site);
        Assert.Empty(trails.Taken);
    }

    [Fact]
    public async Task Fault_90_a_file_that_is_too_large_is_refused_with_the_limit_and_nothing_is_kept()
    {
        var trails = new TakenTrails();
        await using var site = await SiteAsync(trails, "--Upload:MaxFileMegabytes=1");
        using var body = Body("small.json", new byte[100]);
        body.Add(new ByteArrayContent(new byte[(1024 * 1024) + 1]), "files", "large.json");
        using var json = await PostAsync(site, body, HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("Upload:MaxFileMegabytes", json.RootElement.GetProperty("setting").GetString());
        Assert.Contains("at most 1 MB", json.RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.Contains("large.json", json.RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.Empty(trails.Taken);
        await NothingIsLeftAsync(site);

        using var exact = Body("exact.json", new byte[1024 * 1024]);
        using var taken = await PostAsync(site, exact, HttpStatusCode.OK, "?wait=true");
        Assert.Equal(1024 * 1024, Assert.Single(Assert.Single(trails.Taken)).Bytes.Length);
    }

    [Fact]
    public async Task Fault_90_too_many_files_are_refused_with_the_limit()
    {
        await using var site = await SiteAsync(new TakenTrails(), "--Upload:MaxFiles=2");
        using var body = Body("1", [1]);
        body.Add(new ByteArrayContent([2]), "files", "2");
        body.Add(new ByteArrayContent([3]), "files", "3");
        using var json = await PostAsync(site, body, HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("Upload:MaxFiles", json.RootElement.GetProperty("setting").GetString());
        Assert.Contains("at most 2 files", json.RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        await NothingIsLeftAsync(site);
    }

    [Theory]
    [InlineData("../../../../etc/cron.d/x")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\Windows\\x.json")]
    [InlineData("..%2f..%2fx")]
    [InlineData("<script>alert(1)</script>.json")]
    [InlineData("a\u202Egnp.json")]
    public async Task Fault_91_a_hostile_name_is_text_and_never_a_path(string name)
    {
        var trails = new TakenTrails();
        await using var site = await SiteAsync(trails);
        using var body = new ByteArrayContent(
            Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{{}}\r\n--b--\r\n"));
        body.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var json = await PostAsync(site, body, HttpStatusCode.OK, "?wait=true");
        var file = Assert.Single(Assert.Single(trails.Taken));
        Assert.Equal(name, file.Name);
        Assert.Equal(Path.Combine(site.Folder, "uploads"), Path.GetDirectoryName(Path.GetDirectoryName(file.Path)));
        Assert.True(int.TryParse(Path.GetFileName(file.Path), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    [Theory]
    [InlineData("text/plain", "x", "multipart/form-data")]
    [InlineData("multipart/form-data; boundary=b", "nothing of the kind", "cannot be told apart")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--b--\r\n", "holds no file")]
    public async Task What_is_no_upload_is_refused_in_words(string type, string text, string words)
    {
        await using var site = await SiteAsync(new TakenTrails());
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var json = await PostAsync(site, body, HttpStatusCode.BadRequest);
        Assert.Contains(words, json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed_at_the_start_and_what_another_uses_is_kept()
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-web-").FullName;
        var (left, used) = (Path.Combine(folder, "uploads", "left"), Path.Combine(folder, "uploads", "used"));
        Directory.CreateDirectory(left);
        Directory.CreateDirectory(used);
        await File.WriteAllTextAsync(Path.Combine(left, "1"), "x");
        await using (new FileStream(Path.Combine(used, "in-use"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        await using (await TrailBoardFactory.StartAsync(null, "--Store:DataFolder=" + folder))
        {
            Assert.False(Directory.Exists(left));
            Assert.True(Directory.Exists(used));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_body_that_is_no_upload_has_at_most_a_megabyte()
    {
        await using var site = await SiteAsync(new TakenTrails());
        using var client = site.Client();
        using var answer = await client.PostAsync("/api/imports", new StringContent("{\"kind\":\"" + new string('x', 2_000_000) + "\"}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("{\"kind\":\"other\"}", "kind")]
    [InlineData("{\"kind\":\"folder\"}", "path")]
    [InlineData("{\"kind\":\"demo\",\"events\":0}", "events")]
    [InlineData("{\"kind\":\"demo\",\"events\":2000000000}", "events")]
    public async Task A_wrong_wish_for_an_import_is_named(string body, string parameter)
    {
        await using var site = await SiteAsync(new TakenTrails());
        using var client = site.Client();
        using var answer = await client.PostAsync("/api/imports", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(parameter, json.RootElement.GetProperty("parameter").GetString());
    }

    private static byte[] Bytes(int seed) => [.. Enumerable.Range(0, 1_000 + seed).Select(i => (byte)(i * (seed + 1)))];

    private static MultipartFormDataContent Body(string name, byte[] bytes) => new() { { new ByteArrayContent(bytes), "files", name } };

    private static Task<TrailBoardFactory> SiteAsync(TakenTrails trails, params string[] settings) =>
        TrailBoardFactory.StartAsync(services => services.AddSingleton<ILocalTrails>(trails), settings);

    private static async Task<JsonDocument> PostAsync(TrailBoardFactory site, HttpContent body, HttpStatusCode status, string query = "")
    {
        using var client = site.Client();
        using var answer = await client.PostAsync("/api/uploads" + query, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text);
    }

    private static List<string> Files(TrailBoardFactory site) =>
        !Directory.Exists(Path.Combine(site.Folder, "uploads")) ? []
        : [.. Directory.EnumerateFiles(Path.Combine(site.Folder, "uploads"), "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "in-use")];

    private static Task NothingIsLeftAsync(TrailBoardFactory site) => Wait.UntilAsync(() => Files(site).Count == 0, "the files to be removed");

    /// <summary>Keeps what is uploaded and gives the import nothing to do.</summary>
    private sealed class TakenTrails : ILocalTrails
    {
        public ConcurrentQueue<IReadOnlyList<(string Path, string Name, byte[] Bytes)>> Taken { get; } = new();

        public bool TryPaths(IReadOnlyList<string> paths, [NotNullWhen(true)] out ITrailSource? source, [NotNullWhen(false)] out string? problem) =>
            throw new NotSupportedException();

        public ITrailSource Stream(Stream input, string name) => throw new NotSupportedException();

        public ITrailSource Uploads(IReadOnlyList<UploadedFile> files)
        {
            Taken.Enqueue([.. files.Select(file => (file.Path, file.Name, File.ReadAllBytes(file.Path)))]);
            return new Nothing();
        }
    }

    private sealed class Nothing : ITrailSource
    {
        public string Label => "nothing";

        public IAsyncEnumerable<TrailObject> ListAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<TrailObject>();
    }
}
