using TrailBoard.Core.Search;
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
    public static ViewScope Read(string? filter, string? from, string? to, string? off = null, string? rows = null, string? bars = null, string? columns = null, string? facets = null)
    {
        var (text, words) = Asked(filter?.Trim() ?? "");
        return new(text, Bound(from), Bound(to))
        {
            AsWords = words,
            Off = off?.Trim() ?? "",
            Rows = rows == PageUrls.RowsOfEvents ? RowKind.Events : RowKind.Activities,
            Bars = BarStack.FieldOf(bars),
            Columns = RowColumns.Read(columns).ToString(),
            Facets = FacetChoice.Read(facets)?.ToString() ?? "",
            Misread = Unreadable(from) ?? Unreadable(to),
        };
    }

    /// <summary>The parts of a filter that are switched off: kept at hand, not asked.</summary>
    public string Off { get; init; } = "";

    /// <summary>What a row of the Events page is: links carry it, so that whoever has chosen it need not do so again on the way back.</summary>
    public RowKind Rows { get; init; }

    /// <summary>The field by whose values the bars over time are divided, or null for the outcome: links carry it as they carry <see cref="Rows"/>.</summary>
    public EventField? Bars { get; init; }

    /// <summary>The columns in which events show, as <see cref="RowColumns"/> writes them, or empty where they read as sentences. Links carry them as they do the rows.</summary>
    public string Columns { get; init; } = "";

    /// <summary>Which fields are facets (<see cref="FacetChoice"/>), or empty where they are those that the browser shows by itself.</summary>
    public string Facets { get; init; } = "";

    /// <summary>A bound of the URL that could not be read, so that the page can say it instead of quietly showing more.</summary>
    public string? Misread { get; private init; }

    /// <summary>The filter where it stands for words that the URL has instead of one (<see cref="PlainWords"/>), so that the page can say how they were understood; else null.</summary>
    public string? AsWords { get; private init; }

    /// <summary>The range at <paramref name="now"/>.</summary>
    public TimeRange Range(DateTimeOffset now) => new(From?.Resolve(now), To?.Resolve(now));

    /// <summary>Whether the range is open at both ends.</summary>
    public bool IsAllTime => From is null && To is null;

    // An address is typed too, and links are made of what stands in a message: the box would ask for the same words.
    private static (string Text, string? Words) Asked(string text) =>
        !FilterParser.TryParse(text, out _, out _) && PlainWords.TryRead(text, out var words) ? (words.ToString(), words.ToString()) : (text, null);

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
