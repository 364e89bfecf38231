using System.IO.Compression;
using System.Text;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;

namespace TrailBoard.Tests.Import;

/// <summary>FAULTS 48: digest files, those that CloudTrail made after the fact too.</summary>
public sealed class TrailDigestTests
{
    private const string Key = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/10/05/111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20261005T120000Z_backfill.json.gz";
    private const string Log = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/05/a.json.gz";
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Fault_48_a_digest_is_read_with_the_files_that_it_lists()
    {
        var digest = TrailDigest.Read(Encoding.UTF8.GetBytes(Digest(Key, Entry(Log, Hash.ToUpperInvariant()))))!;

        Assert.Equal([new DigestedFile(Log, Hash)], digest.Files);
        Assert.True(digest.IsBackfill);
        Assert.Equal("A CloudTrail digest (backfill): it lists 1 file and holds no events. Its signature is not checked.", digest.Sentence);
        Assert.False(TrailDigest.Read(Encoding.UTF8.GetBytes(Digest(Key.Replace("_backfill", "", StringComparison.Ordinal))))!.IsBackfill);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"s3Object":"a","hashValue":"short","hashAlgorithm":"SHA-256"}""")]
    [InlineData("""{"s3Object":"a","hashValue":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAg","hashAlgorithm":"SHA-256"}""")]
    [InlineData("""{"s3Object":"a","hashValue":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","hashAlgorithm":"MD5"}""")]
    [InlineData("""{"s3Object":["a"],"hashValue":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","hashAlgorithm":"SHA-256"}""")]
    public void An_entry_that_cannot_be_compared_is_counted_and_said(string entry)
    {
        var digest = TrailDigest.Read(Encoding.UTF8.GetBytes(Digest(Key, entry, Entry(Log, Hash))))!;

        Assert.Equal((1, 1), (digest.Files.Count, digest.Unreadable));
        Assert.Contains("lists 2 files", digest.Sentence, StringComparison.Ordinal);
        Assert.Contains("1 of its entries cannot be compared.", digest.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_more_files_than_can_be_compared_the_rest_is_counted()
    {
        var digest = TrailDigest.Read(Encoding.UTF8.GetBytes(Digest(Key, [.. Enumerable.Range(0, TrailDigest.MaxFiles + 5).Select(i => Entry($"{i}", Hash))])))!;
        Assert.Equal((TrailDigest.MaxFiles, 5), (digest.Files.Count, digest.Unreadable));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"digestS3Object":"a"}""")]
    [InlineData("""{"digestS3Object":7,"logFiles":[]}""")]
    [InlineData("""{"digestS3Object":"a","logFiles":{}}""")]
    [InlineData("""{"digestS3Object":"\ud800","logFiles":[]}""")]
    [InlineData("""{"digestS3Object":"a","logFiles":[""")]
    public void What_is_no_digest_is_none(string json) => Assert.Null(TrailDigest.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("s3://trails/" + Key, "s3://trails/" + Log)]
    [InlineData("/data/" + Key, "/data/" + Log)]
    [InlineData("/flat/digest.json.gz", "/flat/a.json.gz")]
    [InlineData("digest.json.gz", "a.json.gz")]
    public void A_listed_file_is_looked_for_where_the_digest_came_from(string digestName, string expected) =>
        Assert.Equal(expected, new TrailDigest(Key, [], 0).NameOf(new DigestedFile(Log, Hash), digestName));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fault_48_reading_a_digest_object_gives_what_it_lists_and_skips_it(bool gzip)
    {
        var skip = Assert.IsType<ObjectReading.Skip>(await LastAsync(Digest(Key, Entry(Log, Hash)), gzip, "/data/" + Key));

        Assert.Equal([new DigestedFile(Log, Hash)], skip.Lists?.Files);
        Assert.Equal(skip.Lists?.Sentence, skip.Reason);
    }

    [Fact]
    public async Task What_only_looks_like_a_digest_is_skipped_as_before()
    {
        var skip = Assert.IsType<ObjectReading.Skip>(await LastAsync("""{"digestStartTime":"2026-10-05T12:00:00Z","digestS3Object":7}""", gzip: true, "x.json.gz"));

        Assert.Null(skip.Lists);
        Assert.StartsWith("A CloudTrail digest file", skip.Reason, StringComparison.Ordinal);
    }

    private static string Digest(string key, params string[] entries) =>
        $$"""{"awsAccountId":"111122223333","digestStartTime":"2026-10-05T11:00:00Z","digestEndTime":"2026-10-05T12:00:00Z","digestS3Bucket":"trails","digestS3Object":"{{key}}","logFiles":[{{string.Join(',', entries)}}]}""";

    private static string Entry(string key, string hash) => $$"""{"s3Bucket":"trails","s3Object":"{{key}}","hashValue":"{{hash}}","hashAlgorithm":"SHA-256"}""";

    private static async Task<ObjectReading> LastAsync(string json, bool gzip, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (gzip)
        {
            using var packed = new MemoryStream();
            await using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                stream.Write(bytes);
            }

            bytes = packed.ToArray();
        }

        return await new TrailObjectReader(new ManualTime()).ReadAsync(new MemoryObject(bytes, name: name), CancellationToken.None).LastAsync();
    }
}
