using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>What a source is doing.</summary>
public enum SourceActivity
{
    /// <summary>Waits until it is due.</summary>
    Waiting,

    /// <summary>Is imported now.</summary>
    Running,

    /// <summary>Waits longer, for its last run failed.</summary>
    BackingOff,

    /// <summary>Waits for a person to let it go on.</summary>
    Paused,

    /// <summary>Another process on the same store runs it.</summary>
    Elsewhere,

    /// <summary>Runs only when it is asked to: it is switched off in the settings.</summary>
    Off,

    /// <summary>The program is ending.</summary>
    Stopped,
}

/// <summary>A source at a moment, as pages show it.</summary>
/// <param name="State">What the store has of it; it may be older than the rest.</param>
/// <param name="RunId">The run that goes on, or the last of this process, or null.</param>
public sealed record SourceStatus(
    SourceOptions Source,
    SourceActivity Activity,
    SourceState State,
    DateTimeOffset? NextTry,
    long? RunId,
    IReadOnlyList<string> Notes,
    SourceOutlook? Outlook);

/// <summary>An import that a person asked for: all that is new, or a range.</summary>
public sealed record SourceRequest(DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    public bool IsRange => From is not null || To is not null;
}
