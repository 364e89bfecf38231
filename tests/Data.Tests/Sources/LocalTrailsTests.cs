using System.Diagnostics;
using System.Text;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;

namespace TrailBoard.Data.Tests.Sources;

public sealed class LocalTrailsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-").FullName;
    private readonly LocalTrails _trails = new();

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var folder in Directory.EnumerateDirectories(_folder))
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Files_come_by_the_date_in_their_names_and_then_by_name()
    {
        Write("b/111122223333_CloudTrail_eu-west-1_20261002T0005Z_aaaaaaaaaaaaaaaa.json.gz");
        Write("a/111122223333_CloudTrail_us-east-1_20261003T0005Z_aaaaaaaaaaaaaaaa.json.gz");
        Write("c/111122223333_CloudTrail_us-east-1_20261001T0005Z_aaaaaaaaaaaaaaaa.json.gz");
        Write("d/2026/10/02/plain.json");
        Write("z.json");
        Write("y.json");

        Assert.Equal(["y.json", "z.json", "20261001", "plain", "20261002", "20261003"],
            (await List(_folder)).Select(o => Path.GetFileName(o.Name)).Select(Short));

        static string Short(string name) => name.Contains("CloudTrail", StringComparison.Ordinal) ? name.Split('_')[3][..8] : name.Replace("plain.json", "plain", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_files_and_folders_are_skipped_with_the_reason()
    {
        Write(".DS_Store");
        Write(".git/config");
        Write("a.json");

        var objects = await List(_folder);
        Assert.Equal([".DS_Store", ".git", "a.json"], Names(objects));
        Assert.Equal([true, true, false], objects.Select(o => o.NotToBeRead?.StartsWith("It is hidden", StringComparison.Ordinal) ?? false));
    }

    [Fact]
    public async Task Fault_84_a_link_that_leads_out_of_the_folder_is_refused()
    {
        var outside = Write("outside/secret.json");
        Write("in/a.json");
        Directory.CreateDirectory(At("in/sub"));
        File.CreateSymbolicLink(At("in/absolute.json"), outside);
        File.CreateSymbolicLink(At("in/relative.json"), "../outside/secret.json");
        File.CreateSymbolicLink(At("in/chain.json"), "relative.json");
        Directory.CreateSymbolicLink(At("in/folder"), At("outside"));
        File.CreateSymbolicLink(At("in/through.json"), "folder/secret.json");
        Directory.CreateSymbolicLink(At("in/sub/circle"), At("in"));
        File.CreateSymbolicLink(At("in/dead.json"), "nothing.json");
        File.CreateSymbolicLink(At("in/fine.json"), "a.json");

        var objects = (await List(At("in"))).ToDictionary(o => Path.GetFileName(o.Name), StringComparer.Ordinal);
        Assert.Equal(9, objects.Count);
        foreach (var refused in new[] { "absolute.json", "relative.json", "chain.json", "folder", "through.json" })
        {
            Assert.StartsWith("Refused: it is a link that leads out of the folder", objects[refused].NotToBeRead, StringComparison.Ordinal);
        }

        Assert.StartsWith("It is a link to a folder that is read itself", objects["circle"].NotToBeRead, StringComparison.Ordinal);
        Assert.StartsWith("It is a link to nothing", objects["dead.json"].NotToBeRead, StringComparison.Ordinal);
        Assert.Equal("{}", await Read(objects["fine.json"]));
        Assert.Equal("{}", await Read(objects["a.json"]));
    }

    [Fact]
    public async Task Fault_84_a_pattern_follows_no_link_either()
    {
        Write("outside/secret.json");
        Directory.CreateDirectory(At("in"));
        Directory.CreateSymbolicLink(At("in/folder"), At("outside"));
        File.CreateSymbolicLink(At("in/link.json"), At("outside/secret.json"));

        Assert.All(await List(At("in/*")), o => Assert.StartsWith("Refused:", o.NotToBeRead, StringComparison.Ordinal));
        Assert.False(_trails.TryPaths([At("in/**/secret.json")], out _, out _));
    }

    [Fact]
    public async Task Fault_85_a_pipe_or_a_device_is_skipped_and_nothing_hangs()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var mkfifo = Process.Start("mkfifo", At("pipe"));
        await mkfifo.WaitForExitAsync();
        Assert.Equal(0, mkfifo.ExitCode);

        var pipe = Assert.Single(await List(_folder).WaitAsync(Wait.Long));
        Assert.Contains("not a regular file", pipe.NotToBeRead, StringComparison.Ordinal);
        Assert.Contains("not a regular file", Assert.Single(await List(At("pipe"))).NotToBeRead, StringComparison.Ordinal);
        Assert.Contains("not a regular file", Assert.Single(await List("/dev/zero")).NotToBeRead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_86_a_file_that_grows_or_changes_while_it_is_read_fails()
    {
        var grows = Assert.Single(await List(Write("grows.json")));
        var changes = Assert.Single(await List(Write("changes.json")));
        var shrinks = Assert.Single(await List(Write("shrinks.json")));
        await File.AppendAllTextAsync(grows.Name, "{}");
        await File.WriteAllTextAsync(changes.Name, "[]");
        File.SetLastWriteTimeUtc(changes.Name, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await File.WriteAllTextAsync(shrinks.Name, "{");

        // Each change alone is found: the time of one that shrank can be set back, and one that grows for ever has no end.
        File.SetLastWriteTimeUtc(shrinks.Name, shrinks.Modified!.Value.UtcDateTime);
        await using (var growing = await grows.OpenAsync(CancellationToken.None))
        {
            await Assert.ThrowsAsync<IOException>(() => growing.ReadAsync(new byte[100]).AsTask());
        }

        foreach (var trailObject in new[] { grows, changes, shrinks })
        {
            var fault = await Assert.ThrowsAsync<IOException>(() => Read(trailObject));
            Assert.StartsWith("It changed while it was read", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fault_87_one_unreadable_of_a_hundred_leaves_ninety_nine()
    {
        for (var i = 0; i < 100; i++)
        {
            Write($"f{i:00}.json");
        }

        var objects = await List(_folder);
        File.Delete(At("f50.json"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("f51.json"), UnixFileMode.None);
        }

        var faults = new List<string>();
        foreach (var trailObject in objects)
        {
            try
            {
                Assert.Equal("{}", await Read(trailObject));
            }
            catch (IOException fault)
            {
                faults.Add($"{Path.GetFileName(trailObject.Name)}: {fault.Message}");
            }
        }

        // Root may read everything, so only the removed file is sure to fail.
        Assert.Contains("f50.json: It was removed after it was listed.", faults);
        Assert.All(faults.Skip(1), fault => Assert.Equal("f51.json: Permission to read it is missing.", fault));
    }

    [Theory]
    [InlineData("*.json", "a.json b.json")]
    [InlineData("?.json", "a.json b.json")]
    [InlineData("x/*/c.json", "x/y/c.json")]
    [InlineData("**/c.json", "c.json.d/c.json x/c.json x/y/c.json")]
    [InlineData("x/**", "x/c.json x/y/c.json x/y/z/d.json.gz")]
    [InlineData("x/**/*.gz", "x/y/z/d.json.gz")]
    [InlineData("x*", "x/c.json x/y/c.json x/y/z/d.json.gz")]
    [InlineData(".*", ".hidden.json")]
    [InlineData("[ab].json", null)]
    [InlineData("*.nothing", null)]
    [InlineData("none/*", null)]
    public async Task Patterns_match_as_in_a_shell(string pattern, string? expected)
    {
        foreach (var file in new[] { "a.json", "b.json", ".hidden.json", "c.json.d/c.json", "x/c.json", "x/y/c.json", "x/y/z/d.json.gz" })
        {
            Write(file);
        }

        var found = _trails.TryPaths([At(pattern)], out var source, out var problem);
        Assert.Equal(expected is not null, found);
        Assert.Equal(expected is null, problem is not null);
        if (source is not null)
        {
            Assert.Equal(expected!.Split(' '), (await source.ListAsync(CancellationToken.None).ToListAsync()).Select(o => Path.GetRelativePath(_folder, o.Name)));
        }
    }

    [Fact]
    public async Task A_file_named_twice_comes_once_and_a_name_that_looks_like_a_pattern_is_a_name()
    {
        var odd = Write("odd*.json");
        Write("odder.json");
        Assert.Equal([odd], (await List(odd, odd)).Select(o => o.Name));
        Assert.Equal(2, (await List(_folder, odd, _folder + "/.")).Count);
    }

    [Fact]
    public void A_path_that_does_not_exist_is_named()
    {
        Assert.False(_trails.TryPaths([_folder, At("gone.json")], out _, out var problem));
        Assert.Equal($"There is no file or folder {At("gone.json")}.", problem);
    }

    [Fact]
    public async Task A_stream_is_read_once_and_does_not_outlast_its_cancellation()
    {
        using var input = new MemoryStream("{\"Records\":[]}"u8.ToArray());
        var source = _trails.Stream(input, "standard input");
        var only = Assert.Single(await source.ListAsync(CancellationToken.None).ToListAsync());
        Assert.Equal("{\"Records\":[]}", await Read(only));
        await Assert.ThrowsAsync<IOException>(() => Read(only));

        using var silent = new SilentStream();
        using var stop = new CancellationTokenSource(50);
        var waiting = Assert.Single(await _trails.Stream(silent, "standard input").ListAsync(CancellationToken.None).ToListAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.OpenAsync(stop.Token).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task An_uploaded_file_keeps_its_senders_name_and_is_removed_when_settled()
    {
        var path = Write("42");
        var source = _trails.Uploads([new UploadedFile(path, "../../etc/passwd")]);
        var upload = Assert.Single(await source.ListAsync(CancellationToken.None).ToListAsync());
        Assert.Equal(("upload", "../../etc/passwd", 2L, null), (upload.Source, upload.Name, upload.Size, upload.Modified));
        Assert.Equal("{}", await Read(upload));
        await upload.SettledAsync(new ObjectOutcome(upload.Source, upload.Name, ObjectState.Done, null, default), CancellationToken.None);
        Assert.False(File.Exists(path));
    }

    private static IEnumerable<string> Names(IEnumerable<TrailObject> objects) => objects.Select(o => Path.GetFileName(o.Name));

    private static async Task<string> Read(TrailObject trailObject)
    {
        await using var stream = await trailObject.OpenAsync(CancellationToken.None);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private async Task<IReadOnlyList<TrailObject>> List(params string[] paths)
    {
        Assert.True(_trails.TryPaths(paths, out var source, out var problem), problem);
        return await source.ListAsync(CancellationToken.None).ToListAsync();
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name)
    {
        var path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "{}");
        return path;
    }

    /// <summary>A terminal at which nobody types.</summary>
    private sealed class SilentStream : MemoryStream
    {
        private readonly ManualResetEventSlim _closed = new();

        public override int Read(byte[] buffer, int offset, int count)
        {
            _closed.Wait();
            return 0;
        }

        public override int Read(Span<byte> buffer)
        {
            _closed.Wait();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _closed.Set();
            base.Dispose(disposing);
        }
    }
}
