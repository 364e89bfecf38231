using System.Runtime.CompilerServices;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Containers;

namespace TrailBoard.Web.State;

/// <summary>How much an activity asks to be looked at: as much as the event in it that does so most.</summary>
public static class ActivityAlerts
{
    // A day's chatter is thousands of events, and its line is drawn again and again.
    private static readonly ConditionalWeakTable<Activity, EventAlert> Known = [];

    /// <summary>The severity of an activity, and the reason in a word or two.</summary>
    public static EventAlert Of(Activity activity) =>
        Known.GetValue(activity, of => of.Events.Select(stored => EventAlert.Of(stored.Event)).MaxBy(alert => alert.Severity)!);
}
