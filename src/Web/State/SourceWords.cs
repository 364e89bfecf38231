using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.State;

/// <summary>Sources and their states in words.</summary>
public static class SourceWords
{
    /// <summary>The kind of a source.</summary>
    public static string Of(SourceType? type) => type switch
    {
        SourceType.LookupEvents => "LookupEvents",
        SourceType.S3 => "S3 bucket",
        SourceType.Queue => "Queue",
        _ => "",
    };

    /// <summary>What a source reads one by one.</summary>
    public static string Noun(SourceType? type) => type is SourceType.LookupEvents ? "window" : "file";

    /// <summary>What a source reads from: a bucket, a queue, or accounts and regions.</summary>
    public static string Place(SourceOptions source) => source.Type switch
    {
        SourceType.S3 => source.Prefix.Length == 0 ? $"s3://{source.Bucket}" : $"s3://{source.Bucket}/{source.Prefix.Trim('/')}",
        SourceType.Queue => WithoutSecrets(source.QueueUrl),
        _ => $"{Accounts(source)}, {(source.Regions.Count == 0 ? "the profile's own region" : source.Regions is ["*"] ? "all regions" : string.Join(", ", source.Regions))}",
    };

    /// <summary>A state as a word.</summary>
    public static string Of(SourceStatus status) => status.Activity switch
    {
        SourceActivity.Running => status.State.IsPaused ? "pausing" : "running",
        SourceActivity.BackingOff => "failing",
        SourceActivity.Waiting => status.State.LastError is null ? "waiting" : "waiting, with failures",
        SourceActivity.Paused => "paused",
        SourceActivity.Elsewhere => "runs elsewhere",
        SourceActivity.Off => "off",
        SourceActivity.Stopped => "stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status.Activity, null),
    };

    /// <summary>What the state means for a person, or null where the word says it all.</summary>
    public static string? Sentence(SourceStatus status) => status.Activity switch
    {
        SourceActivity.Running when status.State.IsPaused => "Pausing: the run ends as soon as what is being written is committed.",
        SourceActivity.Paused => "Nothing is read until you resume it. What was committed stays, and it goes on from there.",
        SourceActivity.Off => "It runs only when it is asked to: Enabled is false in its settings.",
        SourceActivity.Elsewhere => $"It is run by {status.State.Owner ?? "another process"} on the same store. If that one ends, this one takes over within a minute or so.",
        SourceActivity.Stopped => "TrailBoard is ending. It goes on when TrailBoard is started again.",
        _ => null,
    };

    /// <summary>Why it cannot be run now, or null where it can.</summary>
    public static string? WhyNotRun(SourceStatus status) => status switch
    {
        { Activity: SourceActivity.Stopped } => "TrailBoard is ending.",
        { State.IsPaused: true } or { Activity: SourceActivity.Paused } => "It is paused: resume it first.",
        { Activity: SourceActivity.Running } => "It is running now.",
        { Activity: SourceActivity.Elsewhere } => "Another process runs it: ask there, or wait until this one takes over.",
        _ => null,
    };

    /// <summary>Why no range can be imported, or null where one can. A run that goes on is no reason: the range is next.</summary>
    public static string? WhyNoRange(SourceStatus status) => status switch
    {
        { Source.Type: SourceType.Queue } => "A queue has no range: it gives what it is told of. Import earlier days with a source of type S3 on the same bucket.",
        { Activity: SourceActivity.Running, State.IsPaused: false } => null,
        _ => WhyNotRun(status),
    };

    /// <summary>Why it can be neither paused nor resumed, or null where it can.</summary>
    public static string? WhyNotPause(SourceStatus status) => status.Activity is SourceActivity.Stopped ? "TrailBoard is ending." : null;

    /// <summary>A URL of the settings without the user and the password that somebody may have written into it.</summary>
    public static string WithoutSecrets(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.UserInfo.Length > 0 || parsed.Query.Length > 0)
        ? parsed.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : url;

    private static string Accounts(SourceOptions source) => source.RoleArns.Count switch
    {
        0 => source.Profile.Length > 0 ? $"the account of profile {source.Profile}" : "the account of the credentials",
        1 => $"account {source.RoleArns[0].Split(':') switch { { Length: > 4 } parts => parts[4], _ => source.RoleArns[0] }}",
        var count => $"{count} accounts",
    };
}
