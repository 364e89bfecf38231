using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources.Lookup;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>Tries a source: its settings, its credentials, the roles, and then what its type needs.</summary>
/// <param name="pacer">The calls of LookupEvents count for the source as well.</param>
internal sealed class SourceChecks(LookupPacer pacer, TimeProvider time) : ISourceChecks
{
    private readonly CheckLimit _limit = new(time, CheckLimit.Usual);

    public async IAsyncEnumerable<SourceCheckStep> CheckAsync(SourceOptions source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var settings = Settings(source);
        yield return settings;
        if (settings.Outcome is SourceCheckOutcome.Failed)
        {
            foreach (var title in (string[])["Credentials", "Identity", .. Titles(source)])
            {
                yield return CheckSteps.NotTried(title, "the settings are wrong");
            }

            yield break;
        }

        var identity = new IdentityCheck(source, _limit, time);
        await foreach (var step in identity.StepsAsync(cancellationToken))
        {
            yield return step;
        }

        if (identity.Readers.Count == 0)
        {
            foreach (var title in Titles(source))
            {
                yield return CheckSteps.NotTried(title, identity.Missing!);
            }

            yield break;
        }

        // LookupEvents asks each account: those whose role cannot be assumed are named.
        foreach (var role in identity.NotAssumed)
        {
            yield return CheckSteps.NotTried($"{LookupCheck.Title} of {role.Split(':')[4]}", $"{role} could not be assumed");
        }

        await foreach (var step in Reading(source, identity.Readers, cancellationToken))
        {
            yield return step;
        }
    }

    private IAsyncEnumerable<SourceCheckStep> Reading(SourceOptions source, List<CheckedReader> readers, CancellationToken cancellationToken)
    {
        var buckets = new BucketCheck(source, _limit, time);
        return source.Type switch
        {
            SourceType.LookupEvents => new LookupCheck(source, pacer, _limit, time).StepsAsync(readers, cancellationToken),
            SourceType.S3 => buckets.StepsAsync(readers[0].Session, cancellationToken),
            SourceType.Queue => new QueueCheck(source, _limit, buckets).StepsAsync(readers[0].Session, cancellationToken),
            var other => throw new ArgumentOutOfRangeException(nameof(source), other, null),
        };
    }

    private static SourceCheckStep Settings(SourceOptions source)
    {
        // Which number it has in the settings, nobody asked.
        var mistakes = SourceOptionsCheck.Mistakes([source]).Select(mistake => mistake[$"{SourceOptions.Section}:0:".Length..]).ToList();
        return mistakes.Count == 0
            ? CheckSteps.Passed("Settings", $"Complete, for a source of type {source.Type}.")
            : CheckSteps.Failed("Settings", string.Join(" ", mistakes), next: $"Correct the settings of the source {source.Name}: docs/settings.md tells each key.");
    }

    private static IEnumerable<string> Titles(SourceOptions source) => source.Type switch
    {
        SourceType.LookupEvents => [LookupCheck.Title],
        SourceType.S3 => [BucketCheck.ListTitle, BucketCheck.FindTitle, BucketCheck.ReadTitle],
        SourceType.Queue => [QueueCheck.ReceiveTitle, QueueCheck.HideTitle, QueueCheck.DeleteTitle, .. source.AllowedBuckets.Select(QueueCheck.BucketTitle)],
        _ => [],
    };
}
