using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.State;

/// <summary>A range as a person typed it, and what it means for a source.</summary>
public sealed record SourceRange(SourceType? Type, ViewerTime Viewer, DateTimeOffset Now)
{
    /// <summary>How far back LookupEvents answers: CloudTrail keeps the event history for so long.</summary>
    public static readonly TimeSpan LookupReach = TimeSpan.FromDays(90);

    /// <summary>What can be asked for, in words.</summary>
    public string Limits => Type switch
    {
        SourceType.LookupEvents => $"LookupEvents answers for the last 90 days: from {Viewer.Minute(Now - LookupReach)} on.",
        SourceType.S3 => "Whole days of delivery are read, in UTC, and the day after: an event may be delivered a day later than it happened.",
        _ => "",
    };

    /// <summary>Reads the two ends; an empty one is open.</summary>
    /// <returns>What to ask for, or what is wrong, at which end.</returns>
    public (SourceRequest? Request, string? Mistake, bool FromWrong, bool ToWrong) Read(string from, string to)
    {
        if (!TryRead(from, isEnd: false, out var first) | !TryRead(to, isEnd: true, out var last))
        {
            return (null, $"Write a date such as {Viewer.Minute(Now)[..10]}, a time, or a distance back from now such as -7d.", !TryRead(from, isEnd: false, out _), !TryRead(to, isEnd: true, out _));
        }

        return (first, last) switch
        {
            (null, null) => (null, "Say from when, or to when. Without a range, Run now imports what is new.", true, false),
            ({ } begin, { } end) when begin >= end => (null, "To must be later than From.", false, true),
            ({ } begin, _) when begin >= Now => (null, "From lies ahead: nothing has happened there yet.", true, false),
            ({ } begin, _) when Type is SourceType.LookupEvents && begin < Now - LookupReach =>
                (null, $"LookupEvents has nothing before {Viewer.Minute(Now - LookupReach)}. Older events are only in a trail's bucket.", true, false),
            (null, { } end) when Type is SourceType.LookupEvents && end <= Now - LookupReach =>
                (null, $"LookupEvents has nothing before {Viewer.Minute(Now - LookupReach)}. Older events are only in a trail's bucket.", false, true),
            _ => (new SourceRequest(first, last), null, false, false),
        };
    }

    private bool TryRead(string text, bool isEnd, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (!Viewer.TryRead(text, out var bound, isEnd))
        {
            return false;
        }

        time = bound.Resolve(Now);
        return true;
    }
}
