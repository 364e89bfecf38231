using System.Text.RegularExpressions;

namespace TrailBoard.Core.Import;

/// <summary>Finds mistakes in the settings of sources.</summary>
public static partial class SourceOptionsCheck
{
    /// <summary>The mistakes, each a sentence that begins with its key, for example <c>Sources:0:Bucket: …</c>; empty where there are none.</summary>
    public static IReadOnlyList<string> Mistakes(IReadOnlyList<SourceOptions> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var mistakes = new List<string>();
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < sources.Count; i++)
        {
            mistakes.AddRange(MistakesOf(sources[i]).Select(mistake => $"{SourceOptions.Section}:{i}:{mistake.Key}: {mistake.Sentence}"));
            if (sources[i].Name.Length > 0 && !names.TryAdd(sources[i].Name, i))
            {
                mistakes.Add($"{SourceOptions.Section}:{i}:Name: \"{sources[i].Name}\" is the name of {SourceOptions.Section}:{names[sources[i].Name]} too; each source needs a name of its own.");
            }
        }

        return mistakes;
    }

    private static IEnumerable<(string Key, string Sentence)> MistakesOf(SourceOptions source)
    {
        if (!NamePattern().IsMatch(source.Name))
        {
            yield return ("Name", "Give it a name of 1 to 64 letters, digits, dots, dashes or underscores.");
        }

        if (source is { From: { } from, To: { } to } && from >= to)
        {
            yield return ("To", "It must be later than From.");
        }

        if (source.Endpoint.Length > 0 && !IsHttp(source.Endpoint))
        {
            yield return ("Endpoint", $"\"{source.Endpoint}\" is not an http or https URL.");
        }

        for (var i = 0; i < source.RoleArns.Count; i++)
        {
            if (!RolePattern().IsMatch(source.RoleArns[i]))
            {
                yield return ($"RoleArns:{i}", $"\"{source.RoleArns[i]}\" is not the ARN of a role, such as arn:aws:iam::111122223333:role/TrailBoard.");
            }
        }

        for (var i = 1; i < source.RoleArns.Count; i++)
        {
            if (source.Type is SourceType.LookupEvents && source.RoleArns.Take(i).Any(role => AccountOf(role) == AccountOf(source.RoleArns[i])))
            {
                yield return ($"RoleArns:{i}", $"Another role of the account {AccountOf(source.RoleArns[i])} is listed before; one for each account is enough.");
            }
        }

        if (source.ExternalId.Length > 0 && source.RoleArns.Count == 0)
        {
            yield return ("ExternalId", "It is used when a role is assumed: name the role in RoleArns, or leave it out.");
        }

        for (var i = 0; i < source.Regions.Count; i++)
        {
            if (source.Regions[i] != "*" && !RegionPattern().IsMatch(source.Regions[i]))
            {
                yield return ($"Regions:{i}", $"\"{source.Regions[i]}\" is not a region, such as eu-west-1, nor * for all.");
            }
        }

        foreach (var mistake in MistakesOfType(source))
        {
            yield return mistake;
        }
    }

    private static IEnumerable<(string Key, string Sentence)> MistakesOfType(SourceOptions source)
    {
        if (source.Type is not { } type || !Enum.IsDefined(type))
        {
            yield return ("Type", "Write LookupEvents, S3 or Queue.");
            yield break;
        }

        if (type is SourceType.S3 ? !BucketPattern().IsMatch(source.Bucket) : source.Bucket.Length > 0)
        {
            yield return ("Bucket", type is SourceType.S3
                ? "Name the bucket of the trail: 3 to 63 lower-case letters, digits, dots and dashes."
                : $"A source of type {type} has no bucket of its own; {(type is SourceType.Queue ? "name it in AllowedBuckets" : "use type S3 to read one")}.");
        }

        if (source.Prefix.Length > 0 && type is not SourceType.S3)
        {
            yield return ("Prefix", $"A source of type {type} has no prefix.");
        }

        if (type is SourceType.Queue ? !IsHttp(source.QueueUrl) : source.QueueUrl.Length > 0)
        {
            yield return ("QueueUrl", type is SourceType.Queue
                ? "Name the queue by its URL, such as https://sqs.eu-west-1.amazonaws.com/111122223333/trailboard."
                : $"A source of type {type} has no queue.");
        }

        if (type is SourceType.Queue && source.AllowedBuckets.Count == 0)
        {
            yield return ("AllowedBuckets", "Name the buckets whose files may be read: who can send to the queue could name any other.");
        }

        if (type is not SourceType.Queue && source.AllowedBuckets.Count > 0)
        {
            yield return ("AllowedBuckets", $"A source of type {type} reads no messages; leave it out.");
        }

        for (var i = 0; i < source.AllowedBuckets.Count; i++)
        {
            if (!BucketPattern().IsMatch(source.AllowedBuckets[i]))
            {
                yield return ($"AllowedBuckets:{i}", $"\"{source.AllowedBuckets[i]}\" is not the name of a bucket.");
            }
        }
    }

    private static string AccountOf(string role) => role.Split(':') is { Length: > 4 } parts ? parts[4] : role;

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\x21-\x7e]{1,512}\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex RolePattern();

    [GeneratedRegex(@"^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex BucketPattern();
}
