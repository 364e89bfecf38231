using TrailBoard.Core.Activities;
using TrailBoard.Core.Overview;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What the overview knows: the period that its URL says, and the answers about it. Each part is asked for by itself.</summary>
public sealed class OverviewState(IEventQueries queries, ActivityQueries activities, ICoverage coverage, TimeProvider clock, Action changed) : IDisposable
{
    private readonly OverviewQueries _overview = new(queries);
    private readonly LatestToken _questions = new();
    private (PeriodLength, TimeBound?)? _asked;

    /// <summary>The period; null before the store has said what it holds, and while it is empty.</summary>
    public OverviewPeriod? Period { get; private set; }

    public Answer<StoreSummary> Store { get; } = new();

    /// <summary>Everything that happened in the period.</summary>
    public Answer<OverviewTotal> Total { get; } = new();

    public IReadOnlyList<NotablePart> Notables { get; } = [.. Notable.All.Select(of => new NotablePart(of))];

    public IReadOnlyList<(FirstSeenField Of, Answer<FirstSeen> Answer)> Firsts { get; } = [.. FirstSeenField.All.Select(of => (of, new Answer<FirstSeen>()))];

    public Answer<ActivePeople> People { get; } = new();

    public Answer<OverviewDays> Days { get; } = new();

    /// <summary>Whether the period is covered.</summary>
    public Answer<CoverageAnswer> Covered { get; } = new();

    /// <summary>Whether the time before it is covered: where it is not, nobody knows whether what is new is new.</summary>
    public Answer<CoverageAnswer> CoveredBefore { get; } = new();

    /// <summary>Whether the store holds nothing at all.</summary>
    public bool IsStoreEmpty => Store.Value is { Events: 0 };

    /// <summary>Whether parts are still to come. They come one after the other: between two of them none is being read.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>How many events came into the store since the period was asked for.</summary>
    public long Arrived { get; private set; }

    /// <summary>What did not happen, neither in the period nor in the one before: named once, without a place of its own.</summary>
    public IReadOnlyList<string> Absent => [.. Notables.Where(part => part.Count.Value is { Filter: not null, IsNothing: true }).Select(part => part.Of.Title.ToLowerInvariant())];

    /// <summary>Shows a period; asks only where it is another one than before.</summary>
    public Task ShowAsync(PeriodLength length, TimeBound? until)
    {
        if (_asked == (length, until))
        {
            return Task.CompletedTask;
        }

        _asked = (length, until);
        return AskAsync();
    }

    /// <summary>Asks for the same period again, as of now.</summary>
    public async Task AskAsync()
    {
        var (length, until) = _asked ?? default;
        var token = _questions.Next();
        (Arrived, IsBusy) = (0, true);
        await AskAsync(length, until, token);
        if (!token.IsCancellationRequested)
        {
            IsBusy = false;
            changed();
        }
    }

    /// <summary>Compares the store with what was asked of it. Numbers never change by themselves: the page only says that there is more.</summary>
    public async Task LookForNewAsync()
    {
        if (Store is { IsLoading: false, Value: { } known })
        {
            var token = _questions.Current;
            try
            {
                Arrived = Math.Max(0, (await queries.SummaryAsync(token)).Events - known.Events);
                changed();
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // Asked anew meanwhile: that answer knows the store as it is now.
            }
        }
    }

    public void Dispose() => _questions.Dispose();

    private async Task AskAsync(PeriodLength length, TimeBound? until, CancellationToken token)
    {
        await Store.AskAsync(queries.SummaryAsync, changed, token);
        if (token.IsCancellationRequested || Store is { Problem: not null } or { Value: null or { Events: 0 } })
        {
            return;
        }

        var (now, store) = (clock.GetUtcNow(), Store.Value!);
        var period = Period = OverviewPeriod.Of(length, until?.Resolve(now), store, now);
        changed();
        await Task.WhenAll(
            CountAllAsync(period, store, token),
            AskFirstsAsync(period, store, token),
            Days.AskAsync(t => _overview.DaysAsync(period, t), changed, token),
            People.AskAsync(t => _overview.PeopleAsync(period, store, t), changed, token),
            Covered.AskAsync(t => coverage.AnswerAsync(new EventQuery(Filter.All, period.Range), t), changed, token));
    }

    // The numbers first, then the sentences below them.
    private async Task CountAllAsync(OverviewPeriod period, StoreSummary store, CancellationToken cancellationToken)
    {
        await Total.AskAsync(
            async t => new OverviewTotal(
                period,
                await queries.CountAsync(new EventQuery(Filter.All, period.Range), t),
                period.IsComparable(store) ? await queries.CountAsync(new EventQuery(Filter.All, period.Before), t) : null),
            changed,
            cancellationToken);
        foreach (var part in Notables)
        {
            await part.Count.AskAsync(t => _overview.CountAsync(part.Of, period, store, t), changed, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }

        foreach (var part in Notables.Where(part => part.IsTold))
        {
            await part.Newest.AskAsync(t => NewestAsync(part, period, t), changed, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<NotableActivities> NewestAsync(NotablePart part, OverviewPeriod period, CancellationToken cancellationToken) =>
        part.Count.Value is { Now: > 0, Filter: { } filter } counted && counted.Period == period
            ? new(period, filter, FoldedRow.Of((await activities.PageAsync(new EventQuery(filter, period.Range), after: null, part.Most, cancellationToken)).Rows))
            : new(period, Filter.All, []);

    private async Task AskFirstsAsync(OverviewPeriod period, StoreSummary store, CancellationToken cancellationToken)
    {
        foreach (var (of, answer) in Firsts)
        {
            await answer.AskAsync(t => _overview.FirstSeenAsync(of, period, t), changed, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }

        if (period.HasEarlier(store))
        {
            await CoveredBefore.AskAsync(t => coverage.AnswerAsync(new EventQuery(Filter.All, new TimeRange(store.First, period.From)), t), changed, cancellationToken);
        }
    }
}

/// <summary>How many events there are in a period, and how many in the one before.</summary>
public sealed record OverviewTotal(OverviewPeriod Period, long Now, long? Before);

/// <summary>The newest activities of something notable.</summary>
public sealed record NotableActivities(OverviewPeriod Period, Filter Filter, IReadOnlyList<FoldedRow> Rows);

/// <summary>Something notable, its number and its newest activities.</summary>
public sealed record NotablePart(Notable Of)
{
    public Answer<NotableCount> Count { get; } = new();

    public Answer<NotableActivities> Newest { get; } = new();

    /// <summary>How many activities are told: more of what asks to be looked at.</summary>
    public int Most => Of == Notable.Denials || Of == Notable.Deletions ? 5 : 3;

    /// <summary>Whether its activities are told: not where it is a matter of course, by the hundred.</summary>
    public bool IsTold => Of != Notable.OtherAccounts && Of != Notable.SensitiveReads;
}
