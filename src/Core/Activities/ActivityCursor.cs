using System.Globalization;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>A place in the order of activities: that of the newest event of the last activity shown, and its time.</summary>
/// <param name="Time">The event's time, UTC, to the second.</param>
/// <param name="Place">The event's place.</param>
public readonly record struct ActivityCursor(DateTimeOffset Time, EventCursor Place)
{
    /// <summary>The cursor behind an activity.</summary>
    public static ActivityCursor Behind(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return new(activity.End, activity.Place);
    }

    /// <summary>The cursor as it stands in a URL.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.ToUnixTimeSeconds()}.{Place}");

    /// <summary>Reads a cursor back.</summary>
    public static bool TryParse(string? text, out ActivityCursor cursor)
    {
        cursor = default;
        if (text?.Split('.') is not [var time, var place]
            || !long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds >= new DateTimeOffset(9999, 12, 30, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()
            || !EventCursor.TryParse(place, out var read))
        {
            return false;
        }

        cursor = new(DateTimeOffset.FromUnixTimeSeconds(seconds), read);
        return true;
    }
}
