using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The figures of a thing: how many events name it, from when to when, and where they were recorded.</summary>
/// <param name="First">The time of the oldest event; null where there is none.</param>
/// <param name="Last">The time of the newest event; null where there is none.</param>
/// <param name="Accounts">The accounts that recorded them, most events first.</param>
/// <param name="Regions">The regions in which they were recorded, most events first.</param>
public sealed record ThingSummary(long Events, long Errors, DateTimeOffset? First, DateTimeOffset? Last, IReadOnlyList<EventGroup> Accounts, IReadOnlyList<EventGroup> Regions)
{
    private const int MostPlaces = 20;

    /// <summary>Asks for the figures: counts alone, whatever number of events there is.</summary>
    public static async Task<ThingSummary> ReadAsync(IEventQueries queries, EventQuery query, CancellationToken cancellationToken)
    {
        // Whatever names a thing is a call of a service, so that no event is missing from these groups.
        var services = await queries.GroupAsync(new GroupQuery(query, EventFields.Service, MostPlaces), cancellationToken);
        if (services.Groups.Count == 0)
        {
            return new(services.Events, 0, null, null, [], []);
        }

        var accounts = await queries.GroupAsync(new GroupQuery(query, EventFields.Account, MostPlaces) { CountsOnly = true }, cancellationToken);
        var regions = await queries.GroupAsync(new GroupQuery(query, EventFields.Region, MostPlaces) { CountsOnly = true }, cancellationToken);
        return new(
            services.Events,
            services.Groups.Sum(group => group.Errors),
            services.Groups.Min(group => group.First),
            services.Groups.Max(group => group.Last),
            accounts.Groups,
            regions.Groups);
    }
}

/// <summary>One of those who did something with a thing, and what.</summary>
/// <param name="Group">The figures of the value.</param>
/// <param name="Verbs">What it did, most often first; empty until that is known.</param>
public sealed record WhoRow(EventGroup Group, IReadOnlyList<EventGroup> Verbs);

/// <summary>Who did what how often, for one part of a page.</summary>
public sealed class WhoState(IEventQueries queries)
{
    private const int MostVerbs = 6;

    /// <summary>The rows that are shown, most events first; null before the first answer.</summary>
    public IReadOnlyList<WhoRow>? Rows { get; private set; }

    /// <summary>How many different values there are.</summary>
    public int Total { get; private set; }

    /// <summary>Asks for the rows. What each of them did is one more count for each, so there are few of them.</summary>
    public async Task LoadAsync(EventQuery query, EventField field, int limit, bool withVerbs, CancellationToken cancellationToken)
    {
        var groups = await queries.GroupAsync(new GroupQuery(query, field, limit), cancellationToken);
        var rows = new List<WhoRow>();
        foreach (var group in groups.Groups)
        {
            var verbs = withVerbs
                ? (await queries.GroupAsync(new GroupQuery(query.And(field, group.Value), EventFields.Verb, MostVerbs) { CountsOnly = true }, cancellationToken)).Groups
                : [];
            rows.Add(new(group, verbs));
        }

        (Rows, Total) = (rows, groups.Total);
    }
}
