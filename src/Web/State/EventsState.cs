using TrailBoard.Core.Activities;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What the Events page knows: the view that its URL says, and the answers to it. Each part loads by itself.</summary>
public sealed class EventsState(IEventQueries queries, ActivityQueries activities, TimeProvider clock, Action changed) : IDisposable
{
    private const int Bars = 96;

    // A person who types does not want to be asked about every letter.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(160);

    private readonly LatestToken _questions = new();
    private readonly LatestToken _bars = new();
    private readonly RowLists _rows = new(queries, activities, changed);

    public EventsView View { get; private set; } = EventsView.All;

    /// <summary>What is asked, as it was understood last: a filter with a mistake leaves the list as it was.</summary>
    public EventQuery Query { get; private set; } = EventQuery.All;

    /// <summary>The mistake in the filter of the URL, or null.</summary>
    public FilterError? Mistake { get; private set; }

    /// <summary>The search in the records that the question needs, or null.</summary>
    public RecordSearch? Search { get; private set; }

    /// <summary>Whether that search is under way.</summary>
    public bool IsSearching => Search is { IsStopped: false } && (List.IsLoading || Total.IsLoading);

    public Answer<EventList> List => _rows.Events;

    public Answer<ActivityList> Activities => _rows.Activities;

    /// <summary>The events of those activities that are unfolded.</summary>
    public UnfoldedEvents Unfolded { get; } = new(queries, changed);

    /// <summary>
    /// Whether the rows are activities. A search in the records shows single events, each as soon as it is found: what belongs together could be
    /// said only at its end, and of a search that is stopped never.
    /// </summary>
    public bool ShowsActivities => View.Scope.Rows == RowKind.Activities && !FilterParts.IsDeep(Query.Filter);

    /// <summary>Why the rows could not be read, or null.</summary>
    public string? Problem => ShowsActivities ? Activities.Problem : List.Problem;

    /// <summary>Whether it is known that nothing matches.</summary>
    public bool HasNoMatch => ShowsActivities
        ? Activities is { IsLoading: false, Value.Rows.Count: 0 }
        : List is { IsLoading: false, Value.Rows.Count: 0 } && Search is not { IsStopped: true };

    public Answer<Total> Total { get; } = new();

    public Answer<BarStack> Histogram { get; } = new();

    public Answer<StoreSummary> Summary { get; } = new();

    /// <summary>The fields beside the list, as this view and this browser choose them.</summary>
    public FacetFields Facets { get; } = new(clock);

    /// <summary>Whether anything was asked yet: until then the page shows where things will be.</summary>
    public bool HasAsked { get; private set; }

    /// <summary>Whether the store holds nothing at all.</summary>
    public bool IsStoreEmpty => Summary.Value is { Events: 0 };

    /// <summary>How many events came into the store since this view was asked for.</summary>
    public long Arrived { get; private set; }

    /// <summary>Reads what a view asks for without asking it yet: what is drawn before the first answer.</summary>
    public void Read(EventsView view)
    {
        if (!HasAsked && FilterParser.TryParse(view.Scope.Filter, out var filter, out _))
        {
            (View, Query) = (view, new EventQuery(filter, view.Scope.Range(clock.GetUtcNow())));
            Facets.Show(view.Scope);
        }
    }

    /// <summary>Shows a view. Where only the open event differs, nothing is asked anew; where what a row is, only the rows, unless they are known already; where what the bars are divided by, only those.</summary>
    public Task ShowAsync(EventsView view)
    {
        var isSame = HasAsked && view.Scope with { Rows = View.Scope.Rows, Bars = View.Scope.Bars, Columns = View.Scope.Columns, Facets = View.Scope.Facets } == View.Scope && view.After == View.After && view.AfterActivity == View.AfterActivity;
        var (rows, bars) = (ShowsActivities, View.Scope.Bars);
        View = view;
        var shown = Facets.Show(view.Scope);
        return !isSame ? AskAsync() : Task.WhenAll(
            AskFacetsAsync(shown, Counted, _questions.Current),
            UnfoldAsync(rows == ShowsActivities ? Task.CompletedTask : _rows.SwitchAsync(Rows)),
            bars == view.Scope.Bars ? Task.CompletedTask : AskBarsAsync(Counted));
    }

    /// <summary>Asks for the same view again, as of now.</summary>
    public async Task AskAsync()
    {
        HasAsked = true;
        var token = _questions.Next();
        if (!FilterParser.TryParse(View.Scope.Filter, out var filter, out var mistake))
        {
            Mistake = mistake;
            if (ShowsActivities ? Activities.Value is not null : List.Value is not null)
            {
                changed();
                await UnfoldAsync(Task.CompletedTask);
                return;
            }

            // There is no list to leave as it was: a link that holds a mistake shows everything below it.
            filter = Filter.All;
        }
        else
        {
            Mistake = null;
        }

        Arrived = 0;
        Query = new EventQuery(filter, View.Scope.Range(clock.GetUtcNow()));
        Search = RecordSearch.Of(filter, clock, changed);
        var query = Counted;
        await Task.WhenAll(
            UnfoldAsync(_rows.AskAsync(Rows)),
            Total.AskAsync(async t => new Total(await queries.CountAsync(query, t)), changed, token),
            AskBarsAsync(query),
            Summary.AskAsync(queries.SummaryAsync, changed, token),
            AskFacetsAsync(Facets.All, query, token));
    }

