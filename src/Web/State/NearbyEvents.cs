using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The events before and after the one of a page, of all that there are: its address names no list that they could be of.</summary>
public sealed class NearbyEvents(IEventQueries queries, Action changed) : IDisposable
{
    private readonly LatestToken _question = new();
    private readonly Answer<EventNeighbours> _found = new();
    private string? _of;

    /// <summary>The address of the one before, which is newer; null where there is none, or it is not known.</summary>
    public string? Previous => Url(_found.Value?.Newer);

    /// <summary>The address of the one after, which is older; null where there is none, or it is not known.</summary>
    public string? Next => Url(_found.Value?.Older);

    /// <summary>Whether it is known which there are.</summary>
    public bool IsKnown => _found is { IsLoading: false, Problem: null, Value: not null };

    /// <summary>Why it could not be found out, or null.</summary>
    public string? Problem => _found.Problem;

    /// <summary>Forgets those of an event that shows no more: they would lead on from where nobody is.</summary>
    /// <param name="id">The id of the event that shows.</param>
    public void Leave(string id)
    {
        if (id != _of)
        {
            _of = null;
            _question.Next();
            _found.Set(null);
        }
    }

    /// <summary>Looks for those of an event.</summary>
    /// <param name="versions">All records with its id, newest first: they show as one, so the way leads past them all.</param>
    public Task AskAsync(IReadOnlyList<EventDetail> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        var id = versions.Count == 0 ? null : versions[0].Stored.Event.EventId;
        if (id == _of && _found.Problem is null)
        {
            return Task.CompletedTask;
        }

        _of = id;
        _found.Set(null);
        var token = _question.Next();
        return versions.Count == 0
            ? Task.CompletedTask
            : _found.AskAsync(t => queries.NeighboursAsync(versions[0].Stored.Cursor, versions[^1].Stored.Cursor, t), changed, token);
    }

    public void Dispose() => _question.Dispose();

    private static string? Url(StoredEvent? stored) => stored is null ? null : PageUrls.Event(stored.Event.EventId);
}
