using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The newest events of a question with their records: what the history of a thing is made of.</summary>
/// <param name="Events">The events, newest first, at most <see cref="Most"/>.</param>
/// <param name="IsCut">Whether there are older ones.</param>
public sealed record ThingRecords(IReadOnlyList<StoredEvent> Events, bool IsCut)
{
    /// <summary>How many are read at most.</summary>
    public const int Most = 500;

    /// <summary>No events.</summary>
    public static ThingRecords None { get; } = new([], false);

    /// <summary>
    /// Reads them. What was before a change may be told by a call from before the range, so the range's beginning does not count here;
    /// <see cref="Within{T}"/> leaves out what lies before it.
    /// </summary>
    public static async Task<ThingRecords> ReadAsync(IEventQueries queries, EventQuery query, CancellationToken cancellationToken)
    {
        var found = await queries.NewestAsync(query with { Range = query.Range with { From = null } }, Most, cancellationToken);
        return new(found.Events, found.IsCut);
    }

    /// <summary>The events of each account and region by themselves, the place with the newest event first: one name in two accounts is two things.</summary>
    public IReadOnlyList<IReadOnlyList<StoredEvent>> Places { get; } = [.. Events.GroupBy(stored => (stored.Event.Account, stored.Event.Region)).Select(place => place.ToList())];

    /// <summary>What was made of the events of each account and region by itself, newest first.</summary>
    public IReadOnlyList<T> InEachPlace<T>(Func<IEnumerable<StoredEvent>, IEnumerable<T>> made, Func<T, StoredEvent> by) =>
        [.. Places.SelectMany(made).OrderByDescending(one => by(one).Cursor.Value)];

    /// <summary>The events of the account and region in which the newest was recorded.</summary>
    public IReadOnlyList<StoredEvent> OfNewestPlace => Places is [var newest, ..] ? newest : [];

    /// <summary>Those that lie in the range.</summary>
    public static IReadOnlyList<T> Within<T>(IEnumerable<T> all, TimeRange range, Func<T, StoredEvent> by) => [.. all.Where(one => range.Contains(by(one).Event.Time))];

    /// <summary>What is said where older events were not read.</summary>
    public string? Note => IsCut ? $"Told from the newest {Numbers.Exact(Most)} changes; older ones were not read." : null;
}
