using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>Lists a trail's bucket and reads the start of one of its files.</summary>
internal sealed class BucketCheck(SourceOptions source, CheckLimit limit, TimeProvider time)
{
    public const string ListTitle = "List the bucket";
    public const string FindTitle = "Find trail files";
    public const string ReadTitle = "Read a trail file";

    private const int PathsShown = 5;

    // Once more is enough for a passing fault, and a person waits.
    private static readonly S3Patience Short = new(TimeSpan.FromSeconds(10), 2, TimeSpan.FromSeconds(1), 1 << 20);

    /// <summary>Opens a bucket for a check.</summary>
    public S3Bucket Open(string name, AwsSession session) => new(name, session.S3, session.HomeRegion, time, Short);

    public async IAsyncEnumerable<SourceCheckStep> StepsAsync(AwsSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var bucket = Open(source.Bucket, session);
        var root = S3Layout.RootOf(source.Prefix);
        var listed = await limit.TryAsync(
            async token =>
            {
                var folders = await bucket.FoldersAsync(root, token);
                var accounts = folders.Count(name => TrailKey.IsAccount(name));
                var organizations = folders.Count(name => TrailKey.IsOrganization(name));
                return CheckSteps.Passed(
                    ListTitle,
                    $"{source.Bucket} answers in {bucket.Region} and can be listed. Directly below {root}: {Count(accounts, "account")}, {Count(organizations, "organisation")}.");
            },
            fault => ListFault(ListTitle, bucket, root, fault),
            cancellationToken);
        yield return listed;
        if (listed.Outcome is SourceCheckOutcome.Failed)
        {
            yield return CheckSteps.NotTried(FindTitle, "the bucket cannot be listed");
            yield return CheckSteps.NotTried(ReadTitle, "no file is known");
            yield break;
        }

        var (found, file) = await limit.TryAsync(token => FindAsync(bucket, root, token), fault => (ListFault(FindTitle, bucket, root, fault), null), cancellationToken);
        yield return found;
        yield return file is null
            ? CheckSteps.NotTried(ReadTitle, "no file is known")
            : await ReadAsync(ReadTitle, bucket, file.Key, cancellationToken);
    }

    /// <summary>Reads the first bytes of a file.</summary>
    public Task<SourceCheckStep> ReadAsync(string title, S3Bucket bucket, string key, CancellationToken cancellationToken)
    {
        var name = $"s3://{bucket.Name}/{key}";
        return limit.TryAsync(
            async token => await bucket.StartOfAsync(key, token) is [0x1f, 0x8b, ..]
                ? CheckSteps.Passed(title, $"The start of {name} was read.")
                : CheckSteps.Warning(title, $"{name} can be read, but does not begin like a gzip file.", next: "Look at the file: whatever wrote it, it was not CloudTrail alone."),
            fault => ReadFault(title, bucket, name, fault),
            cancellationToken);
    }

    /// <summary>Why a bucket was not listed.</summary>
    public static SourceCheckStep ListFault(string title, S3Bucket bucket, string prefix, Exception fault)
    {
        var permission = AccessFaults.MissingPermission(fault, "s3:ListBucket");
        return CheckSteps.Failed(
            title,
            fault is SourceFailedException ? fault.Message : $"{bucket.Name} could not be listed: {AccessFaults.Words(fault)}",
            permission,
            permission is null ? null : AccessFaults.Allow(permission, $"arn:aws:s3:::{bucket.Name} for keys that begin with {(prefix.Length == 0 ? "anything" : prefix)}", fault));
    }

    private async Task<(SourceCheckStep, S3Object?)> FindAsync(S3Bucket bucket, string root, CancellationToken cancellationToken)
    {
        var finder = new TrailFinder(bucket, source.Regions);
        if (await finder.FindAsync(root, cancellationToken) is { } found)
        {
            return (CheckSteps.Passed(FindTitle, $"The newest of one account and region was delivered at {S3TrailObject.Utc(found.LastModified):yyyy-MM-dd HH:mm} UTC: {found.Key}"), found);
        }

        var looked = string.Join(", ", finder.Looked.Take(PathsShown));
        var more = finder.Looked.Count > PathsShown ? $" and {finder.Looked.Count - PathsShown:N0} more" : "";
        return (CheckSteps.Warning(
            FindTitle,
            $"None was found in {looked}{more}{(finder.GaveUp ? "; there are more folders, which were not looked at" : "")}.",
            next: $"Prefix is what stands before {TrailKey.Root}/ in the keys{(source.Regions.Count > 0 ? ", and only the Regions of the source are looked at" : "")}. If both are right, CloudTrail has delivered nothing yet."), null);
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count:N0} {what}s";

    private static SourceCheckStep ReadFault(string title, S3Bucket bucket, string name, Exception fault)
    {
        if (S3Faults.IsArchived(fault))
        {
            return CheckSteps.Warning(title, $"{name} is archived and cannot be read until it is restored.", next: "Restore the files that are to be imported, or let the lifecycle rule archive them later.");
        }

        if (AccessFaults.MissingPermission(fault, "s3:GetObject") is { } permission)
        {
            return CheckSteps.Failed(
                title, $"Reading {name} was denied: {AccessFaults.Words(fault)}", permission,
                permission.StartsWith("kms:", StringComparison.Ordinal)
                    ? AccessFaults.Allow(permission, "the key that encrypts the trail, in the policy of the role and in the key's own", fault)
                    : AccessFaults.Allow(permission, $"arn:aws:s3:::{bucket.Name}/*", fault) + " Where the files are encrypted with a KMS key, kms:Decrypt on the key is needed too.");
        }

        return CheckSteps.Failed(title, S3Faults.OfSource(fault, bucket.Name, bucket.Region)?.Message ?? $"{name} could not be read: {AccessFaults.Words(fault)}");
    }
}
