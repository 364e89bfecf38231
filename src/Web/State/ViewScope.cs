using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What every page of events has in common and every link between them carries: the filter's text and the range.</summary>
/// <param name="Filter">The filter as typed; it may hold a mistake.</param>
/// <param name="From">The start, or null where it is open.</param>
/// <param name="To">The end, or null where it is open.</param>
public sealed record ViewScope(string Filter, TimeBound? From, TimeBound? To)
{
    /// <summary>Everything.</summary>
    public static ViewScope All { get; } = new("", null, null);

    /// <summary>Reads the scope from the values of a URL. A bound that cannot be read stays open; <see cref="Misread"/> tells.</summary>
    public static ViewScope Read(string? filter, string? from, string? to, string? off = null, string? rows = null) => new(filter?.Trim() ?? "", Bound(from), Bound(to))
    {
        Off = off?.Trim() ?? "",
        Rows = rows == PageUrls.RowsOfEvents ? RowKind.Events : RowKind.Activities,
        Misread = Unreadable(from) ?? Unreadable(to),
    };

    /// <summary>The parts of a filter that are switched off: kept at hand, not asked.</summary>
    public string Off { get; init; } = "";

    /// <summary>What a row of the Events page is: links carry it, so that whoever has chosen it need not do so again on the way back.</summary>
    public RowKind Rows { get; init; }

    /// <summary>A bound of the URL that could not be read, so that the page can say it instead of quietly showing more.</summary>
    public string? Misread { get; private init; }

    /// <summary>The range at <paramref name="now"/>.</summary>
    public TimeRange Range(DateTimeOffset now) => new(From?.Resolve(now), To?.Resolve(now));

    /// <summary>Whether the range is open at both ends.</summary>
    public bool IsAllTime => From is null && To is null;

    private static TimeBound? Bound(string? text) => TimeBound.TryParse(text, out var bound) ? bound : null;

    private static string? Unreadable(string? text) => string.IsNullOrWhiteSpace(text) || TimeBound.TryParse(text, out _) ? null : text;
}

/// <summary>What a row of the Events page is.</summary>
public enum RowKind
{
    /// <summary>What a person would call one thing, folded.</summary>
    Activities,

    /// <summary>One event.</summary>
    Events,
}
