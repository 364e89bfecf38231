using Amazon.Runtime;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources.Checks;
using TrailBoard.Tests.Aws;

namespace TrailBoard.Tests;

/// <summary>Checks of sources: what each step finds out when everything is right, and what when AWS refuses.</summary>
public sealed class SourceCheckTests
{
    private const string Role = "arn:aws:iam::444455556666:role/TrailBoard";

    [Fact]
    public async Task LookupEvents_that_works_passes_every_step_in_its_order()
    {
        await using var aws = await CheckHarness.StartAsync();

        var steps = await aws.CheckAsync(aws.Lookup("eu-west-1", "us-east-1"));

        Assert.Equal(
            ["Settings", "Credentials", "Identity", "Clock", "LookupEvents of 111122223333 in eu-west-1", "LookupEvents of 111122223333 in us-east-1"],
            steps.Select(step => step.Title));
        Assert.All(steps, step => Assert.Equal((SourceCheckOutcome.Passed, null, null), (step.Outcome, step.MissingPermission, step.NextStep)));
        Assert.Contains("AWS_ACCESS_KEY_ID", steps[1].Sentence, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:user/test", steps[2].Sentence, StringComparison.Ordinal);
        Assert.All(aws.Trail.Calls, call => Assert.Equal(1, (int?)call.Body["MaxResults"]));
        Assert.Equal(2, aws.Trail.Calls.Count);
    }

    [Fact]
    public async Task Wrong_settings_are_told_by_their_key_and_nothing_is_called()
    {
        await using var aws = await CheckHarness.StartAsync();

        var steps = await aws.CheckAsync(new SourceOptions { Name = "trail", Type = SourceType.S3, Endpoint = aws.Url });

        Assert.Equal(SourceCheckOutcome.Failed, steps[0].Outcome);
        Assert.StartsWith("Bucket: ", steps[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(5, steps.Count - 1);
        Assert.All(steps.Skip(1), step => Assert.Equal(SourceCheckOutcome.NotTried, step.Outcome));
        Assert.Empty(aws.Trail.StsCalls);
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_told_and_what_needs_it_is_not_tried()
    {
        await using var aws = await CheckHarness.StartAsync();
        var source = aws.Lookup();
        source.Profile = "nobody";

        var steps = await aws.CheckAsync(source);

        Assert.Equal(["Settings", "Credentials", "Identity", "LookupEvents"], steps.Select(step => step.Title));
        Assert.Equal(
            [SourceCheckOutcome.Passed, SourceCheckOutcome.Failed, SourceCheckOutcome.NotTried, SourceCheckOutcome.NotTried],
            steps.Select(step => step.Outcome));
        Assert.Contains("aws configure", steps[1].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ExpiredToken")]
    [InlineData("InvalidClientTokenId")]
    [InlineData("SignatureDoesNotMatch")]
    public async Task Credentials_that_aws_does_not_accept_end_the_check(string code)
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.RefuseSts = (_, _) => new LookupFault(code, "No.\n\nThe Canonical String for this request should have been\n'x-amz-security-token:FwoGZXIvYXdzEXAMPLE'", 403);

        var steps = await aws.CheckAsync(aws.Trails());

        var identity = steps.Single(step => step.Title == "Identity");
        Assert.Equal(SourceCheckOutcome.Failed, identity.Outcome);
        Assert.Contains(code, identity.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("FwoG", identity.Sentence, StringComparison.Ordinal);
        Assert.Contains("Renew", identity.NextStep, StringComparison.Ordinal);
        Assert.All(steps.SkipWhile(step => step != identity).Skip(1), step => Assert.Equal(SourceCheckOutcome.NotTried, step.Outcome));
        Assert.Empty(aws.S3.Requests);
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_is_named_and_the_other_accounts_are_tried()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.RefuseSts = (action, role) => action == "AssumeRole" && role == Role
            ? new LookupFault("AccessDenied", $"User: arn:aws:iam::111122223333:user/test is not authorized to perform: sts:AssumeRole on resource: {role}", 403)
            : null;
        var source = aws.Lookup();
        source.RoleArns = [Role, "arn:aws:iam::777788889999:role/TrailBoard"];
        source.ExternalId = "choose-one";

        var steps = await aws.CheckAsync(source);

        var denied = steps.Single(step => step.Outcome is SourceCheckOutcome.Failed);
        Assert.Equal(($"Role {Role}", "sts:AssumeRole"), (denied.Title, denied.MissingPermission));
        Assert.Contains(Role, denied.NextStep, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:user/test", denied.NextStep, StringComparison.Ordinal);
        Assert.Contains("ExternalId", denied.NextStep, StringComparison.Ordinal);
        Assert.Contains(steps, step => step is { Title: "LookupEvents of 777788889999 in eu-west-1", Outcome: SourceCheckOutcome.Passed });
        Assert.Contains(steps, step => step is { Title: "LookupEvents of 444455556666", Outcome: SourceCheckOutcome.NotTried });
    }

    [Fact]
    public async Task A_call_that_is_denied_names_the_permission_and_the_region()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.Trail.Refuse = call => call.Region == "us-east-1" ? new LookupFault("AccessDeniedException", "User: x is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows it") : null;

        var steps = await aws.CheckAsync(aws.Lookup("eu-west-1", "us-east-1"));

        var denied = steps.Single(step => step.Outcome is SourceCheckOutcome.Failed);
        Assert.Equal(("LookupEvents of 111122223333 in us-east-1", "cloudtrail:LookupEvents"), (denied.Title, denied.MissingPermission));
        Assert.Contains("docs/aws.md", denied.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_policy_denies_explicitly_is_not_to_be_allowed_once_more()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.Trail.Refuse = _ => new LookupFault("AccessDeniedException", "User: x is not authorized to perform: cloudtrail:LookupEvents with an explicit deny in a service control policy");

        var denied = (await aws.CheckAsync(aws.Lookup()))[^1];

        Assert.Equal("cloudtrail:LookupEvents", denied.MissingPermission);
        Assert.Contains("denies cloudtrail:LookupEvents explicitly", denied.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_that_is_switched_off_fails_where_it_is_named_and_is_left_out_where_all_are_meant()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.Trail.Refuse = call => call.Region == "af-south-1" ? new LookupFault("UnrecognizedClientException", "The security token included in the request is invalid.") : null;

        var named = (await aws.CheckAsync(aws.Lookup("af-south-1")))[^1];
        var all = await aws.CheckAsync(aws.Lookup("*"));

        Assert.Equal(SourceCheckOutcome.Failed, named.Outcome);
        Assert.Contains("switched off", named.Sentence, StringComparison.Ordinal);
        Assert.All(all, step => Assert.Equal(SourceCheckOutcome.Passed, step.Outcome));
        Assert.Contains("left out", all.Single(step => step.Title.EndsWith("af-south-1", StringComparison.Ordinal)).Sentence, StringComparison.Ordinal);
        Assert.True(all.Count > 20);
    }

    [Fact]
    public async Task Throttling_is_no_verdict()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.Trail.Refuse = _ => new LookupFault("ThrottlingException", "Rate exceeded");

        Assert.Equal(SourceCheckOutcome.Warning, (await aws.CheckAsync(aws.Lookup()))[^1].Outcome);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_told()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.Trail.ClockAhead = TimeSpan.FromMinutes(20);

        var clock = (await aws.CheckAsync(aws.Trails())).Single(step => step.Title == "Clock");

        Assert.Equal(SourceCheckOutcome.Warning, clock.Outcome);
        Assert.Contains("20 minutes behind", clock.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sts")]
    [InlineData("cloudtrail")]
    public async Task A_service_that_never_answers_fails_its_step_by_the_clock(string service)
    {
        var time = new ManualTime();
        await using var aws = await CheckHarness.StartAsync(time);
        aws.Hangs = service;

        var check = aws.CheckAsync(aws.Lookup());
        await aws.Hanging.Task.WaitAsync(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromSeconds(31));
        var steps = await check.WaitAsync(TimeSpan.FromMinutes(1));

        var failed = Assert.Single(steps, step => step.Outcome is SourceCheckOutcome.Failed);
        Assert.Contains("no answer came within 30 seconds", failed.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_is_stopped_ends_though_a_service_hangs()
    {
        await using var aws = await CheckHarness.StartAsync(new ManualTime());
        aws.Hangs = "cloudtrail";
        using var stop = new CancellationTokenSource();

        var check = aws.CheckAsync(aws.Lookup("eu-west-1", "us-east-1"), stop.Token);
        await aws.Hanging.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Each_kind_of_credentials_is_named_and_none_is_shown()
    {
        var keys = new ImmutableCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI", "token");

        Assert.Contains("environment variables", CredentialKind.Of(new EnvironmentVariablesAWSCredentials(), ""), StringComparison.Ordinal);
        Assert.Contains("the profile \"audit\": keys", CredentialKind.Of(new BasicAWSCredentials("a", "b"), "audit"), StringComparison.Ordinal);
        Assert.Contains("credential_process", CredentialKind.Of(new ProcessAWSCredentials("true"), "audit"), StringComparison.Ordinal);
        Assert.Contains("aws sso login", CredentialKind.Of(new SSOAWSCredentials("1", "eu-west-1", "role", "https://example.awsapps.com/start"), "audit"), StringComparison.Ordinal);
        Assert.Equal("access key …MPLE, temporary", CredentialKind.Shown(keys));
    }
}
