namespace TrailBoard.Core.Events;

/// <summary>One record of a trail file: what was read of it, and its own bytes.</summary>
/// <param name="Event">Our reading of the record.</param>
/// <param name="ContentHash">
/// A hash of the record's meaning: the same for copies that differ only in white space, escapes or the order of keys,
/// the same on every machine and in every version. It orders events of one second and finds copies; it proves nothing.
/// </param>
/// <param name="Json">The record's own bytes, valid UTF-8, exactly as delivered (unescaped where it was a JSON string).</param>
/// <param name="Index">The place of the record in its object, from 0, rejected records counted.</param>
public sealed record TrailRecord(TrailEvent Event, long ContentHash, ReadOnlyMemory<byte> Json, int Index);

/// <summary>A record that was refused; the others of its object are kept.</summary>
/// <param name="Index">The place of the record in its object, from 0.</param>
/// <param name="Offset">Where the record starts in the inflated object, in bytes from 0.</param>
/// <param name="Reason">Why, in one stable word, for example <c>record-too-large</c> or <c>event-time</c>.</param>
/// <param name="Message">Why, in a sentence with line and column or with the offending text.</param>
/// <param name="Excerpt">The start of the record, redacted, at most 1 KB.</param>
public sealed record Rejection(int Index, long Offset, string Reason, string Message, string Excerpt);
