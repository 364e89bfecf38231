using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>Checks of a trail's bucket, whose answers are right or wrong step by step.</summary>
public sealed class SourceCheckBucketTests
{
    private const SourceCheckOutcome Passed = SourceCheckOutcome.Passed;
    private const SourceCheckOutcome Warning = SourceCheckOutcome.Warning;
    private const SourceCheckOutcome Failed = SourceCheckOutcome.Failed;
    private const SourceCheckOutcome NotTried = SourceCheckOutcome.NotTried;

    [Fact]
    public async Task One_of_the_newest_files_is_found_by_a_few_listings_and_read()
    {
        await using var aws = await CheckHarness.StartAsync();
        for (var day = 1; day <= 28; day++)
        {
            aws.S3.Put(FakeS3.Key(1, day: $"2026/09/{day:d2}"), FakeS3.Gzip("{}"));
        }

        aws.S3.Put(FakeS3.Key(1, day: "2026/10/01", folder: "CloudTrail-Digest"), FakeS3.Gzip("{}"));

        var steps = await aws.CheckAsync(aws.Trails());

        Assert.All(steps, step => Assert.Equal(Passed, step.Outcome));
        Assert.Equal(["List the bucket", "Find trail files", "Read a trail file"], steps.TakeLast(3).Select(step => step.Title));
        Assert.Equal([FakeS3.Key(1, day: "2026/09/28")], aws.S3.Requests.Where(request => request.IsGet).Select(request => request.Name));
        Assert.InRange(aws.S3.Requests.Count(request => request.IsList), 1, 10);
    }

