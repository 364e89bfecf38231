using System.Runtime.CompilerServices;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>A page of activities, newest first.</summary>
/// <param name="Rows">The activities with their sentences.</param>
/// <param name="Next">The cursor to pass as "after" for the next page, or null at the end.</param>
public sealed record ActivityPage(IReadOnlyList<ActivityRow> Rows, ActivityCursor? Next);

/// <summary>An activity and what is said of it.</summary>
public sealed record ActivityRow(Activity Activity, ActivitySentence Sentence);

/// <summary>
/// Asks for activities. Nothing of them is stored: the events that match are walked from the newest back, a <see cref="FoldSpan"/> at a
/// time, and folded as they are found. Stops soon after its token is cancelled.
/// </summary>
public sealed class ActivityQueries(IEventQueries events)
{
    /// <summary>A page of activities, newest first, with all that their records add.</summary>
    /// <param name="query">Which events: those that do not match have no part in any activity.</param>
    /// <param name="after">Start behind this place, or null for the newest.</param>
    /// <param name="limit">How many activities at most, from 1.</param>
    public async Task<ActivityPage> PageAsync(EventQuery query, ActivityCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var found = new List<Activity>();
        await foreach (var activity in WalkAsync(query, after, cancellationToken))
        {
            if (found.Count == limit)
            {
                return new(await SaidAsync(found, cancellationToken), ActivityCursor.Behind(found[^1]));
            }

            found.Add(activity);
        }

        return new(await SaidAsync(found, cancellationToken), Next: null);
    }

    /// <summary>All activities, newest first, each as soon as its span is folded.</summary>
    /// <param name="query">Which events: those that do not match have no part in any activity.</param>
    /// <param name="after">Start behind this place, or null for the newest.</param>
    public async IAsyncEnumerable<Activity> WalkAsync(EventQuery query, ActivityCursor? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var natures = new EventNatures();
        var (day, count) = (default(FoldSpan), 0L);
        var next = after?.Time;
        var before = query.Range.To;
        while ((next ?? await NewestAsync(query, before, cancellationToken)) is { } time)
        {
            next = null;
            if (day != FoldSpan.DayOf(time))
            {
                day = FoldSpan.DayOf(time);
                count = await events.CountAsync(Within(query, day), cancellationToken);
            }

            var span = FoldSpan.Of(time, count);
            foreach (var activity in ActivityFold.OfSpan(await events.ListAsync(Within(query, span), cancellationToken), natures))
            {
                if (after is not { } cursor || activity.Place.Value < cursor.Place.Value)
                {
                    yield return activity;
                }
            }

            before = query.Range.To < span.From ? query.Range.To : span.From;
        }
    }

    private async Task<DateTimeOffset?> NewestAsync(EventQuery query, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        var page = await events.PageAsync(query with { Range = query.Range with { To = before } }, after: null, 1, cancellationToken);
        return page.Events is [var newest, ..] ? newest.Event.Time : null;
    }

    private async Task<IReadOnlyList<ActivityRow>> SaidAsync(List<Activity> activities, CancellationToken cancellationToken)
    {
        var records = await HeadlineRecords.ReadAsync(events, activities, cancellationToken);
        return activities.ConvertAll(activity => new ActivityRow(activity, ActivitySentence.Of(activity, records)));
    }

    private static EventQuery Within(EventQuery query, FoldSpan span) => query with
    {
        Range = new(
            query.Range.From > span.From ? query.Range.From : span.From,
            query.Range.To < span.To ? query.Range.To : span.To),
    };
}
