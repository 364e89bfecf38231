using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Data;

namespace TrailBoard.Tests.Aws;

public sealed class LookupEventsTests
{
    private static readonly DateTimeOffset Now = new SkippingTime().GetUtcNow();

    [Fact]
    public async Task Ninety_days_equal_an_import_of_the_plain_records()
    {
        var records = LookupHarness.Evenly(1_200, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(100)).ToArray();
        await using var lookup = await LookupHarness.StartAsync(records);

        var summary = await lookup.RunAsync();

        Assert.Null(summary.Progress.Error);
        Assert.Equal(0, summary.Progress.FilesFailed);
        using var plain = await TestStore.CreateAsync();
        await plain.ImportAsync(new FakeObject("plain", records));
        Assert.Equal(1_200, await lookup.CountAsync());
        Assert.Equal(await plain.DumpAsync(), await lookup.Store.DumpAsync());
    }

    [Fact]
    public async Task A_window_is_asked_for_with_the_same_parameters_on_each_page_and_its_end_left_out()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(170, TimeSpan.FromHours(3), TimeSpan.FromSeconds(10)));

        await lookup.RunAsync(Now.AddHours(-4), Now.AddHours(-2));

        var windows = lookup.Server.Calls.Where(call => call.Body["StartTime"] is not null).ToList();
        Assert.Equal([null, null, "token-2", "token-3", "token-4"], windows.Select(call => call.Token));
        Assert.Equal(2, windows.Select(call => call.Parameters).Distinct().Count());
        Assert.All(windows, call => Assert.Equal(3599, (long)call.Body["EndTime"]! % 3600));
        Assert.Equal(170, await lookup.CountAsync());
    }

    [Fact]
    public async Task A_second_pass_asks_only_for_what_is_new()
    {
        var time = new SkippingTime();
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(100, TimeSpan.FromHours(3), TimeSpan.FromHours(1)), time);
        var source = lookup.Source(lookup.Options(Now.AddDays(-5)));
        await lookup.RunAsync(source);
        var calls = lookup.Server.Calls.Count;

        time.Advance(TimeSpan.FromHours(2));
        var late = $"{Now.AddMinutes(-30):yyyy-MM-dd'T'HH:mm:ss'Z'}";
        lookup.Server.Add([Some.Record(500, late)]);
        var summary = await lookup.RunAsync(source);

        Assert.Equal((1, 0), (summary.Progress.Counts.Stored, summary.Progress.FilesFailed));
        Assert.InRange(lookup.Server.Calls.Count - calls, 1, 12);
        Assert.All(lookup.Server.Calls.Skip(calls), call => Assert.True((long)call.Body["StartTime"]! >= Now.AddHours(-2.5).ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task What_comes_late_is_found_when_its_time_is_read_for_good()
    {
        var time = new SkippingTime();
        await using var lookup = await LookupHarness.StartAsync([], time);
        var source = lookup.Source(lookup.Options(Now.AddHours(-12)));
        await lookup.RunAsync(source);

        // Within the time that was read early, and delivered only now.
        lookup.Server.Add([Some.Record(1, $"{Now.AddMinutes(-70):yyyy-MM-dd'T'HH:mm:ss'Z'}")]);
        time.Advance(TimeSpan.FromHours(2));
        await lookup.RunAsync(source);

        Assert.Equal(1, await lookup.CountAsync());
    }

    [Fact]
    public async Task A_clock_that_is_set_ahead_between_passes_marks_no_time_as_read_that_is_still_to_come()
    {
        var time = new SkippingTime();
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(3, TimeSpan.FromHours(3), TimeSpan.FromHours(1)), time);
        lookup.Server.IgnoresSigningTime = true;
        var source = lookup.Source(lookup.Options(Now.AddHours(-12)));
        await lookup.RunAsync(source);

        // Only this machine's clock is wrong, and nobody knows before AWS answers.
        var wrong = TimeSpan.FromHours(6);
        time.Advance(wrong);
        lookup.Server.ClockAhead = -wrong;
        var ahead = await lookup.RunAsync(source);
        Assert.Equal((null, 0), (ahead.Progress.Error, ahead.Progress.FilesFailed));
        Assert.Contains(source.Notes, note => note.Contains("clock is 360 minutes ahead of AWS", StringComparison.Ordinal));
        time.Advance(-wrong);
        lookup.Server.ClockAhead = default;

        lookup.Server.Add(Enumerable.Range(1, 5).Select(hour => Some.Record(100 + hour, $"{Now.AddHours(hour):yyyy-MM-dd'T'HH:mm:ss'Z'}")));
        time.Advance(TimeSpan.FromHours(8));
        await lookup.RunAsync(source);

        Assert.Equal(8, await lookup.CountAsync());
    }

    [Fact]
    public async Task A_source_opened_anew_goes_by_the_ledger()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(300, TimeSpan.FromDays(1), TimeSpan.FromHours(1)));
        await lookup.RunAsync(Now.AddDays(-20), Now.AddHours(-3));
        var calls = lookup.Server.Calls.Count;

        var again = await lookup.RunAsync(Now.AddDays(-20), Now.AddHours(-3));

        Assert.Equal(0, again.Progress.Counts.Read);
        Assert.Equal(1, lookup.Server.Calls.Count - calls);
    }

    [Fact]
    public async Task Windows_grow_where_little_happens_and_shrink_where_much_does()
    {
        var quiet = LookupHarness.Evenly(10, TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        var busy = Enumerable.Range(0, 6_000).Select(i => Some.Record(i + 100, $"{Now.AddDays(-30).AddSeconds(-i):yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        await using var lookup = await LookupHarness.StartAsync(quiet.Concat(busy));

        var summary = await lookup.RunAsync(Now.AddDays(-40), Now.AddHours(-3));

        Assert.Equal(6_010, summary.Progress.Counts.Stored);
        var lengths = lookup.Server.Calls.Where(call => call.Token is null && call.Body["StartTime"] is not null)
            .Select(call => (long)call.Body["EndTime"]! + 1 - (long)call.Body["StartTime"]!).ToList();
        Assert.Equal(86_400, lengths.Max());
        Assert.Contains(lengths, length => length <= 3_600);
        Assert.InRange(lengths.Count, 40, 90);
    }

    [Fact]
    public async Task A_long_window_that_turns_out_full_is_cut_where_a_later_run_finds_it_again()
    {
        var quiet = LookupHarness.Evenly(3, TimeSpan.FromDays(1), TimeSpan.FromDays(3));
        var burst = Enumerable.Range(0, 9_000).Select(i => Some.Record(i + 100, $"{Now.AddDays(-6).AddSeconds(-i / 2):yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        await using var lookup = await LookupHarness.StartAsync(quiet.Concat(burst));
        using var kill = new CancellationTokenSource();
        lookup.Server.Refuse = call =>
        {
            // About 5,000 events of the burst have been asked for by then.
            if (call.Number == 110)
            {
                kill.Cancel();
            }

            return null;
        };
        var stopped = await lookup.RunAsync(lookup.Source(lookup.Options(Now.AddDays(-8), Now.AddHours(-3))), kill.Token);
        Assert.InRange(stopped.Progress.Counts.Stored, 2_000, 8_000);

        var rest = await lookup.RunAsync(Now.AddDays(-8), Now.AddHours(-3));

        Assert.Equal((9_003, 0), (stopped.Progress.Counts.Stored + rest.Progress.Counts.Stored, rest.Progress.Counts.Duplicates));
        Assert.Equal(9_003, await lookup.CountAsync());
    }

    [Fact]
    public async Task Each_role_is_an_account_and_asks_with_its_external_id()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(5, TimeSpan.FromHours(3), TimeSpan.FromMinutes(1)));
        var options = lookup.Options(Now.AddHours(-6), Now.AddHours(-2), "eu-west-1", "us-east-1");
        options.RoleArns = ["arn:aws:iam::222233334444:role/TrailBoard", "arn:aws:iam::333344445555:role/TrailBoard"];
        options.ExternalId = "ours";

        var summary = await lookup.RunAsync(lookup.Source(options));

        Assert.Equal(0, summary.Progress.FilesFailed);
        Assert.Equal(
            ["222233334444 eu-west-1", "222233334444 us-east-1", "333344445555 eu-west-1", "333344445555 us-east-1"],
            lookup.Server.Calls.Select(call => $"{call.Account} {call.Region}").Distinct().Order());
        Assert.All(lookup.Server.StsCalls.Where(call => call["Action"] == "AssumeRole"), call => Assert.Equal(("ours", "trailboard"), (call["ExternalId"], call["RoleSessionName"])));
        Assert.Equal(5, await lookup.CountAsync());
    }

    [Fact]
    public async Task The_ceiling_and_the_time_left_are_told()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(100, TimeSpan.FromHours(3), TimeSpan.FromMinutes(1)));
        var source = lookup.Source(lookup.Options(Now.AddHours(-6), Now.AddHours(-2)));
        Assert.Null(source.Outlook);

        await lookup.RunAsync(source);

        Assert.Equal("LookupEvents gives at most 100 events a second for each account and region, here 100 in all; nothing is left for now.", source.Outlook?.Sentence);
    }

    [Fact]
    public async Task The_time_left_is_told_while_a_run_goes_on()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(12_000, TimeSpan.FromHours(3), TimeSpan.FromSeconds(0.6)));
        var source = lookup.Source(lookup.Options(Now.AddHours(-13), Now.AddHours(-3), "eu-west-1", "us-east-1"));
        var told = new List<SourceOutlook>();
        lookup.Server.Refuse = _ =>
        {
            if (source.Outlook is { } outlook)
            {
                told.Add(outlook);
            }

            return null;
        };

        await lookup.RunAsync(source);

        // 10 hours at 6,000 events an hour are 1,200 pages, two a second.
        Assert.Contains("LookupEvents gives at most 100 events a second for each account and region, here 200 in all.", told.Select(outlook => outlook.Sentence));
        Assert.Contains("LookupEvents gives at most 100 events a second for each account and region, here 200 in all; about 10 minutes left.", told.Select(outlook => outlook.Sentence));
        Assert.All(told, outlook => Assert.InRange(outlook.Left ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(11)));
        Assert.Equal((200, TimeSpan.Zero), (source.Outlook?.EventsPerSecondAtMost, source.Outlook?.Left));
    }

    [Fact]
    public void The_host_opens_it_by_its_settings()
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection([new("Sources:0:Name", "production"), new("Sources:0:Type", "LookupEvents")]).Build())
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddTrailBoardData()
            .BuildServiceProvider();

        var source = services.GetRequiredService<IRemoteSources>().Open(services.GetRequiredService<SourceSettings>().Find("Production")!);

        Assert.Equal(("production", TimeSpan.FromMinutes(5)), (source.Label, source.PollAfter));
    }

    [Fact]
    public async Task A_profile_that_is_not_there_ends_the_run_in_words()
    {
        await using var lookup = await LookupHarness.StartAsync([]);
        var options = lookup.Options();
        options.Profile = "nobody";

        var summary = await lookup.RunAsync(lookup.Source(options));

        Assert.StartsWith("There is no usable profile \"nobody\"", summary.Progress.Error, StringComparison.Ordinal);
    }
}
