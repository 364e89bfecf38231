namespace TrailBoard.Web.State;

/// <summary>A step from the event that is open to the one before or after it in the list.</summary>
/// <param name="Id">The id of the event to which it leads, or null.</param>
/// <param name="IsKnown">Whether it is known where it leads, or that it leads nowhere.</param>
public sealed record ListStep(string? Id, bool IsKnown)
{
    /// <summary>The steps to both sides.</summary>
    /// <param name="walk">The ids of the events that show, in their order; null stands where some show that are not known yet.</param>
    /// <param name="selected">The id of the event that is open.</param>
    /// <param name="isWhole">Whether an event that is in none of the rows stays so.</param>
    public static (ListStep Previous, ListStep Next) Around(IEnumerable<string?> walk, string? selected, bool isWhole)
    {
        List<string?> ids = [.. walk];
        var at = selected is null ? -1 : ids.IndexOf(selected);
        return at < 0 ? (new(null, isWhole && !ids.Contains(null)), new(null, isWhole && !ids.Contains(null))) : (To(at - 1), To(at + 1));

        ListStep To(int index) => index < 0 || index >= ids.Count ? new(null, IsKnown: true) : new(ids[index], ids[index] is not null);
    }
}
