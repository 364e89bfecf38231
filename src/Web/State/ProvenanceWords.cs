using System.Globalization;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What brought an event, in words: a call to CloudTrail, a file of a bucket, or a file that somebody imported.</summary>
public static class ProvenanceWords
{
    /// <summary>What it was: <c>LookupEvents call for eu-west-1 of account 111122223333, 2026-11-03 14:00 to 15:00 UTC</c>.</summary>
    /// <param name="name">The object's name: hostile text, so anything that is not named as TrailBoard names calls is a file.</param>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split('/') is ["lookup", var account, var region, var from, var to, .. var rest] && rest is [] or ["fresh"] && Time(from) is { } start && Time(to) is { } end
            ? $"LookupEvents call for {region} of account {account}, {ViewerTime.Utc.Moment(start)} to {ViewerTime.Utc.Moment(end)} UTC{(rest.Length > 0 ? ", before all was due" : "")}"
            : name.StartsWith("s3://", StringComparison.Ordinal) ? "File of a bucket" : "File";
    }

    /// <summary>The day of an event on the Coverage page.</summary>
    public static CoverageScope DayOf(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var day = CoverageScope.DayOf(stored.Event.Time);
        return new CoverageScope(day, day, stored.Event.Account ?? "", stored.Event.Region ?? "", new CoveragePlace(stored.Event.Account ?? "", stored.Event.Region ?? "", day));
    }

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : null;
}
