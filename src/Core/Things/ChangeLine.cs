namespace TrailBoard.Core.Things;

/// <summary>What became of one setting.</summary>
public enum ChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It was there and is not any more.</summary>
    Removed,

    /// <summary>It was there with another value.</summary>
    Changed,

    /// <summary>It was set; no record tells what it was before.</summary>
    Set,
}

/// <summary>What became of one setting of a thing, in words. All text is hostile.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Words">What it is, for people: <c>container web: image</c>; its JSON path where nobody has found words for it.</param>
/// <param name="Path">Its JSON path.</param>
/// <param name="Before">The value before, masked as everywhere; null where there was none or it is not known.</param>
/// <param name="After">The value after, masked as everywhere; null where it was removed.</param>
public sealed record ChangeLine(ChangeKind Kind, string Words, string Path, string? Before, string? After)
{
    /// <summary>Why somebody should look at it, in a few words; null where nothing speaks for that.</summary>
    public string? Alert { get; init; }

    /// <summary>Whether a secret stands masked in it: two values that read alike are then two all the same.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Whether the call asked for it. What it did not ask for is found in its response to be other than was last recorded.</summary>
    public bool WasAsked { get; init; } = true;

    /// <summary>The line as plain text.</summary>
    public override string ToString() => Words + Kind switch
    {
        ChangeKind.Added => $": {After} (new)",
        ChangeKind.Removed => $": {Before} (removed)",
        ChangeKind.Changed => $": {Before} → {After}",
        ChangeKind.Set => $": {After}",
        _ => throw new InvalidOperationException($"A line cannot be {Kind}."),
    } + (Alert is null ? "" : $" [{Alert}]") + (WasAsked ? "" : " (not asked for)");
}
