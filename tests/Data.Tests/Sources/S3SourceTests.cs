using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>FAULTS, section D: S3 as it is on a bad day.</summary>
public sealed class S3SourceTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly S3Patience Quick = new(TimeSpan.FromSeconds(20), 4, TimeSpan.FromMilliseconds(5), 64 * 1024);

    private readonly ManualTime _time = new();
    private FakeS3 _s3 = null!;
    private TestStore _store = null!;

    public async Task InitializeAsync() => (_s3, _store) = (await FakeS3.StartAsync(), await TestStore.CreateAsync());

    public async Task DisposeAsync()
    {
        await _s3.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task A_trail_is_imported_whole_and_a_second_run_reads_nothing()
    {
        for (var i = 1; i <= 5; i++)
        {
            Put(i, FakeS3.Key(i, day: $"2026/10/0{i}"));
        }

        var first = await RunAsync();
        var gets = _s3.Requests.Count(request => request.IsGet);
        var second = await RunAsync();

        Assert.Equal((null, 5L, 5), (first.Progress.Error, first.Progress.Counts.Stored, gets));
        Assert.Equal((5, 5, 5), (second.Progress.FilesListed, second.Progress.FilesSkipped, _s3.Requests.Count(request => request.IsGet)));
        Assert.All(_s3.Requests.Where(request => request.IsGet), request => Assert.NotEmpty(request.IfMatch));
    }

    [Fact]
    public async Task No_folder_is_listed_that_holds_no_day_of_the_range()
    {
        foreach (var day in (string[])["2024/01/01", "2026/09/30", "2026/10/03", "2026/10/05", "2026/11/01"])
        {
            Put(1, FakeS3.Key(day: day));
        }

        var listed = await ListAsync(new SourceOptions { From = At(2026, 10, 1), To = At(2026, 10, 20) });

        // Several days are listed side by side, so neighbours may come in either order.
        Assert.Equal([Name(FakeS3.Key(day: "2026/10/03")), Name(FakeS3.Key(day: "2026/10/05"))], listed.Select(o => o.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_s3.Requests, request => request.Name.Contains("/2024/", StringComparison.Ordinal) || request.Name.Contains("/2026/09/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Organisations_accounts_and_regions_are_found_and_other_folders_left_alone()
    {
        string[] expected =
        [
            FakeS3.Key(1, root: "org/AWSLogs/o-abc/", account: "111122223333"),
            FakeS3.Key(2, root: "org/AWSLogs/o-abc/", account: "444455556666", region: "us-east-1"),
            FakeS3.Key(3, root: "org/AWSLogs/", account: "777788889999", folder: "CloudTrail-NetworkActivity"),
        ];
        foreach (var key in (string[])
            [
                .. expected,
                FakeS3.Key(4, root: "org/AWSLogs/", folder: "CloudTrail-Digest"),
                FakeS3.Key(5, root: "org/AWSLogs/", folder: "CloudTrail-Insight"),
                FakeS3.Key(6, root: "org/AWSLogs/", folder: "Config"),
                FakeS3.Key(7, root: "org/AWSLogs/", region: "ap-south-1"),
                "org/AWSLogs/111122223333/CloudTrail/",
                "org/AWSLogs/aws-waf-logs/x.gz",
            ])
        {
            Put(1, key);
        }

        var listed = await ListAsync(new SourceOptions { Prefix = "org/", Regions = ["eu-west-1", "us-east-1"] });

        Assert.Equal(expected.Select(Name).Order(StringComparer.Ordinal), listed.Select(o => o.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_s3.Requests, request => request.Name.Contains("Digest", StringComparison.Ordinal) || request.Name.Contains("Config", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "AWSLogs/")]
    [InlineData("a", "a/AWSLogs/")]
    [InlineData("a/b/", "a/b/AWSLogs/")]
    [InlineData("AWSLogs", "AWSLogs/")]
    [InlineData("a/AWSLogs/", "a/AWSLogs/")]
    public void A_prefix_may_be_written_with_or_without_its_last_slash_and_folder(string prefix, string root) => Assert.Equal(root, S3Layout.RootOf(prefix));

    [Fact]
    public async Task A_prefix_with_nothing_below_is_said()
    {
        Put(1, FakeS3.Key());

        var summary = await RunAsync(new SourceOptions { Prefix = "wrong" });

        Assert.Contains("There is no folder wrong/AWSLogs/ in the bucket trails.", summary.Progress.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_47_57_a_late_file_that_sorts_between_earlier_ones_is_imported_from_pages_of_any_size()
    {
        _s3.PageSize = 7;
        for (var i = 10; i < 60; i++)
        {
            Put(i, FakeS3.Key(i));
        }

        await RunAsync();
        Put(1, FakeS3.Key(5));
        Put(2, FakeS3.Key(15) + ".late");
        var again = await RunAsync();

        Assert.Equal((52, 50, 2L), (again.Progress.FilesListed, again.Progress.FilesSkipped, again.Progress.Counts.Stored));
    }

    [Fact]
    public async Task Passes_after_a_complete_one_list_only_the_last_days_and_all_again_a_day_later()
    {
        Put(1, FakeS3.Key(1, day: "2026/10/01"));
        Put(2, FakeS3.Key(2, day: "2026/11/20"));
        using var source = SourceOf(new SourceOptions());

        var listed = new List<int> { (await RunAsync(source)).Progress.FilesListed, (await RunAsync(source)).Progress.FilesListed };
        _time.Advance(TimeSpan.FromHours(25));
        listed.Add((await RunAsync(source)).Progress.FilesListed);
        listed.Add((await RunAsync(source)).Progress.FilesListed);

        Assert.Equal([2, 1, 2, 1], listed);
    }

    [Fact]
    public async Task A_pass_in_which_a_file_failed_is_not_complete()
    {
        _s3.Put(FakeS3.Key(1, day: "2026/10/01"), [0x1f, 0x8b, 8, 0, 0]);
        using var source = SourceOf(new SourceOptions());
        await RunAsync(source);
        Put(1, FakeS3.Key(1, day: "2026/10/01"));

        Assert.Equal(1, (await RunAsync(source)).Progress.Counts.Stored);
        Assert.Equal(0, (await RunAsync(source)).Progress.FilesListed);
    }

    [Fact]
    public async Task Fault_49_a_file_that_is_gone_is_skipped_and_said()
    {
        Put(1, FakeS3.Key(1));
        Put(2, FakeS3.Key(2));
        _s3.Misbehave = request => request.IsGet && request.Name == FakeS3.Key(1) ? new FakeAnswer(404, "NoSuchKey", "The specified key does not exist.") : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L), (summary.Progress.Error, summary.Progress.Counts.Stored));
        var gone = Assert.Single(summary.Notable);
        Assert.Equal(ObjectState.Skipped, gone.State);
        Assert.StartsWith("It is no longer in the bucket", gone.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Access Denied", "s3:GetObject on arn:aws:s3:::trails/*, and kms:Decrypt")]
    [InlineData("User: arn:aws:sts::111122223333:assumed-role/TrailBoard/trailboard is not authorized to perform: kms:Decrypt on the resource", "need kms:Decrypt on the key")]
    [InlineData("User: arn:aws:iam::111122223333:user/x is not authorized to perform: s3:GetObjectVersion on resource", "need s3:GetObjectVersion on arn:aws:s3:::trails/*")]
    public async Task Fault_50_a_denied_file_names_the_permission_and_others_go_on(string message, string named)
    {
        Put(1, FakeS3.Key(1));
        Put(2, FakeS3.Key(2));
        _s3.Misbehave = request => request.IsGet && request.Name == FakeS3.Key(1) ? new FakeAnswer(403, "AccessDenied", message) : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L), (summary.Progress.Error, summary.Progress.Counts.Stored));
        var denied = Assert.Single(summary.Notable);
        Assert.Equal(ObjectState.Failed, denied.State);
        Assert.Contains(named, denied.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_50_a_bucket_whose_files_are_all_denied_fails_once_and_not_file_by_file()
    {
        for (var i = 0; i < 200; i++)
        {
            Put(i, FakeS3.Key(i));
        }

        _s3.Misbehave = request => request.IsGet ? new FakeAnswer(403, "AccessDenied", "Access Denied") : null;

        var summary = await RunAsync();

        Assert.Contains("s3:GetObject", summary.Progress.Error, StringComparison.Ordinal);
        Assert.InRange(_s3.Requests.Count(request => request.IsGet), 10, 20);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "Access Denied", "s3:ListBucket on arn:aws:s3:::trails")]
    [InlineData(404, "NoSuchBucket", "The specified bucket does not exist", "There is no bucket trails.")]
    [InlineData(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", "Sign in again")]
    [InlineData(400, "ExpiredToken", "The provided token has expired.", "Sign in again")]
    [InlineData(403, "RequestTimeTooSkewed", "The difference between the request time and the server's time is too large.", "Set the clock.")]
    public async Task Fault_50_a_bucket_that_may_not_be_listed_says_what_to_do(int status, string code, string message, string said)
    {
        _s3.Misbehave = _ => new FakeAnswer(status, code, message);

        var summary = await RunAsync();

        Assert.Contains(said, summary.Progress.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    public async Task Fault_51_a_busy_service_is_asked_again_with_pauses(int status, string code)
    {
        Put(1, FakeS3.Key());
        _s3.Misbehave = request => request.Number <= 3 ? new FakeAnswer(status, code) : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L), (summary.Progress.Error, summary.Progress.Counts.Stored));
        Assert.All(_s3.Requests.GroupBy(request => (request.Operation, request.Name)), same => Assert.Equal(4, same.Count()));
        Assert.True(S3Patience.Default.PauseAfter(3, 0) >= TimeSpan.FromSeconds(2) && S3Patience.Default.PauseAfter(3, 0) < S3Patience.Default.PauseAfter(3, 1));
    }

    [Theory]
    [InlineData(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint.", "us-east-2")]
    [InlineData(400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-2'", null)]
    public async Task Fault_52_a_bucket_in_another_region_is_followed(int status, string code, string message, string? header)
    {
        Put(1, FakeS3.Key());
        var asked = new List<string>();
        using var bucket = new S3Bucket("trails", region => Remember(asked, region), "eu-west-1", TimeProvider.System, Quick);
        _s3.Misbehave = request => asked.Count < 2 ? new FakeAnswer(status, code, message, header) : null;

        Assert.Equal(["AWSLogs"], await bucket.FoldersAsync("", CancellationToken.None));
        Assert.Equal(["AWSLogs"], await bucket.FoldersAsync("", CancellationToken.None));
        Assert.Equal(["eu-west-1", "us-east-2"], asked);
    }

    [Fact]
    public async Task Fault_52_a_region_that_does_not_help_is_named()
    {
        _s3.Misbehave = _ => new FakeAnswer(301, "PermanentRedirect", "The bucket must be addressed using the specified endpoint.", "us-east-2");

        var summary = await RunAsync();

        Assert.Contains("The bucket trails is in us-east-2, not in eu-west-1.", summary.Progress.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_53_a_body_that_stalls_for_a_minute_is_read_again()
    {
        Put(1, FakeS3.Key());
        var stalls = new FakeAnswer(Bytes: 10, Stalls: true);
        _s3.Misbehave = request => request.IsGet && request.Number == 1 ? stalls : null;
        using var bucket = new S3Bucket("trails", _s3.Client, "eu-west-1", _time, S3Patience.Default);

        var reading = bucket.ReadAsync(FakeS3.Key(), null, CancellationToken.None);
        await stalls.Stalled.Task.WaitAsync(Soon);
        await Task.Delay(200);
        _time.Advance(TimeSpan.FromSeconds(59));
        await Task.Delay(100);
        Assert.Single(_s3.Requests);
        for (var i = 0; i < 200 && !reading.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20);
        }

        using var body = (await reading.WaitAsync(Soon)).Body;
        Assert.Equal((2, true), (_s3.Requests.Count, body.Length > 10));
    }

    [Fact]
    public async Task Fault_54_a_body_that_ends_early_is_read_again_and_leaves_no_row()
    {
        Put(1, FakeS3.Key());
        _s3.Misbehave = request => request.IsGet && request.Number <= 2 ? new FakeAnswer(Bytes: 20) : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L, 3), (summary.Progress.Error, summary.Progress.Counts.Stored, _s3.Requests.Count(request => request.IsGet)));
        Assert.Empty(summary.Notable);
    }

    [Fact]
    public async Task Fault_54_a_body_that_always_ends_early_fails_in_words_and_is_tried_by_the_next_run()
    {
        Put(1, FakeS3.Key());
        _s3.Misbehave = request => request.IsGet ? new FakeAnswer(Bytes: 20) : null;
        var first = await RunAsync();
        _s3.Misbehave = _ => null;
        var second = await RunAsync();

        Assert.StartsWith("It could not be downloaded in 4 attempts", Assert.Single(first.Notable).Reason, StringComparison.Ordinal);
        Assert.Equal((0L, 1L), (first.Progress.Counts.Stored, second.Progress.Counts.Stored));
    }

    [Fact]
    public async Task Fault_54_a_body_that_is_not_what_its_checksum_says_is_read_again()
    {
        Put(1, FakeS3.Key());
        _s3.Misbehave = request => request.IsGet && request.Number <= 2 ? new FakeAnswer(Flips: true) : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L, 3), (summary.Progress.Error, summary.Progress.Counts.Stored, _s3.Requests.Count(request => request.IsGet)));
    }

    [Fact]
    public async Task Fault_55_a_file_that_is_replaced_after_its_listing_is_read_as_it_is_now()
    {
        Put(1, FakeS3.Key());
        _s3.Misbehave = request =>
        {
            if (request is { IsGet: true, Number: 1 })
            {
                _s3.Put(FakeS3.Key(), FakeS3.Gzip(Some.Records(3)), modified: FakeS3.Written.AddMinutes(1));
            }

            return null;
        };

        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Equal((3L, 1), (first.Progress.Counts.Stored, second.Progress.FilesSkipped));
    }

    [Fact]
    public async Task Fault_56_a_page_that_fails_ends_the_run_and_the_next_one_goes_on()
    {
        _s3.PageSize = 10;
        for (var i = 0; i < 40; i++)
        {
            Put(i, FakeS3.Key(i));
        }

        var pages = 0;
        _s3.Misbehave = request => request.IsList && request.Name.EndsWith("/2026/10/05/", StringComparison.Ordinal) && Interlocked.Increment(ref pages) > 2
            ? new FakeAnswer(500) : null;
        var first = await RunAsync();
        _s3.Misbehave = _ => null;
        var second = await RunAsync();

        Assert.Contains("the next run goes on", first.Progress.Error, StringComparison.Ordinal);
        Assert.Null(second.Progress.Error);
        Assert.Equal((40, 40L), (second.Progress.FilesListed, first.Progress.Counts.Stored + second.Progress.Counts.Stored));
    }

    [Fact]
    public async Task Fault_58_two_sources_of_the_same_bucket_keep_books_of_their_own()
    {
        Put(1, FakeS3.Key());

        await RunAsync(new SourceOptions { Name = "one" });
        var second = await RunAsync(new SourceOptions { Name = "two" });

        Assert.Equal(new RecordCounts(1, 0, 1, 0), second.Progress.Counts with { Late = 0 });
    }

    [Fact]
    public async Task Fault_59_files_of_the_same_moment_are_all_imported()
    {
        for (var i = 0; i < 30; i++)
        {
            Put(i, FakeS3.Key(i));
        }

        Assert.Equal(30, (await RunAsync()).Progress.Counts.Stored);
    }

    [Fact]
    public async Task Fault_60_archived_files_are_skipped_until_they_are_restored()
    {
        _s3.Put(FakeS3.Key(), FakeS3.Gzip(Some.Records(1)), "GLACIER");
        var first = await RunAsync();
        var gets = _s3.Requests.Count(request => request.IsGet);
        _s3.Put(FakeS3.Key(), FakeS3.Gzip(Some.Records(1)), "GLACIER", restored: true);
        var second = await RunAsync();

        Assert.Equal((ObjectState.Skipped, 0), (Assert.Single(first.Notable).State, gets));
        Assert.StartsWith("Archived in GLACIER", first.Notable[0].Reason, StringComparison.Ordinal);
        Assert.Equal(1, second.Progress.Counts.Stored);
    }

    [Fact]
    public async Task Fault_60_a_file_that_turns_out_archived_is_skipped()
    {
        Put(1, FakeS3.Key());
        _s3.Misbehave = request => request.IsGet ? new FakeAnswer(403, "InvalidObjectState", "The operation is not valid for the object's access tier") : null;

        var archived = Assert.Single((await RunAsync()).Notable);

        Assert.Equal(ObjectState.Skipped, archived.State);
        Assert.StartsWith("Archived", archived.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a=b&c?d#e")]
    [InlineData("100%25")]
    [InlineData("é 💥 'x' \"y\" (z)!*~")]
    [InlineData("a//b")]
    public async Task Fault_61_keys_with_any_characters_are_read(string prefix)
    {
        Put(1, FakeS3.Key(root: $"{prefix}/AWSLogs/"));

        var summary = await RunAsync(new SourceOptions { Prefix = prefix });

        Assert.Equal((null, 1L), (summary.Progress.Error, summary.Progress.Counts.Stored));
    }

    [Fact]
    public async Task Fault_62_a_new_account_is_found_by_the_next_run()
    {
        Put(1, FakeS3.Key(root: "AWSLogs/o-abc/"));
        using var source = SourceOf(new SourceOptions());
        await RunAsync(source);
        Put(2, FakeS3.Key(root: "AWSLogs/o-abc/", account: "999988887777", day: "2026/11/21"));

        Assert.Equal(1, (await RunAsync(source)).Progress.Counts.Stored);
    }

    [Fact]
    public async Task A_file_larger_than_memory_allows_waits_on_disk_and_leaves_nothing_there()
    {
        var large = string.Concat(Enumerable.Range(0, 4000).Select(i => Guid.NewGuid().ToString("n")));
        _s3.Put("large", System.Text.Encoding.ASCII.GetBytes(large));
        using var bucket = new S3Bucket("trails", _s3.Client, "eu-west-1", TimeProvider.System, Quick);

        var download = await bucket.ReadAsync("large", null, CancellationToken.None);
        var file = Assert.IsType<FileStream>(download.Body);
        using (var reader = new StreamReader(file))
        {
            Assert.Equal(large, await reader.ReadToEndAsync());
        }

        Assert.False(File.Exists(file.Name));
    }

    private static string Name(string key) => $"s3://trails/{key}";

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    private void Put(int number, string key) => _s3.Put(key, FakeS3.Gzip($$"""{"Records":[{{Some.Record(number)}}]}"""));

    private Amazon.S3.IAmazonS3 Remember(List<string> asked, string region)
    {
        asked.Add(region);
        return _s3.Client(region);
    }

    private S3Source SourceOf(SourceOptions options)
    {
        options.Type = SourceType.S3;
        options.Bucket = "trails";
        options.Name = options.Name.Length > 0 ? options.Name : "trail";
        return new S3Source(options, () => new S3Bucket("trails", _s3.Client, "eu-west-1", TimeProvider.System, Quick), _time);
    }

    private async Task<List<TrailObject>> ListAsync(SourceOptions options)
    {
        using var source = SourceOf(options);
        var listed = new List<TrailObject>();
        await foreach (var one in source.ListAsync(CancellationToken.None))
        {
            listed.Add(one);
        }

        return listed;
    }

    private async Task<ImportSummary> RunAsync(SourceOptions? options = null)
    {
        using var source = SourceOf(options ?? new SourceOptions());
        return await RunAsync(source);
    }

    private async Task<ImportSummary> RunAsync(S3Source source)
    {
        using var feed = new ImportFeed(_time);
        return await new ImportRun(_store.Writer, _store.Ledger, new TrailObjectReader(_time), feed, new ImportOptions { Readers = 4 }, _time)
            .RunAsync(source, "S3", null, CancellationToken.None).WaitAsync(Soon);
    }
}
