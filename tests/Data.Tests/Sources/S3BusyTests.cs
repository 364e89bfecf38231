using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;
using TrailBoard.Tests.Aws;

namespace TrailBoard.Tests;

/// <summary>FAULTS 51: an S3 that is busy or out of order for a while.</summary>
public sealed class S3BusyTests
{
    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    public async Task Fault_51_nobody_hears_of_a_service_that_is_busy_for_less_than_five_minutes(int status, string code)
    {
        await using var s3 = await FakeS3.StartAsync();
        s3.Put(FakeS3.Key(), FakeS3.Gzip(Some.Records(1)));
        var time = new SkippingTime();
        var began = time.GetUtcNow();
        var asked = new List<DateTimeOffset>();
        s3.Misbehave = request =>
        {
            lock (asked)
            {
                asked.Add(time.GetUtcNow());
            }

            return time.GetUtcNow() - began < TimeSpan.FromMinutes(4.5) ? new FakeAnswer(status, code) : null;
        };
        using var bucket = new S3Bucket("trails", s3.Client, "eu-west-1", time, S3Patience.Default);

        Assert.Equal(["AWSLogs"], await bucket.FoldersAsync("", CancellationToken.None));

        // The pauses grow from half a second to half a minute at most, and chance has its part in them. They are whole milliseconds,
        // so two of them are alike now and then: one run in a hundred.
        var pauses = asked.Zip(asked.Skip(1), (one, next) => next - one).ToList();
        Assert.InRange(asked.Count, 12, 30);
        Assert.InRange(pauses[0], TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30)));
        Assert.InRange(pauses.Distinct().Count(), pauses.Count - 3, pauses.Count);
    }

    [Fact]
    public async Task Fault_51_what_stays_busy_is_said_after_five_minutes()
    {
        await using var s3 = await FakeS3.StartAsync();
        var time = new SkippingTime();
        var began = time.GetUtcNow();
        s3.Misbehave = _ => new FakeAnswer(503, "SlowDown", "Please reduce your request rate.");
        using var bucket = new S3Bucket("trails", s3.Client, "eu-west-1", time, S3Patience.Default);

        var listing = await Assert.ThrowsAsync<SourceFailedException>(() => bucket.FoldersAsync("", CancellationToken.None));
        var waited = time.GetUtcNow() - began;
        // Time that skips would stall every body at once.
        var soon = S3Patience.Default with { Pause = TimeSpan.FromMilliseconds(1), Busy = TimeSpan.FromMilliseconds(20) };
        using var hasty = new S3Bucket("trails", s3.Client, "eu-west-1", TimeProvider.System, soon);
        var reading = await Assert.ThrowsAsync<IOException>(() => hasty.ReadAsync(FakeS3.Key(), null, CancellationToken.None));

        Assert.Contains("Please reduce your request rate.", listing.Message, StringComparison.Ordinal);
        Assert.InRange(waited, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.5));
        Assert.StartsWith("S3 was busy or out of order for ", reading.Message, StringComparison.Ordinal);
    }
}
