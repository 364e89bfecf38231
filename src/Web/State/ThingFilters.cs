using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Which of a thing's events the parts of its page ask for.</summary>
public static class ThingFilters
{
    /// <summary>What changed something, or was meant to.</summary>
    public static Filter Changes { get; } = Narrowing.Is(EventFields.Mutating, "true");

    /// <summary>What was refused or failed.</summary>
    public static Filter Failed { get; } = new Filter.Field(EventFields.Error, new ValueTest.Present());

    /// <summary>
    /// The changes that stand nowhere else on the page: calls of other actions than those that were told there, and of these what was refused or failed.
    /// </summary>
    /// <param name="told">The calls that other parts of the page tell.</param>
    public static Filter Beside(IEnumerable<StoredEvent> told)
    {
        var actions = told.Select(stored => stored.Event.Action).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return actions.Count == 0 ? Changes : FilterParts.And(Changes, new Filter.Or([new Filter.Not(Narrowing.IsAny(EventFields.Action, actions)), Failed]));
    }

    /// <summary>The calls of pushes, those of layers too: they fold into one activity.</summary>
    public static Filter Pushes { get; } = Narrowing.Is(EventFields.Verb, "push");

    /// <summary>What an image was taken with; its layers are not counted.</summary>
    public static Filter Pulls { get; } = FilterParts.And(Narrowing.Is(EventFields.Verb, "pull"), new Filter.Not(Narrowing.Is(EventFields.Action, "GetDownloadUrlForLayer")));
}
