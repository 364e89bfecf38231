namespace TrailBoard.Web.State;

/// <summary>
/// What lies over the colour of a part of the bars, so that nobody needs colours to tell parts apart: lines and checks, in the units of the
/// chart, where a bar is ten wide. The first part and what went well are plain.
/// </summary>
/// <param name="Look">The look of the part (<see cref="BarPart.Look"/>).</param>
/// <param name="Height">After how much it begins anew.</param>
/// <param name="Lines">Its lines, as the path of an SVG.</param>
public sealed record BarTexture(string Look, int Height, string Lines)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BarTexture> All { get; } =
    [
        new("bad", 11, "M0 11 L10 0 V3.5 L3.2 11 Z"),
        new("p2", 8, "M0 0 H10 V2.6 H0 Z"),
        new("p3", 8, "M3.6 0 H6.4 V8 H3.6 Z"),
        new("p4", 14, "M0 14 L10 0 V5 L3.6 14 Z"),
        new("p5", 12, "M1 0 H5 V6 H1 Z M5 6 H9 V12 H5 Z"),
        new("p6", 18, "M0 0 H10 V8 H0 Z"),
        new("rest", 14, "M0 0 L10 14 V9 L3.6 0 Z"),
    ];

    /// <summary>What fills a part, or null where its colour does.</summary>
    public static string? FillOf(string look) => All.Any(texture => texture.Look == look) ? $"url(#bars-{look})" : null;
}
