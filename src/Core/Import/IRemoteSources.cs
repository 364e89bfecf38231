namespace TrailBoard.Core.Import;

/// <summary>Opens the configured sources of AWS. A port, because Core knows no cloud.</summary>
public interface IRemoteSources
{
    /// <summary>
    /// Opens a source. Nothing is called before it is listed. Keep what is returned from one run to the next: it remembers what it
    /// has learnt, and needs fewer calls then.
    /// </summary>
    /// <param name="source">The source's settings.</param>
    /// <param name="from">All events from this time on, or null for what the settings say.</param>
    /// <param name="to">All events before this time, or null for what the settings say.</param>
    IRemoteSource Open(SourceOptions source, DateTimeOffset? from = null, DateTimeOffset? to = null);
}

/// <summary>
/// A source of AWS. Each listing is one pass: it ends when there is nothing more to ask for, and is repeated after
/// <see cref="PollAfter"/>. Listings of one source do not overlap.
/// </summary>
public interface IRemoteSource : ITrailSource
{
    /// <summary>How long to wait between two passes.</summary>
    TimeSpan PollAfter { get; }

    /// <summary>What a person should know about the source, sentence by sentence: its limits, regions that are switched off, a wrong clock.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>What is left of the pass, or null where it cannot be told.</summary>
    SourceOutlook? Outlook { get; }
}

/// <summary>An estimate of what is left.</summary>
/// <param name="EventsPerSecondAtMost">The most that the service gives, whatever the network.</param>
/// <param name="Left">How long it takes still, or null while nothing was read yet.</param>
/// <param name="Sentence">Both in words.</param>
public sealed record SourceOutlook(double EventsPerSecondAtMost, TimeSpan? Left, string Sentence);
