using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TrailBoard.Web.State;

/// <summary>What a line of text was understood as.</summary>
/// <param name="From">The start, or null where it is open.</param>
/// <param name="To">The end, not included, or null where it is open.</param>
/// <param name="Notes">Sentences about what a person may not expect: a change of the clocks, a range that lies ahead.</param>
public sealed record TimeRangeReading(TimeBound? From, TimeBound? To, IReadOnlyList<string> Notes);

/// <summary>Why a line is no range, and where.</summary>
/// <param name="Position">The first character that is wrong, from 0; the length of the text where something is missing at its end.</param>
/// <param name="Length">How many are wrong.</param>
/// <param name="Message">What was expected, in a sentence.</param>
public sealed record TimeMistake(int Position, int Length, string Message);

/// <summary>
/// A range of time in one line of text: <c>-2h</c>, <c>yesterday 14:00..16:00</c>, <c>2026-11-03..2026-11-04</c>. It is understood in the zone that the
/// person sees. What is a distance from now stays one; what names days becomes the moments that they are now.
/// </summary>
public static class TimeRangeText
{
    // As people write them, and as ranges are shown.
    private static readonly string[] Between = ["..", "–", " to "];

    /// <summary>Reads a line; an empty one is all time.</summary>
    /// <param name="now">What distances and words are understood from.</param>
    public static bool TryRead(string text, ViewerTime viewer, DateTimeOffset now, [NotNullWhen(true)] out TimeRangeReading? reading, [NotNullWhen(false)] out TimeMistake? mistake)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(viewer);
        (reading, mistake) = (null, null);
        if (text.Trim() is "" || text.Trim().Equals("all time", StringComparison.OrdinalIgnoreCase))
        {
            reading = new(null, null, []);
            return true;
        }

        var today = viewer.Local(now).Date;
        var sign = Between.FirstOrDefault(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));
        var at = sign is null ? text.Length : text.IndexOf(sign, StringComparison.OrdinalIgnoreCase);
        var behind = at + (sign?.Length ?? 0);
        mistake = Read(0..at, today, out var first);
        TimePart? last = null;
        mistake ??= Read(behind..text.Length, DayOf(first), out last);
        mistake ??= (first, last) switch
        {
            (null, null) => new(0, text.Length, "Expected a start or an end beside the dots, such as -7d..-1d or 2026-11-03 and two dots."),
            (TimePart.Now, _) => Whole(0..at, "Expected a start before now, such as -2h."),
            _ => null,
        };
        if (mistake is not null)
        {
            return false;
        }

        var ends = new TimeEnds(viewer);

        // One part alone is all of it: a day, a minute; a distance reaches until now.
        var from = ends.Start(first);
        var to = sign is null ? ends.Whole(first!) : ends.End(last);
        if (from is { } begin && to is { } end && begin.Resolve(now) >= end.Resolve(now))
        {
            mistake = Whole(behind..text.Length, $"Expected an end after the start, {TimeRangeWords.Full(begin, null, viewer, now).Replace(" to now", "", StringComparison.Ordinal)}.");
            return false;
        }

        if (from is { } lies && lies.Resolve(now) > now)
        {
            ends.Notes.Add("This lies ahead: nothing has happened there yet.");
        }

        reading = new(from, to, ends.Notes);
        return true;

        // A time alone at the end is on the day of the start, where that is a time.
        DateTime DayOf(TimePart? start) => start switch
        {
            TimePart.Wall wall => wall.Start.Date,
            TimePart.Exact exact => viewer.Local(exact.Start).Date,
            _ => today,
        };

        TimeMistake? Read(Range range, DateTime day, out TimePart? part)
        {
            part = null;
            return string.IsNullOrWhiteSpace(text[range]) || TimePart.TryRead(text[range].Trim(), today, day, out part, out var message) ? null : Whole(range, message);
        }

        TimeMistake Whole(Range range, string message)
        {
            var (start, length) = range.GetOffsetAndLength(text.Length);
            var part = text.Substring(start, length);
            return new(start + part.Length - part.TrimStart().Length, part.Trim().Length, message);
        }
    }

    /// <summary>Writes a range as the line that is read back to it: as short as that allows.</summary>
    public static string Write(TimeBound? from, TimeBound? to, ViewerTime viewer)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return (from, to) switch
        {
            (null, null) => "",
            ({ IsRelative: true } back, null) => back.ToString(),
            ({ IsRelative: false } start, { IsRelative: false } end) => Written(start.Resolve(default), end.Resolve(default), viewer),
            _ => $"{One(from, isEnd: false)}..{One(to, isEnd: true)}",
        };

        string One(TimeBound? bound, bool isEnd) => bound is not { } known ? "" : known.IsRelative ? known.ToString() : Written(known.Resolve(default), viewer, isEnd);
    }

    private static string Written(DateTimeOffset start, DateTimeOffset end, ViewerTime viewer)
    {
        var (first, last) = (viewer.Local(start).DateTime, viewer.Local(end).DateTime);
        if (start < end && IsDay(start, first) && IsDay(end, last))
        {
            var through = last.AddDays(-1);
            return first.Date == through.Date ? Text(first, "yyyy-MM-dd") : $"{Text(first, "yyyy-MM-dd")}..{Text(through, "yyyy-MM-dd")}";
        }

        var (begin, behind) = (Written(start, viewer, isEnd: false), Written(end, viewer, isEnd: true));
        var isShort = start < end && first.Date == last.Date && begin.Length <= 19 && behind.Length <= 19;
        return $"{begin}..{(isShort ? behind[11..] : behind)}";

        // The first moment of a day, which is not midnight everywhere.
        bool IsDay(DateTimeOffset moment, DateTime wall) => WallTime.Moment(viewer.Shown, wall.Date, isEnd: false) == moment;
    }

    // What is there twice is written with the offset where it would be read as the other.
    private static string Written(DateTimeOffset moment, ViewerTime viewer, bool isEnd)
    {
        var local = viewer.Local(moment);
        var text = Text(local.DateTime, local.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss");
        return WallTime.Moment(viewer.Shown, local.DateTime, isEnd) == moment ? text : text + " " + WallTime.Offset(local.Offset);
    }

    private static string Text(DateTime wall, string format) => wall.ToString(format, CultureInfo.InvariantCulture);
}
