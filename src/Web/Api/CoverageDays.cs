using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Api;

/// <summary>The days of a map as programs write them: the API and the verb read them alike, and refuse what the page would overlook.</summary>
internal static class CoverageDays
{
    public const string Format = "yyyy-MM-dd";

    /// <summary>A year in days; more come in weeks.</summary>
    public const int MostCells = 366;

    private const int MostYears = 10;

    /// <summary>Reads the first and the last day, both included; neither, one or both.</summary>
    public static bool TryRead(string? from, string? to, [NotNullWhen(true)] out CoverageScope? scope, [NotNullWhen(false)] out (string Parameter, string Message)? mistake)
    {
        (scope, mistake) = (null, null);
        if (!TryDay(from, out var first))
        {
            mistake = ("from", $"'{from}' is not a day: expected one such as 2026-10-01.");
        }
        else if (!TryDay(to, out var last))
        {
            mistake = ("to", $"'{to}' is not a day: expected one such as 2026-10-01.");
        }
        else if (last < first)
        {
            mistake = ("to", "The last day lies before the first.");
        }
        else if (first is { } one && last is { } other && other > one.AddYears(MostYears))
        {
            mistake = ("from", $"The days are more than {MostYears} years.");
        }
        else
        {
            scope = new CoverageScope(first, last);
        }

        return scope is not null;
    }

    private static bool TryDay(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var isDay = DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is > 1970 and < 9990;
        day = isDay ? read : null;
        return isDay;
    }
}
