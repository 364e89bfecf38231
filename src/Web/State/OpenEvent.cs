using System.Collections.Frozen;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The event that is open: all records with its id, and which of them shows.</summary>
public sealed class OpenEvent(IEventQueries queries, Action changed) : IDisposable
{
    private readonly LatestToken _question = new();

    public string? Id { get; private set; }

    public Answer<Versions> Found { get; } = new();

    /// <summary>The record that shows, or null while it is read or where there is none.</summary>
    public EventReading? Reading { get; private set; }

    public int Version { get; private set; }

    /// <summary>The places of the records with its id; none while they are read.</summary>
    public IReadOnlySet<EventCursor> Places => Id is not null && Found is { IsLoading: false, Problem: null, Value: { } found } ? found.Places : FrozenSet<EventCursor>.Empty;

    /// <summary>Whether the store has no event with this id.</summary>
    public bool IsMissing => Found is { IsLoading: false, Value.All.Count: 0 };

    /// <summary>Opens an event, or closes what is open where the id is null.</summary>
    public async Task OpenAsync(string? id)
    {
        if (id == Id)
        {
            return;
        }

        Id = id;
        var question = _question.Next();
        if (id is null)
        {
            (Reading, Version) = (null, 0);
            return;
        }

        await Found.AskAsync(async token => new Versions(await queries.FindAsync(id, token)), changed, question);
        if (Found is { Problem: null, Value.All.Count: > 0 } && !question.IsCancellationRequested)
        {
            Show(0);
        }
    }

    public void Show(int version)
    {
        Version = version;
        Reading = EventReading.Of(Found.Value!.All[version]);
        changed();
    }

    public void Dispose() => _question.Dispose();
}

/// <summary>The records that carry one event id.</summary>
public sealed record Versions(IReadOnlyList<EventDetail> All)
{
    /// <summary>Their places.</summary>
    public IReadOnlySet<EventCursor> Places { get; } = All.Select(version => version.Stored.Cursor).ToFrozenSet();
}
