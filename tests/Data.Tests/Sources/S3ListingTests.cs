using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>FAULTS, section D: what is listed of a bucket, and what the next pass lists again.</summary>
public sealed class S3ListingTests : S3Tests
{
    [Fact]
    public async Task A_trail_is_imported_whole_and_a_second_run_reads_nothing()
    {
        for (var i = 1; i <= 5; i++)
        {
            Put(i, FakeS3.Key(i, day: $"2026/10/0{i}"));
        }

        var first = await RunAsync();
        var gets = S3.Requests.Count(request => request.IsGet);
        var second = await RunAsync();

        Assert.Equal((null, 5L, 5), (first.Progress.Error, first.Progress.Counts.Stored, gets));
        Assert.Equal((5, 5, 5), (second.Progress.FilesListed, second.Progress.FilesSkipped, S3.Requests.Count(request => request.IsGet)));
        Assert.All(S3.Requests.Where(request => request.IsGet), request => Assert.NotEmpty(request.IfMatch));
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
        Assert.DoesNotContain(S3.Requests, request => request.Name.Contains("/2024/", StringComparison.Ordinal) || request.Name.Contains("/2026/09/", StringComparison.Ordinal));
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
        Assert.DoesNotContain(S3.Requests, request => request.Name.Contains("Digest", StringComparison.Ordinal) || request.Name.Contains("Config", StringComparison.Ordinal));
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
        S3.PageSize = 7;
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
        Time.Advance(TimeSpan.FromHours(25));
        listed.Add((await RunAsync(source)).Progress.FilesListed);
        listed.Add((await RunAsync(source)).Progress.FilesListed);

        Assert.Equal([2, 1, 2, 1], listed);
    }

    [Fact]
    public async Task After_the_clock_was_set_back_all_is_listed_again()
    {
        Put(1, FakeS3.Key(1, day: "2026/11/20"));
        using var source = SourceOf(new SourceOptions());
        Time.Advance(TimeSpan.FromDays(30));
        await RunAsync(source);
        await RunAsync(source);

        // By the days after a pass of next month, nothing of this month would be new before then.
        Time.Advance(TimeSpan.FromDays(-30));
        Put(2, FakeS3.Key(2, day: "2026/11/21"));

        Assert.Equal(1, (await RunAsync(source)).Progress.Counts.Stored);
    }

    [Fact]
    public async Task A_pass_in_which_a_file_failed_is_not_complete()
    {
        S3.Put(FakeS3.Key(1, day: "2026/10/01"), [0x1f, 0x8b, 8, 0, 0]);
        using var source = SourceOf(new SourceOptions());
        await RunAsync(source);
        Put(1, FakeS3.Key(1, day: "2026/10/01"));

        Assert.Equal(1, (await RunAsync(source)).Progress.Counts.Stored);
        Assert.Equal(0, (await RunAsync(source)).Progress.FilesListed);
    }

    [Fact]
    public async Task Fault_56_a_page_that_fails_ends_the_run_and_the_next_one_goes_on()
    {
        S3.PageSize = 10;
        for (var i = 0; i < 40; i++)
        {
            Put(i, FakeS3.Key(i));
        }

        var pages = 0;
        S3.Misbehave = request => request.IsList && request.Name.EndsWith("/2026/10/05/", StringComparison.Ordinal) && Interlocked.Increment(ref pages) > 2
            ? new FakeAnswer(500) : null;
        var first = await RunAsync();
        S3.Misbehave = _ => null;
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
    public async Task Fault_62_a_new_account_is_found_by_the_next_run()
    {
        Put(1, FakeS3.Key(root: "AWSLogs/o-abc/"));
        using var source = SourceOf(new SourceOptions());
        await RunAsync(source);
        Put(2, FakeS3.Key(root: "AWSLogs/o-abc/", account: "999988887777", day: "2026/11/21"));

        Assert.Equal(1, (await RunAsync(source)).Progress.Counts.Stored);
    }

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
