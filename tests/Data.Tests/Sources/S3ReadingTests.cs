using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>FAULTS, section D: files that are gone, denied, archived, cut off, replaced or stalled while they are read.</summary>
public sealed class S3ReadingTests : S3Tests
{
    [Fact]
    public async Task Fault_49_a_file_that_is_gone_is_skipped_and_said()
    {
        Put(1, FakeS3.Key(1));
        Put(2, FakeS3.Key(2));
        S3.Misbehave = request => request.IsGet && request.Name == FakeS3.Key(1) ? new FakeAnswer(404, "NoSuchKey", "The specified key does not exist.") : null;

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
        S3.Misbehave = request => request.IsGet && request.Name == FakeS3.Key(1) ? new FakeAnswer(403, "AccessDenied", message) : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L), (summary.Progress.Error, summary.Progress.Counts.Stored));
        var denied = Assert.Single(summary.Notable);
        Assert.Equal(ObjectState.Failed, denied.State);
        Assert.Contains(named, denied.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_53_a_body_that_stalls_for_a_minute_is_read_again()
    {
        Put(1, FakeS3.Key());
        var stalls = new FakeAnswer(Bytes: 10, Stalls: true);
        S3.Misbehave = request => request.IsGet && request.Number == 1 ? stalls : null;
        using var bucket = new S3Bucket("trails", S3.Client, "eu-west-1", Time, S3Patience.Default);

        var reading = bucket.ReadAsync(FakeS3.Key(), null, CancellationToken.None);
        await stalls.Stalled.Task.WaitAsync(Wait.Long);
        // The patience begins with the request, and again with the bytes that came.
        await Wait.UntilAsync(() => Time.Set == 2);
        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal((2, 1), (Time.Set, S3.Requests.Count));
        Time.Advance(TimeSpan.FromSeconds(1));
        // What is set then is the pause before the second attempt, of which half is left to chance.
        await Wait.UntilAsync(() => Time.Set == 3);
        Time.Advance(TimeSpan.FromSeconds(1));

        using var body = (await reading.WaitAsync(Wait.Long)).Body;
        Assert.Equal((2, true), (S3.Requests.Count, body.Length > 10));
    }

    [Fact]
    public async Task Fault_54_a_body_that_ends_early_is_read_again_and_leaves_no_row()
    {
        Put(1, FakeS3.Key());
        S3.Misbehave = request => request.IsGet && request.Number <= 2 ? new FakeAnswer(Bytes: 20) : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L, 3), (summary.Progress.Error, summary.Progress.Counts.Stored, S3.Requests.Count(request => request.IsGet)));
        Assert.Empty(summary.Notable);
    }

    [Fact]
    public async Task Fault_54_a_body_that_always_ends_early_fails_in_words_and_is_tried_by_the_next_run()
    {
        Put(1, FakeS3.Key());
        S3.Misbehave = request => request.IsGet ? new FakeAnswer(Bytes: 20) : null;
        var first = await RunAsync();
        S3.Misbehave = _ => null;
        var second = await RunAsync();

        Assert.StartsWith("It could not be downloaded in 4 attempts", Assert.Single(first.Notable).Reason, StringComparison.Ordinal);
        Assert.Equal((0L, 1L), (first.Progress.Counts.Stored, second.Progress.Counts.Stored));
    }

    [Fact]
    public async Task Fault_54_a_body_that_is_not_what_its_checksum_says_is_read_again()
    {
        Put(1, FakeS3.Key());
        S3.Misbehave = request => request.IsGet && request.Number <= 2 ? new FakeAnswer(Flips: true) : null;

        var summary = await RunAsync();

        Assert.Equal((null, 1L, 3), (summary.Progress.Error, summary.Progress.Counts.Stored, S3.Requests.Count(request => request.IsGet)));
    }

    [Fact]
    public async Task Fault_55_a_file_that_is_replaced_after_its_listing_is_read_as_it_is_now()
    {
        Put(1, FakeS3.Key());
        S3.Misbehave = request =>
        {
            if (request is { IsGet: true, Number: 1 })
            {
                S3.Put(FakeS3.Key(), FakeS3.Gzip(Some.Records(3)), modified: FakeS3.Written.AddMinutes(1));
            }

            return null;
        };

        var first = await RunAsync();
        var second = await RunAsync();

        // Asked for as it was listed, refused, and asked for as it is.
        Assert.Equal([false, true], S3.Requests.Where(request => request.IsGet).Select(request => request.IfMatch.Length == 0));
        Assert.Equal((3L, 1), (first.Progress.Counts.Stored, second.Progress.FilesSkipped));
    }

    [Fact]
    public async Task Fault_60_archived_files_are_skipped_until_they_are_restored()
    {
        S3.Put(FakeS3.Key(), FakeS3.Gzip(Some.Records(1)), "GLACIER");
        var first = await RunAsync();
        var gets = S3.Requests.Count(request => request.IsGet);
        S3.Put(FakeS3.Key(), FakeS3.Gzip(Some.Records(1)), "GLACIER", restored: true);
        var second = await RunAsync();

        Assert.Equal((ObjectState.Skipped, 0), (Assert.Single(first.Notable).State, gets));
        Assert.StartsWith("Archived in GLACIER", first.Notable[0].Reason, StringComparison.Ordinal);
        Assert.Equal(1, second.Progress.Counts.Stored);
    }

    [Fact]
    public async Task Fault_60_a_file_that_turns_out_archived_is_skipped()
    {
        Put(1, FakeS3.Key());
        S3.Misbehave = request => request.IsGet ? new FakeAnswer(403, "InvalidObjectState", "The operation is not valid for the object's access tier") : null;

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
    public async Task A_file_larger_than_memory_allows_waits_on_disk_and_leaves_nothing_there()
    {
        var large = string.Concat(Enumerable.Range(0, 4000).Select(i => Guid.NewGuid().ToString("n")));
        S3.Put("large", System.Text.Encoding.ASCII.GetBytes(large));
        using var bucket = new S3Bucket("trails", S3.Client, "eu-west-1", TimeProvider.System, Quick);

        var download = await bucket.ReadAsync("large", null, CancellationToken.None);
        var file = Assert.IsType<FileStream>(download.Body);
        using (var reader = new StreamReader(file))
        {
            Assert.Equal(large, await reader.ReadToEndAsync());
        }

        Assert.False(File.Exists(file.Name));
    }
}