    /// <summary>Reads the next page behind the rows that show.</summary>
    public Task ReadMoreAsync() => UnfoldAsync(_rows.ReadMoreAsync(Rows));

    /// <summary>The steps from the event that is open to those before and after it in the list.</summary>
    public (ListStep Previous, ListStep Next) StepsFrom(OpenEvent open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return ShowsActivities
            ? ListStep.Around(ActivityLine.Walk(Activities.Value?.Rows ?? [], ActivityLine.Read(View.Unfolded), Unfolded.Of, View.Selected, open.Places), View.Selected, Activities.Value is not null && open.Found is { IsLoading: false, Problem: null })
            : ListStep.Around(List.Value?.Rows.Select(stored => stored.Event.EventId) ?? [], View.Selected, List.Value is not null);
    }

    /// <summary>Folds or unfolds a facet, or shows more of it.</summary>
    public Task ChangeAsync(Facet facet, bool isOpen, bool isLong)
    {
        (facet.IsOpen, facet.IsLong) = (isOpen, isLong);
        return isOpen ? facet.AskAsync(queries, Counted, changed, _questions.Current) : Task.CompletedTask;
    }

    /// <summary>Asks a facet again that was skipped or could not be read.</summary>
    public Task AskAgainAsync(Facet facet) => facet.AskAsync(queries, Counted, changed, _questions.Current);

    /// <summary>Shows the facets of this browser where the URL does not say which.</summary>
    public Task UseOwnFacetsAsync(FacetChoice own)
    {
        Facets.Own = own;
        var shown = Facets.Show(View.Scope);
        changed();
        return HasAsked ? AskFacetsAsync(shown, Counted, _questions.Current) : Task.CompletedTask;
    }

    /// <summary>Looks for the values of a facet that contain a text. The next letter takes the place of a question that is still under way.</summary>
    public async Task FindAsync(Facet facet, string? text)
    {
        var search = facet.Find(text?.Trim() ?? "", _questions.Current);
        try
        {
            await Task.Delay(Pause, clock, search);
        }
        catch (OperationCanceledException) when (search.IsCancellationRequested)
        {
            return;
        }

        await facet.AskAsync(queries, Counted, changed, search);
    }

    /// <summary>Compares the store with what this view was asked of. Rows never jump: the page only says that there is more.</summary>
    public async Task LookForNewAsync()
    {
        if (Summary is { IsLoading: false, Value: { } known })
        {
            var token = _questions.Current;
            try
            {
                var now = await queries.SummaryAsync(token);
                Arrived = Math.Max(0, now.Events - known.Events);
                changed();
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // A new question was asked meanwhile; it knows the store as it is now.
            }
        }
    }

    public void Dispose()
    {
        _questions.Dispose();
        _bars.Dispose();
        _rows.Dispose();
        Unfolded.Dispose();
        Facets.Dispose();
    }

    private RowQuestion Rows => new(ShowsActivities ? RowKind.Activities : RowKind.Events, Query, View, Search);

    // Other rows, or others of them unfolded: their events are read, and those of the ones before let go.
    private async Task UnfoldAsync(Task rows)
    {
        await rows;
        var unfolded = ActivityLine.Read(View.Unfolded);
        await Unfolded.ShowAsync([.. (ShowsActivities ? Activities.Value?.Rows ?? [] : []).Where(row => ActivityLine.IsOpen(row, unfolded))]);
    }

    // What is counted is searched for once, whoever asks for it.
    private EventQuery Counted => Search?.All(Query) ?? Query;

    // By themselves too: what they are divided by may be chosen while the rest is under way.
    private Task AskBarsAsync(EventQuery query)
    {
        var (field, now) = (View.Scope.Bars, clock.GetUtcNow());
        return Histogram.AskAsync(token => BarStack.AskAsync(queries, query, field, Bars, now, token), changed, _bars.Next());
    }

    // One after the other: a facet that waits is better than a list that waits for twelve of them. One that is slow keeps the others only for its turn.
    private async Task AskFacetsAsync(IEnumerable<Facet> facets, EventQuery query, CancellationToken cancellationToken)
    {
        List<Task> asked = [];
        foreach (var facet in facets.Where(facet => facet.IsOpen))
        {
            asked.Add(facet.AskAsync(queries, query, changed, cancellationToken));
            await facet.Groups.Turn;
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }

        await Task.WhenAll(asked);
    }
}

/// <summary>How many events match.</summary>
public sealed record Total(long Events);
