using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>Which of a thing's events the parts of its page ask for.</summary>
public static class ThingFilters
{
    /// <summary>What changed something, or was meant to.</summary>
    public static Filter Changes { get; } = Narrowing.Is(EventFields.Mutating, "true");

    /// <summary>The calls of pushes, those of layers too: they fold into one activity.</summary>
    public static Filter Pushes { get; } = Narrowing.Is(EventFields.Verb, "push");

    /// <summary>What an image was taken with; its layers are not counted.</summary>
    public static Filter Pulls { get; } = FilterParts.And(Narrowing.Is(EventFields.Verb, "pull"), new Filter.Not(Narrowing.Is(EventFields.Action, "GetDownloadUrlForLayer")));
}
