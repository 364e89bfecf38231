using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace TrailBoard.Web.Tests.Cli;

/// <summary>FAULTS 48 as a person meets it: a folder of a bucket, its digests included.</summary>
public sealed class DigestImportTests : IDisposable
{
    private const string Logs = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/05/";
    private const string Digests = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/10/05/";

    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-digests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fault_48_a_folder_with_its_digests_is_compared_with_them()
    {
        var good = Write(Logs + "111122223333_CloudTrail_eu-west-1_20261005T1205Z_aaaaaaaaaaaaaaaa.json.gz", Some.Records(3));
        var changed = Write(Logs + "111122223333_CloudTrail_eu-west-1_20261005T1210Z_bbbbbbbbbbbbbbbb.json.gz", Some.Records(2));
        var digest = Digests + "111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20261005T130000Z_backfill.json.gz";
        Write(digest, $$"""{"digestStartTime":"2026-10-05T12:00:00Z","digestS3Object":"{{digest}}","logFiles":[{{Entry(good.Key, good.Hash)}},{{Entry(changed.Key, good.Hash)}},{{Entry(Logs + "gone.json.gz", good.Hash)}}]}""");

        var (exit, output, _) = await Verb.RunAsync("import", _folder, "--store", Path.Combine(_folder, "store.db"));

        Assert.Equal(0, exit);
        Assert.Contains("A CloudTrail digest (backfill): it lists 3 files and holds no events. Its signature is not checked.", output, StringComparison.Ordinal);
        Assert.Contains("Of 3 files in 1 digest, 1 are imported and are what the digest says, 1 are not imported, 1 differ. Signatures are not checked.", output, StringComparison.Ordinal);
    }

    private static string Entry(string key, string hash) => $$"""{"s3Bucket":"trails","s3Object":"{{key}}","hashValue":"{{hash}}","hashAlgorithm":"SHA-256"}""";

    private (string Key, string Hash) Write(string key, string json)
    {
        var path = Path.Combine(_folder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(json));
        return (key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))));
    }
}
