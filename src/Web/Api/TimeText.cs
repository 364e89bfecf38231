using System.Globalization;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Api;

/// <summary>Times as people write them in URLs and verbs: ISO 8601, UTC unless an offset is given, to the second.</summary>
internal static class TimeText
{
    /// <summary>What an end of a range may be, for messages.</summary>
    public const string Expected = "a UTC time such as 2026-10-01, 2026-10-01T12:00 or 2026-10-01T12:00:00Z, or a distance back from now such as -24h or -7d";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
    ];

    /// <summary>A time as CloudTrail writes it.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a time.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Reads a half-open range; empty ends are open, and a distance is one back from now, as in the addresses of pages. The error names the end that is wrong and what was expected.</summary>
    public static bool TryParseRange(string? from, string? to, DateTimeOffset now, out TimeRange range, out TimeError? error)
    {
        range = TimeRange.All;
        error = null;
        if (!TryParseEnd(from, now, out var start))
        {
            error = new TimeError("from", $"'{from}' is not a time: expected {Expected}.");
        }
        else if (!TryParseEnd(to, now, out var end))
        {
            error = new TimeError("to", $"'{to}' is not a time: expected {Expected}.");
        }
        else if (start is not null && end is not null && end < start)
        {
            error = new TimeError("to", "The end of the range lies before its start.");
        }
        else
        {
            range = new TimeRange(start, end);
        }

        return error is null;
    }

    private static bool TryParseEnd(string? text, DateTimeOffset now, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (TimeBound.TryParse(text, out var bound) && bound.IsRelative)
        {
            time = bound.Resolve(now);
            return true;
        }

        var read = TryParse(text, out var value);
        time = read ? value : null;
        return read;
    }
}

/// <summary>A mistake in a range of time.</summary>
/// <param name="Parameter">Which end: <c>from</c> or <c>to</c>.</param>
/// <param name="Message">What is wrong and what was expected.</param>
internal sealed record TimeError(string Parameter, string Message);
