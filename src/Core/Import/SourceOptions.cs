namespace TrailBoard.Core.Import;

/// <summary>The kinds of sources in AWS. The names are written in the settings.</summary>
public enum SourceType
{
    /// <summary>Management events of the last 90 days, asked of CloudTrail's API.</summary>
    LookupEvents,

    /// <summary>The files of a trail, listed in its bucket.</summary>
    S3,

    /// <summary>The files of a trail, as a queue announces them.</summary>
    Queue,
}

/// <summary>One source of events in AWS (section <c>Sources:N</c> of the settings). It is checked when the program starts.</summary>
public sealed class SourceOptions
{
    /// <summary>Where in the settings the sources are.</summary>
    public const string Section = "Sources";

    /// <summary>What people call the source. Its events are marked with it, so it is not changed lightly.</summary>
    public string Name { get; set; } = "";

    /// <summary>What kind of source it is; null is a mistake that the check tells.</summary>
    public SourceType? Type { get; set; }

    /// <summary>A profile of the shared AWS files, also one of <c>aws sso login</c>; empty means the SDK's default chain.</summary>
    public string Profile { get; set; } = "";

    /// <summary>
    /// Roles to assume. LookupEvents asks each role's account; S3 and Queue read with the first. Empty means the credentials as they are.
    /// </summary>
    public IReadOnlyList<string> RoleArns { get; set; } = [];

    /// <summary>The external id that the roles ask for, or empty.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>Regions, or <c>*</c> for all. Empty means the profile's own region (LookupEvents), or all that are found (S3, Queue).</summary>
    public IReadOnlyList<string> Regions { get; set; } = [];

    /// <summary>The bucket of an S3 source.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>What stands before <c>AWSLogs/</c> in keys, or empty.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The URL of a Queue source's queue.</summary>
    public string QueueUrl { get; set; } = "";

    /// <summary>The only buckets that messages of a queue may name.</summary>
    public IReadOnlyList<string> AllowedBuckets { get; set; } = [];

    /// <summary>Events from this time on, UTC. Of a bucket whole files are read by their day of delivery, so some from before come too.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>Events before this time, UTC. Of a bucket whole files are read, up to those of the day after, so some from then on come too.</summary>
    public DateTimeOffset? To { get; set; }

    /// <summary>One URL for all calls, for tests and private endpoints; S3 is then path-style. Empty means AWS's own.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Whether it runs by itself. One that does not can still be run by name.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The same source with another range; null keeps what it has.</summary>
    public SourceOptions Within(DateTimeOffset? from, DateTimeOffset? to)
    {
        var same = (SourceOptions)MemberwiseClone();
        (same.From, same.To) = (from ?? From, to ?? To);
        return same;
    }
}
