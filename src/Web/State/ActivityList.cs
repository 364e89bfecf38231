using TrailBoard.Core.Activities;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The activities that were read so far: pages joined by their cursors, as in <see cref="EventList"/>.</summary>
/// <param name="query">The question that they answer.</param>
/// <param name="next">Where the next page starts, or null at the end.</param>
public sealed class ActivityList(EventQuery query, IReadOnlyList<FoldedRow> rows, ActivityCursor? next)
{
    /// <summary>How many are read at a time: a few windows full. Each is made of many events.</summary>
    public const int PageSize = 50;

    /// <summary>How many activities one list holds; a list that goes on starts a new one, so that memory stays flat.</summary>
    public const int Most = 1_000;

    /// <summary>How many events the activities of one list hold.</summary>
    public const int MostEvents = 250_000;

    private readonly long _events = rows.Sum(row => (long)row.Count);

    public EventQuery Query { get; } = query;

    public IReadOnlyList<FoldedRow> Rows { get; } = rows;

    public ActivityCursor? Next { get; } = next;

    /// <summary>Whether the list is full although more activities follow.</summary>
    public bool IsFull => Next is not null && (Rows.Count >= Most || _events >= MostEvents);

    public ActivityList With(ActivityPage page) => new(Query, [.. Rows, .. FoldedRow.Of(page.Rows)], page.Next);
}
