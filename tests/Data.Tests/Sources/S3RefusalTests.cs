using Amazon.S3;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>FAULTS, section D: a bucket that refuses, is busy or is elsewhere.</summary>
public sealed class S3RefusalTests : S3Tests
{
    [Fact]
    public async Task Fault_50_a_bucket_whose_files_are_all_denied_fails_once_and_not_file_by_file()
    {
        for (var i = 0; i < 200; i++)
        {
            Put(i, FakeS3.Key(i));
        }

        S3.Misbehave = request => request.IsGet ? new FakeAnswer(403, "AccessDenied", "Access Denied") : null;

        var summary = await RunAsync();

        Assert.Contains("s3:GetObject", summary.Progress.Error, StringComparison.Ordinal);
        // Ten in a row are enough, and sixteen are asked for at once.
        Assert.InRange(S3.Requests.Count(request => request.IsGet), 10, 25);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "Access Denied", "s3:ListBucket on arn:aws:s3:::trails")]
    [InlineData(404, "NoSuchBucket", "The specified bucket does not exist", "There is no bucket trails.")]
    [InlineData(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", "Sign in again")]
    [InlineData(400, "ExpiredToken", "The provided token has expired.", "Sign in again")]
    [InlineData(403, "RequestTimeTooSkewed", "The difference between the request time and the server's time is too large.", "Set the clock.")]
    public async Task Fault_50_a_bucket_that_may_not_be_listed_says_what_to_do(int status, string code, string message, string said)
    {
        S3.Misbehave = _ => new FakeAnswer(status, code, message);

        var summary = await RunAsync();

        Assert.Contains(said, summary.Progress.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    public async Task Fault_51_a_busy_service_is_asked_again_with_pauses(int status, string code)
    {
        Put(1, FakeS3.Key());
        S3.Misbehave = request => request.Number <= 3 ? new FakeAnswer(status, code) : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L), (summary.Progress.Error, summary.Progress.Counts.Stored));
        Assert.All(S3.Requests.GroupBy(request => (request.Operation, request.Name)), same => Assert.Equal(4, same.Count()));
        Assert.True(S3Patience.Default.PauseAfter(3, 0) >= TimeSpan.FromSeconds(2) && S3Patience.Default.PauseAfter(3, 0) < S3Patience.Default.PauseAfter(3, 1));
    }

    [Theory]
    [InlineData(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint.", "us-east-2")]
    [InlineData(400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-2'", null)]
    public async Task Fault_52_a_bucket_in_another_region_is_followed(int status, string code, string message, string? header)
    {
        Put(1, FakeS3.Key());
        var asked = new List<string>();
        IAmazonS3 Remember(string region)
        {
            asked.Add(region);
            return S3.Client(region);
        }

        using var bucket = new S3Bucket("trails", Remember, "eu-west-1", TimeProvider.System, Quick);
        S3.Misbehave = request => asked.Count < 2 ? new FakeAnswer(status, code, message, header) : null;

        Assert.Equal(["AWSLogs"], await bucket.FoldersAsync("", CancellationToken.None));
        Assert.Equal(["AWSLogs"], await bucket.FoldersAsync("", CancellationToken.None));
        Assert.Equal(["eu-west-1", "us-east-2"], asked);
    }

    [Fact]
    public async Task Fault_52_a_region_that_does_not_help_is_named()
    {
        S3.Misbehave = _ => new FakeAnswer(301, "PermanentRedirect", "The bucket must be addressed using the specified endpoint.", "us-east-2");

        var summary = await RunAsync();

        Assert.Contains("The bucket trails is in us-east-2, not in eu-west-1.", summary.Progress.Error, StringComparison.Ordinal);
    }
}