    [Fact]
    public async Task An_organisations_bucket_is_looked_through_below_its_prefix()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(root: "org/AWSLogs/o-example/"), FakeS3.Gzip("{}"));

        var steps = await aws.CheckAsync(aws.Trails("org"));

        Assert.Equal(Passed, steps[^1].Outcome);
        Assert.Contains("Directly below org/AWSLogs/: 0 accounts, 1 organisation.", steps[^3].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_leads_nowhere_is_left_for_the_next()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/12/", []);
        aws.S3.Put("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/30/", []);
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));

        Assert.Equal(Passed, (await aws.CheckAsync(aws.Trails()))[^1].Outcome);
    }

    [Fact]
    public async Task A_listing_that_is_denied_names_s3_ListBucket_and_no_file_is_asked_for()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Misbehave = request => request.IsList ? new FakeAnswer(403, "AccessDenied", "Access Denied") : null;

        var steps = await aws.CheckAsync(aws.Trails("org"));

        Assert.Equal([Failed, NotTried, NotTried], steps.TakeLast(3).Select(step => step.Outcome));
        Assert.Equal("s3:ListBucket", steps[^3].MissingPermission);
        Assert.Contains("arn:aws:s3:::example-trails", steps[^3].NextStep, StringComparison.Ordinal);
        Assert.Contains("org/AWSLogs/", steps[^3].NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain(aws.S3.Requests, request => request.IsGet);
    }

    [Theory]
    [InlineData("Access Denied", "s3:GetObject")]
    [InlineData("User: arn:aws:iam::111122223333:user/test is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::example-trails/x\"", "s3:GetObject")]
    [InlineData("User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext", "kms:Decrypt")]
    public async Task A_file_that_is_denied_names_what_is_missing(string message, string permission)
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.S3.Misbehave = request => request.IsGet ? new FakeAnswer(403, "AccessDenied", message) : null;

        var read = (await aws.CheckAsync(aws.Trails()))[^1];

        Assert.Equal((Failed, permission), (read.Outcome, read.MissingPermission));
        Assert.Contains(permission, read.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_in_another_region_is_followed_and_its_region_told()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.S3.Misbehave = request => request is { Number: 1, Name: "AWSLogs/" }
            ? new FakeAnswer(400, "AuthorizationHeaderMalformed", "the region 'eu-west-1' is wrong; expecting 'eu-central-1'", "eu-central-1")
            : null;

        var steps = await aws.CheckAsync(aws.Trails());

        Assert.All(steps, step => Assert.Equal(Passed, step.Outcome));
        Assert.Contains("eu-central-1", steps[^3].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_below_the_prefix_is_a_warning_with_the_paths_that_were_looked_at()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(root: "org/AWSLogs/"), FakeS3.Gzip("{}"));

        var steps = await aws.CheckAsync(aws.Trails());

        Assert.Equal([Passed, Warning, NotTried], steps.TakeLast(3).Select(step => step.Outcome));
        Assert.Contains("in AWSLogs/.", steps[^2].Sentence, StringComparison.Ordinal);
        Assert.Contains("Prefix", steps[^2].NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Regions_that_the_source_leaves_out_are_not_looked_at()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(region: "us-east-1"), FakeS3.Gzip("{}"));
        var source = aws.Trails();
        source.Regions = ["eu-west-1"];

        var found = (await aws.CheckAsync(source))[^2];

        Assert.Equal(Warning, found.Outcome);
        Assert.Contains("Regions", found.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_of_many_empty_folders_is_not_walked_whole()
    {
        await using var aws = await CheckHarness.StartAsync();
        for (var account = 0; account < 100; account++)
        {
            aws.S3.Put($"AWSLogs/{account:d12}/CloudTrail/eu-west-1/2026/", []);
        }

        var found = (await aws.CheckAsync(aws.Trails()))[^2];

        Assert.Equal(Warning, found.Outcome);
        Assert.Contains("more folders, which were not looked at", found.Sentence, StringComparison.Ordinal);
        Assert.InRange(aws.S3.Requests.Count, 1, 70);
    }

    [Fact]
    public async Task An_archived_file_is_a_warning()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"), storageClass: "GLACIER");

        var read = (await aws.CheckAsync(aws.Trails()))[^1];

        Assert.Equal((Warning, null), (read.Outcome, read.MissingPermission));
        Assert.Contains("archived", read.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(416)]
    public async Task A_file_that_is_no_gzip_or_is_empty_is_a_warning(int? status)
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), [1, 2, 3]);
        aws.S3.Misbehave = request => request.IsGet && status is not null ? new FakeAnswer(status, "InvalidRange", "The requested range is not satisfiable") : null;

        Assert.Equal(Warning, (await aws.CheckAsync(aws.Trails()))[^1].Outcome);
    }

    [Theory]
    [InlineData("NoSuchBucket", 404, "There is no bucket example-trails")]
    [InlineData("RequestTimeTooSkewed", 403, "clock")]
    [InlineData("ExpiredToken", 400, "does not accept the credentials")]
    public async Task Other_refusals_are_told_in_words(string code, int status, string words)
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Misbehave = _ => new FakeAnswer(status, code, "No.");

        var listed = (await aws.CheckAsync(aws.Trails()))[^3];

        Assert.Equal((Failed, null), (listed.Outcome, listed.MissingPermission));
        Assert.Contains(words, listed.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_never_answers_fails_by_the_clock()
    {
        var time = new ManualTime();
        await using var aws = await CheckHarness.StartAsync(time);
        aws.Hangs = "s3";

        var check = aws.CheckAsync(aws.Trails());
        await aws.Hanging.Task.WaitAsync(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(Failed, (await check.WaitAsync(TimeSpan.FromMinutes(1)))[^3].Outcome);
    }

    [Fact]
    public async Task Without_sts_a_bucket_is_read_all_the_same_unless_a_role_is_to_be_assumed()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.RefuseSts = (_, _) => new Aws.LookupFault("InvalidAction", "There is no such action here.", 400);
        var source = aws.Trails();

        var steps = await aws.CheckAsync(source);
        source.RoleArns = ["arn:aws:iam::444455556666:role/TrailBoard"];
        var withRole = await aws.CheckAsync(source);

        Assert.Equal((Warning, Passed), (steps.Single(step => step.Title == "Identity").Outcome, steps[^1].Outcome));
        Assert.Equal(Failed, withRole.Single(step => step.Title == "Identity").Outcome);
        Assert.All(withRole.TakeLast(4), step => Assert.Equal(NotTried, step.Outcome));
    }
}
