using System.Security.Cryptography;
using System.Text;
using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>FAULTS 48: what a digest lists is compared with what was imported, whichever came first.</summary>
public sealed class DigestTests
{
    private const string Root = "s3://trails/";
    private const string Digest = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/10/05/x_backfill.json.gz";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fault_48_a_backfill_digest_is_checked_against_the_files_that_are_imported(bool digestFirst)
    {
        using var store = await TestStore.CreateAsync();
        FakeObject[] logs = [new(Root + "good", Some.Record(1)), new(Root + "changed", Some.Record(2)), new(Root + "refused") { Last = new ObjectReading.Failure("cut") }];
        var digest = DigestOf(("good", HashOf(Some.Record(1))), ("changed", HashOf(Some.Record(3))), ("refused", HashOf("")), ("never", HashOf("")));
        var outcomes = await store.ImportAsync(digestFirst ? [digest, .. logs] : [.. logs, digest]);

        Assert.Contains(outcomes, outcome => outcome is { State: ObjectState.Skipped, Reason: "A CloudTrail digest (backfill): it lists 4 files and holds no events. Its signature is not checked." });
        var check = await CheckAsync(store, 1);
        Assert.Equal((new DigestCheck(4, 1, 1), 2), (check, check.Missing));
    }

    [Fact]
    public async Task Fault_48_what_is_imported_later_counts_and_the_newest_reading_of_a_file_decides()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(DigestOf(("log", HashOf(Some.Record(1)))));
        Assert.Equal(new DigestCheck(1, 0, 0), await CheckAsync(store, 1));

        await store.ImportAsync(new FakeObject(Root + "log", Some.Record(1)));
        Assert.Equal(new DigestCheck(1, 1, 0), await CheckAsync(store, 1));

        await store.ImportAsync(new FakeObject(Root + "log", Some.Record(1), Some.Record(2)));
        Assert.Equal(new DigestCheck(1, 0, 1), await CheckAsync(store, 1));
    }

    [Fact]
    public async Task A_digest_that_is_read_again_is_a_check_of_its_own_and_other_files_have_none()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(DigestOf(("log", HashOf(""))));
        await store.ImportAsync(DigestOf(("log", HashOf("")), ("other", HashOf(""))), new FakeObject(Root + "log", Some.Record(1)));

        Assert.Equal(new DigestCheck(2, 0, 1), await CheckAsync(store, 2));
        Assert.Contains(await store.Ledger.ObjectsAsync(2, 0, 10, CancellationToken.None), line => line is { State: ObjectState.Done, Digest: null });
    }

    private static FakeObject DigestOf(params (string Key, string Sha256)[] files)
    {
        var digest = new TrailDigest(Digest, [.. files.Select(file => new DigestedFile(file.Key, file.Sha256))], 0);
        return new FakeObject(Root + Digest) { Last = new ObjectReading.Skip(digest.Sentence, null) { Lists = digest } };
    }

    // As FakeObject hashes its records.
    private static string HashOf(params string[] records) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', records))));

    private static async Task<DigestCheck> CheckAsync(TestStore store, long run) =>
        Assert.Single((await store.Ledger.ObjectsAsync(run, 0, 10, CancellationToken.None)).Select(line => line.Digest).OfType<DigestCheck>());
}
