using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Overview;

/// <summary>How many events match in the period and in the one before.</summary>
/// <param name="Filter">The filter that was counted; null where none can be written.</param>
/// <param name="Period">The period.</param>
/// <param name="Now">How many there are in it.</param>
/// <param name="Before">How many there were before; null where the store does not reach back so far.</param>
public sealed record NotableCount(Filter? Filter, OverviewPeriod Period, long Now, long? Before)
{
    /// <summary>Whether there is nothing to show, neither now nor before.</summary>
    public bool IsNothing => Now == 0 && Before is null or 0;
}

/// <summary>Someone who changed something.</summary>
/// <param name="Value">The value of the field <c>actor</c>.</param>
/// <param name="Now">How many of the calls in the period changed something.</param>
/// <param name="Before">How many in the period before; null where the store does not reach back so far.</param>
public sealed record ActivePerson(string Value, long Now, long? Before);

/// <summary>Who changed most in a period.</summary>
/// <param name="Period">The period.</param>
/// <param name="People">The first of them, most first.</param>
/// <param name="Total">How many there are.</param>
public sealed record ActivePeople(OverviewPeriod Period, IReadOnlyList<ActivePerson> People, int Total);

/// <summary>Days one by one: how many events of each kind each of them has.</summary>
/// <param name="Period">The period that ends with the last of them.</param>
/// <param name="Rows">A row for each kind that has any, with a count for each day.</param>
public sealed record OverviewDays(OverviewPeriod Period, IReadOnlyList<(Notable Of, IReadOnlyList<long> Counts)> Rows);

/// <summary>Asks what an overview shows. Every method stops soon after its token is cancelled.</summary>
public sealed class OverviewQueries(IEventQueries events)
{
    /// <summary>How many people are listed.</summary>
    public const int MostPeople = 6;

    /// <summary>What counts as active: calls that change something, by whoever is no service of AWS.</summary>
    public static Filter Changes { get; } = FilterParser.Parse("actor:* -actor:*.amazonaws.com mutating:true");

    /// <summary>Counts something that is notable.</summary>
    public async Task<NotableCount> CountAsync(Notable of, OverviewPeriod period, StoreSummary store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(period);
        var filter = of.Filter ?? Notable.FromOtherAccounts(await AccountsAsync(period, cancellationToken));
        if (filter is null)
        {
            return new(null, period, 0, null);
        }

        var now = await events.CountAsync(new EventQuery(filter, period.Range), cancellationToken);
        return new(filter, period, now, period.IsComparable(store) ? await events.CountAsync(new EventQuery(filter, period.Before), cancellationToken) : null);
    }

    /// <summary>The values of a field that are new in the period.</summary>
    public async Task<FirstSeen> FirstSeenAsync(FirstSeenField of, OverviewPeriod period, CancellationToken cancellationToken) =>
        FirstSeen.Read(of, period, await events.GroupAsync(FirstSeen.Question(of, period), cancellationToken));

    /// <summary>Who changed most.</summary>
    public async Task<ActivePeople> PeopleAsync(OverviewPeriod period, StoreSummary store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(period);
        var now = await GroupAsync(Changes, period.Range, MostPeople, cancellationToken);
        Dictionary<string, long>? before = null;
        if (now.Groups.Count > 0 && period.IsComparable(store))
        {
            var same = FilterParts.And(Changes, new Filter.Or([.. now.Groups.Select(group => FilterEdit.Leaf(EventFields.Actor, group.Value))]));
            before = (await GroupAsync(same, period.Before, MostPeople, cancellationToken)).Groups.ToDictionary(group => group.Value, group => group.Count, StringComparer.Ordinal);
        }

        return new(period, [.. now.Groups.Select(group => new ActivePerson(group.Value, group.Count, before is null ? null : before.GetValueOrDefault(group.Value)))], now.Total);
    }

    /// <summary>What is notable on each of the days that end with the period.</summary>
    public async Task<OverviewDays> DaysAsync(OverviewPeriod period, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(period);
        var rows = new List<(Notable, IReadOnlyList<long>)>();
        foreach (var of in Notable.ByDay)
        {
            var bars = await events.HistogramAsync(new EventQuery(of.Filter!, period.Days), OverviewPeriod.DaysShown, cancellationToken);
            if (bars.Total > 0)
            {
                rows.Add((of, [.. bars.Buckets.Select(bucket => bucket.Count)]));
            }
        }

        return new(period, rows);
    }

    private async Task<List<string>> AccountsAsync(OverviewPeriod period, CancellationToken cancellationToken)
    {
        var both = new EventQuery(Filter.All, new TimeRange(period.Before.From, period.To));
        var accounts = await events.GroupAsync(new GroupQuery(both, EventFields.Account, Notable.MostAccounts + 1) { CountsOnly = true }, cancellationToken);
        return [.. accounts.Groups.Select(group => group.Value)];
    }

    private Task<EventGroups> GroupAsync(Filter filter, TimeRange range, int limit, CancellationToken cancellationToken) =>
        events.GroupAsync(new GroupQuery(new EventQuery(filter, range), EventFields.Actor, limit) { CountsOnly = true }, cancellationToken);
}
