using Amazon.CloudTrail.Model;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;
using TrailBoard.Data.Sources.Lookup;

namespace TrailBoard.Tests.Aws;

/// <summary>FAULTS F, row by row, against a server that misbehaves.</summary>
public sealed class LookupFaultTests
{
    private static readonly DateTimeOffset Now = new SkippingTime().GetUtcNow();
    private static readonly DateTimeOffset From = Now.AddHours(-6);
    private static readonly DateTimeOffset To = Now.AddHours(-2);

    [Fact]
    public async Task Fault_75_one_process_is_never_throttled_and_two_still_read_all()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(400, TimeSpan.FromHours(3), TimeSpan.FromSeconds(10)));
        lookup.Server.Throttles = true;
        var first = await lookup.RunAsync(From, To);
        Assert.Equal((400, 0), (first.Progress.Counts.Stored, first.Progress.FilesFailed));

        // All calls are spaced as the service asks, so none was refused and made again.
        Assert.All(lookup.Server.Calls.Zip(lookup.Server.Calls.Skip(2)), three => Assert.True(three.Second.At - three.First.At > TimeSpan.FromSeconds(1)));

        // Another process knows nothing of this one's pace: each takes what the other leaves, and slows down when refused.
        lookup.Server.Add(Enumerable.Range(0, 400).Select(i => Some.Record(1_000 + i, $"{Now.AddDays(-2).AddSeconds(-i):yyyy-MM-dd'T'HH:mm:ss'Z'}")));
        var (from, to) = (Now.AddDays(-2).AddHours(-1), Now.AddDays(-2).AddHours(1));
        var both = await Task.WhenAll(
            lookup.RunAsync(lookup.Source(lookup.Options(from, to), new LookupPacer(lookup.Time, new Random(1)))),
            lookup.RunAsync(lookup.Source(lookup.Options(from, to), new LookupPacer(lookup.Time, new Random(2)))));

        Assert.All(both, summary => Assert.Equal((0, null), (summary.Progress.FilesFailed, summary.Progress.Error)));
        Assert.Equal(800, await lookup.CountAsync());
    }

    [Fact]
    public async Task Fault_75_a_throttled_call_is_made_again_and_costs_nothing()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(120, TimeSpan.FromHours(3), TimeSpan.FromSeconds(10)));
        lookup.Server.Refuse = call => call.Number % 3 != 0 ? new LookupFault("ThrottlingException", "Rate exceeded") : null;

        var summary = await lookup.RunAsync(From, To);

        Assert.Equal((120, 0), (summary.Progress.Counts.Stored, summary.Progress.FilesFailed));
    }

    [Fact]
    public async Task Fault_76_an_expired_token_asks_for_the_same_window_again()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(300, TimeSpan.FromHours(3), TimeSpan.FromSeconds(5)));
        var expired = false;
        lookup.Server.Refuse = call =>
        {
            var expires = !expired && call.Token == "token-4";
            expired |= expires;
            return expires ? new LookupFault("InvalidNextTokenException", "The token has expired.") : null;
        };

        var summary = await lookup.RunAsync(From, To);

        Assert.True(expired);
        Assert.Equal((300, 0, 0), (summary.Progress.Counts.Stored, summary.Progress.Counts.Duplicates, summary.Progress.FilesFailed));
        var asked = lookup.Server.Calls.Where(call => call.Token is null && call.Body["StartTime"] is not null).Select(call => call.Parameters).ToList();
        Assert.Single(asked.GroupBy(parameters => parameters), same => same.Count() == 2);
    }

    [Fact]
    public async Task Fault_76_a_token_that_always_expires_fails_the_window_and_keeps_nothing_of_it()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(100, TimeSpan.FromHours(3.1), TimeSpan.FromSeconds(5)));
        lookup.Server.Refuse = call => call.Token is not null && call.Body["StartTime"] is not null ? new LookupFault("InvalidNextTokenException") : null;

        var summary = await lookup.RunAsync(From, To);

        Assert.Contains(summary.Notable, outcome => outcome.State is ObjectState.Failed && outcome.Reason!.Contains("let the token expire", StringComparison.Ordinal));
        Assert.Equal(0, await lookup.CountAsync());
        lookup.Server.Refuse = _ => null;
        Assert.Equal(100, (await lookup.RunAsync(From, To)).Progress.Counts.Stored);
    }

    [Fact]
    public async Task Fault_77_an_empty_page_with_a_token_is_not_the_end()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(130, TimeSpan.FromHours(3), TimeSpan.FromSeconds(5)));
        lookup.Server.EmptyPage = call => call.Number % 2 == 0;

        var summary = await lookup.RunAsync(From, To);

        Assert.Equal((130, 0), (summary.Progress.Counts.Stored, summary.Progress.FilesFailed));
    }

    [Fact]
    public async Task Fault_78_a_crash_on_page_30_loses_nothing_and_a_replay_adds_nothing()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(3_000, TimeSpan.FromHours(3), TimeSpan.FromSeconds(3)));
        using var crash = new CancellationTokenSource();
        lookup.Server.Refuse = call =>
        {
            if (call.Number == 30)
            {
                crash.Cancel();
            }

            return null;
        };
        var stopped = await lookup.RunAsync(lookup.Source(lookup.Options(From, To)), crash.Token);
        Assert.NotNull(stopped.Progress.Error);
        Assert.Equal(stopped.Progress.Counts.Stored, await lookup.CountAsync());
        Assert.InRange(await lookup.CountAsync(), 1, 2_999);

        lookup.Server.Refuse = _ => null;
        var rest = await lookup.RunAsync(From, To);
        Assert.Equal((3_000, 0), (stopped.Progress.Counts.Stored + rest.Progress.Counts.Stored, rest.Progress.Counts.Duplicates));
        var once = await lookup.Store.DumpAsync();

        // Without the ledger's help, as after a restore from an older backup: all is read again.
        var options = lookup.Options(From, To);
        options.Name = "again";
        var replay = await lookup.RunAsync(lookup.Source(options));
        Assert.Equal((0, 3_000), (replay.Progress.Counts.Stored, replay.Progress.Counts.Duplicates));
        Assert.Equal(once, await lookup.Store.DumpAsync());
    }

    [Fact]
    public async Task Fault_79_expired_credentials_of_a_role_are_fetched_again()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(120, TimeSpan.FromHours(3), TimeSpan.FromSeconds(5)));
        lookup.Server.Refuse = call => call.AccessKey.EndsWith("0001", StringComparison.Ordinal) && call.Number >= 3
            ? new LookupFault("ExpiredTokenException", "The security token included in the request is expired")
            : null;
        var options = lookup.Options(From, To);
        options.RoleArns = ["arn:aws:iam::222233334444:role/TrailBoard"];

        var summary = await lookup.RunAsync(lookup.Source(options));

        Assert.Equal((120, 0), (summary.Progress.Counts.Stored, summary.Progress.FilesFailed));
        Assert.Equal(2, lookup.Server.StsCalls.Count(call => call["Action"] == "AssumeRole"));
    }

    [Fact]
    public async Task Fault_79_expired_credentials_that_nobody_renews_are_said_and_the_source_resumes()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(1_200, TimeSpan.FromHours(3), TimeSpan.FromSeconds(5)));
        lookup.Server.Refuse = call => call.Number > 8 ? new LookupFault("ExpiredTokenException", "The security token included in the request is expired") : null;
        var source = lookup.Source(lookup.Options(From, To));

        var summary = await lookup.RunAsync(source);

        Assert.Contains(summary.Notable, outcome => outcome.State is ObjectState.Failed && outcome.Reason ==
            "The credentials for account 111122223333 in eu-west-1 have expired. Renew the credentials of the environment that TrailBoard runs in. Then the source lookup goes on where it stopped.");
        Assert.InRange(summary.Progress.FilesFailed, 1, 2);

        lookup.Server.Refuse = _ => null;
        var resumed = await lookup.RunAsync(source);
        Assert.Equal(0, resumed.Progress.FilesFailed);
        Assert.Equal(1_200, await lookup.CountAsync());
    }

    [Fact]
    public async Task Fault_80_a_region_that_is_off_is_said_and_the_others_go_on()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(10, TimeSpan.FromHours(3), TimeSpan.FromSeconds(5)));
        lookup.Server.Refuse = call => call.Region == "ap-east-1" ? new LookupFault("UnrecognizedClientException", "The security token included in the request is invalid.") : null;

        // Named, it is a fault; among all, it is a remark.
        var named = await lookup.RunAsync(lookup.Source(lookup.Options(From, To, "ap-east-1", "eu-west-1")));
        Assert.Equal((10, 1), (named.Progress.Counts.Stored, named.Progress.FilesFailed));
        Assert.Contains("switch the region on or take it out of Regions", Assert.Single(named.Notable).Reason, StringComparison.Ordinal);

        var options = lookup.Options(From, To, "*");
        options.Name = "everywhere";
        var source = lookup.Source(options);
        var all = await lookup.RunAsync(source);
        Assert.Equal((10, 0, 1), (all.Progress.Counts.Duplicates, all.Progress.FilesFailed, all.Progress.FilesSkipped));
        Assert.Contains("The region ap-east-1 is switched off for the account 111122223333 and is left out.", source.Notes);
        Assert.Contains("us-east-1", lookup.Server.Calls.Select(call => call.Region));
        Assert.All(lookup.Server.Calls, call => Assert.Matches("^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-[0-9]$", call.Region));
    }

    [Theory]
    [InlineData(20, "behind AWS")]
    [InlineData(-20, "ahead of AWS")]
    public async Task Fault_81_a_clock_that_is_20_minutes_off_is_corrected_and_told(int minutes, string words)
    {
        // The SDK signs by the machine's own clock, so this test does as well.
        var now = TimeProvider.System.GetUtcNow();
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(10, TimeSpan.FromMinutes(50), TimeSpan.FromSeconds(5), now), TimeProvider.System);
        lookup.Server.ClockAhead = TimeSpan.FromMinutes(minutes);
        var source = lookup.Source(lookup.Options(now.AddHours(-1)));

        var summary = await lookup.RunAsync(source);

        Assert.Equal((10, 0), (summary.Progress.Counts.Stored, summary.Progress.FilesFailed));
        Assert.Contains(source.Notes, note => note.Contains($"clock is 20 minutes {words}", StringComparison.Ordinal));

        // No window may be frozen before its time has come by the clock of AWS.
        var newest = lookup.Server.Calls.Max(call => (long?)call.Body["EndTime"] ?? 0);
        Assert.InRange(newest, now.AddMinutes(minutes - 17).ToUnixTimeSeconds(), TimeProvider.System.GetUtcNow().AddMinutes(minutes - 14).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Fault_82_beyond_90_days_is_explained_and_S3_suggested()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(10, TimeSpan.FromDays(85), TimeSpan.FromDays(1)));
        var source = lookup.Source(lookup.Options(Now.AddDays(-200), Now.AddDays(-80)));

        var summary = await lookup.RunAsync(source);

        const string Explained = "CloudTrail keeps 90 days for LookupEvents: events of 111122223333 in eu-west-1 before 2026-08-23 13:00 UTC cannot be asked for. Read them from the trail's bucket: add a source of type S3.";
        Assert.Equal((ObjectState.Skipped, Explained), Assert.Single(summary.Notable.Select(outcome => (outcome.State, outcome.Reason))));
        Assert.Contains(Explained, source.Notes);
        Assert.Equal((5, 0), (summary.Progress.Counts.Stored, summary.Progress.FilesFailed));
    }

    [Fact]
    public async Task Fault_83_that_data_events_never_come_this_way_is_said()
    {
        await using var lookup = await LookupHarness.StartAsync([]);

        Assert.Contains(lookup.Source(lookup.Options()).Notes, note => note.Contains("Data events", StringComparison.Ordinal) && note.Contains("source of type S3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_no_Unicode_keeps_no_page_from_being_read()
    {
        var odd = Some.Record(1, $"{Now.AddHours(-3):yyyy-MM-dd'T'HH:mm:ss'Z'}", ""","requestID":"\ud800" """);
        await using var lookup = await LookupHarness.StartAsync([odd, .. LookupHarness.Evenly(60, TimeSpan.FromHours(3.1), TimeSpan.FromSeconds(5)).Skip(1)]);
        lookup.Server.Written = page => page.Replace("\"Username\":\"alice\"", "\"Username\":\"a\\u0000\\udc00\\ud83d \\ud83d\\ude00\"", StringComparison.Ordinal);

        var summary = await lookup.RunAsync(From, To);

        Assert.Equal((null, 0, 60), (summary.Progress.Error, summary.Progress.FilesFailed, summary.Progress.Counts.Stored));
        using var client = AwsSessions.First(lookup.Options()).CloudTrail("eu-west-1");
        var page = await client.LookupEventsAsync(new LookupEventsRequest { MaxResults = 1 });
        Assert.Equal("a\0\ufffd\ufffd \U0001f600", Assert.Single(page.Events!).Username);
    }

    [Fact]
    public async Task A_missing_permission_is_named_and_the_other_accounts_go_on()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(10, TimeSpan.FromHours(3), TimeSpan.FromSeconds(5)));
        lookup.Server.Refuse = call => call.Account == "222233334444" ? new LookupFault("AccessDeniedException", "User is not authorized to perform: cloudtrail:LookupEvents") : null;
        var options = lookup.Options(From, To);
        options.RoleArns = ["arn:aws:iam::222233334444:role/TrailBoard", "arn:aws:iam::333344445555:role/TrailBoard"];

        var summary = await lookup.RunAsync(lookup.Source(options));

        var failed = Assert.Single(summary.Notable);
        Assert.Equal("lookup/222233334444/eu-west-1", failed.Name);
        Assert.Contains("allow cloudtrail:LookupEvents to arn:aws:iam::222233334444:role/TrailBoard", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(10, summary.Progress.Counts.Stored);
    }

    [Fact]
    public async Task A_service_that_is_out_of_order_is_tried_again()
    {
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(60, TimeSpan.FromHours(3), TimeSpan.FromSeconds(5)));
        lookup.Server.Refuse = call => call.Number % 4 != 0 ? new LookupFault("InternalFailure", Status: 500) : null;

        Assert.Equal((60, 0), await lookup.RunAsync(From, To) is { Progress: var progress } ? (progress.Counts.Stored, progress.FilesFailed) : default);
    }
}
