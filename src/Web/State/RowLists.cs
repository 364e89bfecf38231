using TrailBoard.Core.Activities;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Which rows are asked for.</summary>
/// <param name="Rows">What a row is.</param>
/// <param name="View">Where the list starts.</param>
/// <param name="Search">The search in the records that the question needs, or null.</param>
public sealed record RowQuestion(RowKind Rows, EventQuery Query, EventsView View, RecordSearch? Search);

/// <summary>The two lists of the Events page, of which one shows. The other stays as long as the question does, so that going back to it asks for nothing.</summary>
public sealed class RowLists(IEventQueries queries, ActivityQueries activities, Action changed) : IDisposable
{
    private readonly LatestToken _questions = new();
    private CancellationToken? _more;

    public Answer<EventList> Events { get; } = new();

    public Answer<ActivityList> Activities { get; } = new();

    /// <summary>Asks for the rows of a new question.</summary>
    public Task AskAsync(RowQuestion question)
    {
        // Whoever goes back to the rows of the other kind would find those of the question before.
        if (question.Rows == RowKind.Activities)
        {
            Events.Set(null);
        }
        else
        {
            Activities.Set(null);
        }

        return ReadFirstAsync(question);
    }

    /// <summary>Shows the rows of the other kind for the same question.</summary>
    public Task SwitchAsync(RowQuestion question)
    {
        if (!(question.Rows == RowKind.Activities ? Activities is { IsLoading: false, Value: not null } : Events is { IsLoading: false, Value: not null }))
        {
            return ReadFirstAsync(question);
        }

        // They are known from before. What is still read for the other rows is no longer wanted, and is asked for anew on the way back.
        _questions.Next();
        return Task.CompletedTask;
    }

    /// <summary>Reads the next page behind the rows that show.</summary>
    public async Task ReadMoreAsync(RowQuestion question)
    {
        var token = _questions.Current;
        if (_more == token)
        {
            return;
        }

        _more = token;
        try
        {
            if (question.Rows == RowKind.Activities)
            {
                if (Activities is { IsLoading: false, Value: { Next: { } behind, IsFull: false } rows })
                {
                    await Activities.AskAsync(async t => rows.With(await activities.PageAsync(rows.Query, behind, ActivityList.PageSize, t)), changed, token);
                }
            }
            else if (Events is { IsLoading: false, Value: { Next: { } next, IsFull: false } list })
            {
                var query = question.Search?.List(question.Query) ?? question.Query;
                await Events.AskAsync(async t => list.With(await queries.PageAsync(query, next, EventList.PageSize, t)), changed, token);
            }
        }
        finally
        {
            // A question that took the place of this one has its own pages to read.
            _more = _more == token ? null : _more;
        }
    }

    public void Dispose() => _questions.Dispose();

    private Task ReadFirstAsync(RowQuestion question)
    {
        var token = _questions.Next();
        return question.Rows == RowKind.Activities
            ? Activities.AskAsync(t => ActivitiesAsync(question, t), changed, token)
            : Events.AskAsync(t => EventsAsync(question, t), changed, token);
    }

    private async Task<ActivityList> ActivitiesAsync(RowQuestion question, CancellationToken cancellationToken)
    {
        var page = await activities.PageAsync(question.Query, question.View.AfterActivity, ActivityList.PageSize, cancellationToken);
        return new(question.Query, FoldedRow.Of(page.Rows), page.Next);
    }

    private async Task<EventList> EventsAsync(RowQuestion question, CancellationToken cancellationToken)
    {
        var after = question.View.After;
        if (question.Search is not { } search)
        {
            var page = await queries.PageAsync(question.Query, after, EventList.PageSize, cancellationToken);
            return new EventList(page.Events, page.Next);
        }

        // What was there before is another question's, and would look like what this one has found.
        Events.Set(new EventList([], null));
        var found = new List<StoredEvent>();
        await foreach (var stored in queries.SearchAsync(search.List(question.Query), after, cancellationToken))
        {
            found.Add(stored);
            if (found.Count > EventList.PageSize)
            {
                break;
            }

            Events.Set(new EventList([.. found], null));
            search.Show();
        }

        return EventList.Of(found);
    }
}
