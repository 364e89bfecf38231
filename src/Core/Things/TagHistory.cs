using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>What became of a tag.</summary>
public enum TagMoveKind
{
    /// <summary>It was put on an image, and is not known to have been on another.</summary>
    Pushed,

    /// <summary>It was taken from one image and put on another.</summary>
    Moved,

    /// <summary>The image that it was on was pushed again.</summary>
    PushedAgain,

    /// <summary>It was taken away; the image may have gone with it, if it was its last tag.</summary>
    Untagged,

    /// <summary>Its image was deleted.</summary>
    Deleted,

    /// <summary>Its image was expired by a lifecycle policy.</summary>
    Expired,

    /// <summary>The repository was deleted.</summary>
    RepositoryDeleted,
}

/// <summary>A step in the life of a tag.</summary>
/// <param name="Digest">The image that it is on from then on; null where it is on none, or where the record does not tell.</param>
/// <param name="Before">The image that it was on until then; null where none is known.</param>
/// <param name="By">The event that says so.</param>
public sealed record TagMove(TagMoveKind Kind, string? Digest, string? Before, StoredEvent By)
{
    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset Time => By.Event.Time;

    /// <summary>The rule that expired its image, in its own words, or null.</summary>
    public string? Rule { get; init; }

    /// <summary>Whether the tag is on no image from then on.</summary>
    public bool IsEnd => Kind >= TagMoveKind.Untagged;
}

/// <summary>A tag and what became of it, oldest first.</summary>
public sealed record TagHistory(string Tag, IReadOnlyList<TagMove> Moves)
{
    /// <summary>Its last step.</summary>
    public TagMove Last => Moves[^1];

    /// <summary>The image that it is on by what is known; null where it is on none.</summary>
    public string? Digest => Last.IsEnd ? null : Last.Digest;

    /// <summary>
    /// The images that the tag can have been on at some time of a span, both ends included. None where no step before the end of the span is known; a
    /// null stands for a time when the tag was on no image, or when nothing tells.
    /// </summary>
    public IReadOnlyList<string?> During(DateTimeOffset from, DateTimeOffset to)
    {
        var before = Moves.LastOrDefault(move => move.Time < from);
        // Times are whole seconds: within the first one nothing tells which was first.
        var within = Moves.Where(move => move.Time >= from && move.Time <= to).Select(OnOf);
        return [.. (before is null && Moves.All(move => move.Time > to) ? [] : new[] { before is null ? Moves.First(move => move.Time >= from).Before : OnOf(before) }).Concat(within).Distinct(StringComparer.Ordinal)];
    }

    private static string? OnOf(TagMove move) => move.IsEnd ? null : move.Digest;
}
