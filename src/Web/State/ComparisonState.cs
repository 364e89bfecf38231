using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The events that a page compares, by their ids. Records with one id and other content have a column each.</summary>
public sealed class ComparisonState(IEventQueries queries, Action changed) : IDisposable
{
    /// <summary>How many events are compared at most.</summary>
    public const int MostEvents = 5;

    /// <summary>How many columns there are at most: an id may have been delivered with any number of contents.</summary>
    public const int MostColumns = 8;

    private readonly LatestToken _question = new();

    /// <summary>The ids that are compared.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    /// <summary>How many more were asked for.</summary>
    public int LeftOut { get; private set; }

    public Answer<FoundEvents> Found { get; } = new();

    /// <summary>Asks for events, unless they are those that show.</summary>
    public Task ShowAsync(IEnumerable<string> asked)
    {
        var all = asked.Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        List<string> ids = [.. all.Take(MostEvents)];
        LeftOut = all.Count - ids.Count;
        if (ids.SequenceEqual(Ids, StringComparer.Ordinal) && Found is { Value: not null, Problem: null })
        {
            return Task.CompletedTask;
        }

        Ids = ids;
        return AskAsync();
    }

    /// <summary>Asks for the same events again.</summary>
    public Task AskAsync()
    {
        var ids = Ids;
        return Found.AskAsync(token => ReadAsync(ids, token), changed, _question.Next());
    }

    public void Dispose() => _question.Dispose();

    private async Task<FoundEvents> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var (events, missing) = (new List<ComparedEvent>(), new List<string>());
        foreach (var id in ids)
        {
            var versions = await queries.FindAsync(id, cancellationToken);
            if (versions.Count == 0)
            {
                missing.Add(id);
            }

            events.AddRange(versions.Take(MostColumns).Select((detail, index) => new ComparedEvent(id, EventReading.Of(detail), index + 1, versions.Count)));
        }

        var shown = events.Take(MostColumns).ToList();
        return new(EventComparison.Of(shown), missing, events.Count - shown.Count);
    }
}

/// <summary>What was found of the events that are compared.</summary>
/// <param name="Missing">Ids that no event has.</param>
/// <param name="LeftOut">How many records are not shown because there are too many columns.</param>
public sealed record FoundEvents(EventComparison Comparison, IReadOnlyList<string> Missing, int LeftOut);
