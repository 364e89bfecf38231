using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Something that the command palette offers.</summary>
/// <param name="Title">What it is called; it may be text of a record.</param>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="About">More of it, or null.</param>
/// <param name="Deed">What choosing it does.</param>
public sealed record PaletteEntry(string Title, string Kind, string? About, PaletteDeed Deed);

/// <summary>What an entry of the palette does.</summary>
public abstract record PaletteDeed
{
    private PaletteDeed()
    {
    }

    /// <summary>Goes to a page.</summary>
    public sealed record Go(string Url) : PaletteDeed;

    /// <summary>Presses what stands on the page already, so that a thing is done in one way only.</summary>
    /// <param name="Command">The value of its <c>data-command</c>.</param>
    public sealed record Press(string Command) : PaletteDeed;
}

/// <summary>Where entries of the palette come from.</summary>
public abstract class PaletteSource
{
    /// <summary>Finds the entries for a text.</summary>
    /// <param name="text">What was typed, without blanks around it.</param>
    public abstract IAsyncEnumerable<PaletteEntry> FindAsync(string text, CancellationToken cancellationToken);
}

/// <summary>Entries that are known from the start: pages and commands. Every word that was typed has to occur in one.</summary>
public sealed class FixedEntries(IReadOnlyList<PaletteEntry> entries) : PaletteSource
{
    public override async IAsyncEnumerable<PaletteEntry> FindAsync(string text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        await Task.CompletedTask;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var entry in entries
            .Where(entry => words.All(word => $"{entry.Title} {entry.Kind} {entry.About}".Contains(word, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(entry => entry.Title.StartsWith(text, StringComparison.OrdinalIgnoreCase)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }
}

/// <summary>The views that somebody saved, by their names and what they say.</summary>
public sealed class SavedViewEntries(ISavedViews views) : PaletteSource
{
    /// <summary>How many are offered at most: a few more letters find the others.</summary>
    public const int Most = 8;

    public override async IAsyncEnumerable<PaletteEntry> FindAsync(string text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var saved = await views.AllAsync(cancellationToken);
        var entries = new FixedEntries([.. saved.Select(view => (view.Name, Page: SavedPage.Read(view))).Select(view => new PaletteEntry(view.Name, "Saved view", $"{view.Page.Title} {view.Page.Filter}".Trim(), new PaletteDeed.Go(view.Page.Address)))]);
        await foreach (var entry in entries.FindAsync(text, cancellationToken).Take(Most))
        {
            yield return entry;
        }
    }
}

/// <summary>The event that has an id, where a whole one was typed or pasted.</summary>
public sealed class EventById(IEventQueries queries) : PaletteSource
{
    public override async IAsyncEnumerable<PaletteEntry> FindAsync(string text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(text, "D", out _))
        {
            yield break;
        }

        var found = await queries.FindAsync(text, cancellationToken);
        if (found.Count > 0)
        {
            var of = found[0].Stored.Event;
            yield return new(EventSentence.Of(of).ToString(), "Event", ViewerTime.Iso(of.Time), new PaletteDeed.Go(PageUrls.Event(of.EventId)));
        }
    }
}

/// <summary>Values that occur in the store and have a page of their own, those with most events first.</summary>
public sealed class StoredValues(IEventQueries queries) : PaletteSource
{
    /// <summary>How many letters it takes: one letter is in nearly everything.</summary>
    public const int LeastLetters = 2;

    private const int MostOfEach = 4;

    // Events with several values bring those that do not hold the text, too.
    private const int AskedOfEach = 40;

    private static readonly (EventField Field, string Kind)[] Fields =
    [
        (EventFields.Repository, "Repository"), (EventFields.Cluster, "Cluster"), (EventFields.EcsService, "ECS service"), (EventFields.TaskDefinition, "Task definition"),
        (EventFields.Task, "Task"), (EventFields.Pipeline, "Image pipeline"), (EventFields.Api, "API"), (EventFields.Actor, "Person"), (EventFields.User, "User"), (EventFields.Identity, "Identity"), (EventFields.Address, "Address"),
        (EventFields.Tag, "Image tag"), (EventFields.Image, "Image"),
    ];

    public override async IAsyncEnumerable<PaletteEntry> FindAsync(string text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length < LeastLetters)
        {
            yield break;
        }

        foreach (var (field, kind) in Fields)
        {
            var holds = new EventQuery(Narrowing.Contains(field, text), TimeRange.All);
            var groups = await queries.GroupAsync(new GroupQuery(holds, field, AskedOfEach) { CountsOnly = true }, cancellationToken);
            foreach (var group in groups.Groups.Where(group => group.Value.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(MostOfEach))
            {
                yield return new(group.Value, kind, Numbers.Of(group.Count, "event"), new PaletteDeed.Go(PageOf(field, group.Value)));
            }
        }
    }

    private static string PageOf(EventField field, string value) =>
        ThingLinks.PageOf(field, value)
        ?? (ActorState.Fields.Contains(field) ? PageUrls.Actor(field, value, ViewScope.All) : PageUrls.Events(ViewScope.All.And(field, value)));
}
