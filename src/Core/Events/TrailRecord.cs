namespace TrailBoard.Core.Events;

/// <summary>One record of a trail file: what was read of it, and its own bytes.</summary>
public sealed record TrailRecord
{
    private readonly RecordBytes _bytes;
    private readonly int _place;

    /// <summary>Makes a record of bytes that are at hand.</summary>
    /// <param name="trailEvent">Our reading of the record.</param>
    /// <param name="contentHash">The hash of its meaning.</param>
    /// <param name="json">The record's own bytes.</param>
    /// <param name="index">The place of the record in its object, from 0.</param>
    public TrailRecord(TrailEvent trailEvent, long contentHash, ReadOnlyMemory<byte> json, int index)
        : this(trailEvent, contentHash, new BytesAtHand(json), 0, index)
    {
    }

    internal TrailRecord(TrailEvent trailEvent, long contentHash, RecordBytes bytes, int place, int index) =>
        (Event, ContentHash, _bytes, _place, Index) = (trailEvent, contentHash, bytes, place, index);

    /// <summary>Our reading of the record.</summary>
    public TrailEvent Event { get; }

    /// <summary>
    /// A hash of the record's meaning: the same for copies that differ only in white space, escapes or the order of keys,
    /// the same on every machine and in every version. It orders events of one second and finds copies; it proves nothing.
    /// </summary>
    public long ContentHash { get; }

    /// <summary>The place of the record in its object, from 0, rejected records counted.</summary>
    public int Index { get; }

    /// <summary>
    /// The record's own bytes, valid UTF-8, exactly as delivered (unescaped where it was a JSON string). A record of an import keeps
    /// them only in its block, from which they are inflated here: ask once.
    /// </summary>
    public ReadOnlyMemory<byte> Json => _bytes.Of(_place);

    private sealed class BytesAtHand(ReadOnlyMemory<byte> json) : RecordBytes
    {
        public override ReadOnlyMemory<byte> Of(int place) => json;
    }
}

/// <summary>Where the bytes of records are.</summary>
internal abstract class RecordBytes
{
    /// <summary>The bytes of one of the records.</summary>
    public abstract ReadOnlyMemory<byte> Of(int place);
}

/// <summary>A record that was refused; the others of its object are kept.</summary>
/// <param name="Index">The place of the record in its object, from 0.</param>
/// <param name="Offset">Where the record starts in the inflated object, in bytes from 0.</param>
/// <param name="Reason">Why, in one stable word, for example <c>record-too-large</c> or <c>event-time</c>.</param>
/// <param name="Message">Why, in a sentence with line and column or with the offending text.</param>
/// <param name="Excerpt">The start of the record, redacted, at most 1 KB.</param>
public sealed record Rejection(int Index, long Offset, string Reason, string Message, string Excerpt);
