using TrailBoard.Core.Events;

namespace TrailBoard.Core.Import;

/// <summary>
/// What comes of reading one object: any number of <see cref="Batch"/>, then exactly one of <see cref="End"/>,
/// <see cref="Skip"/>, <see cref="Failure"/> or <see cref="Quarantine"/>. After any but the end nothing of the object is kept.
/// </summary>
public abstract record ObjectReading
{
    private ObjectReading()
    {
    }

    /// <summary>Some records of the object, in order, and the block that holds their bytes.</summary>
    /// <param name="Records">The records; <c>Json</c> of each equals its slice of the inflated block.</param>
    /// <param name="Block">The gzip bytes that are kept, or null where the batch has no record.</param>
    /// <param name="Rejections">Refused records of this part.</param>
    public sealed record Batch(IReadOnlyList<TrailRecord> Records, RecordBlock? Block, IReadOnlyList<Rejection> Rejections) : ObjectReading;

    /// <summary>The object was read to its verified end.</summary>
    /// <param name="Wrapper">The shape that was recognised, for example <c>Records</c>, <c>NDJSON</c> or <c>EventBridge</c>.</param>
    /// <param name="Digest">What was read, for the ledger.</param>
    /// <param name="Warning">What a person should know though all was read (garbage after the end), or null.</param>
    public sealed record End(string Wrapper, ContentDigest Digest, string? Warning) : ObjectReading;

    /// <summary>The object is fine but holds no trail records: empty, a digest, an S3 notification, a text file.</summary>
    public sealed record Skip(string Reason, ContentDigest? Digest) : ObjectReading
    {
        /// <summary>The files that it lists, where it is a digest file of CloudTrail; else null.</summary>
        public TrailDigest? Lists { get; init; }

        /// <summary>Whether there may be events in it all the same, as in a file that is archived or was deleted: then they are missing.</summary>
        public bool LeavesGap { get; init; }
    }

    /// <summary>The object is broken or cannot be read. It is tried again by the next run.</summary>
    public sealed record Failure(string Reason) : ObjectReading;

    /// <summary>The object is kept aside until a person decides: it failed too often, or nothing tells what it is.</summary>
    public sealed record Quarantine(string Reason) : ObjectReading;
}

/// <summary>The fingerprint of what was read.</summary>
/// <param name="Size">Bytes as read from the origin.</param>
/// <param name="Inflated">Bytes after inflating.</param>
/// <param name="Sha256">SHA-256 of the bytes as read, lower-case hex.</param>
/// <param name="ContentSha256">
/// SHA-256 of the inflated bytes, lower-case hex: what CloudTrail's digest files list (AWS guide, "CloudTrail log file integrity validation").
/// </param>
public sealed record ContentDigest(long Size, long Inflated, string Sha256, string ContentSha256);

/// <summary>Gzip bytes that hold records, and where in the inflated bytes each of them lies.</summary>
/// <param name="Gzip">One gzip member: the object's own bytes where they serve, else packed by us.</param>
/// <param name="Offsets">Start of each record of the batch in the inflated bytes, in the order of <c>Records</c>.</param>
/// <param name="Lengths">Length of each record in bytes.</param>
/// <param name="AsDelivered">Whether <paramref name="Gzip"/> is the whole object exactly as it was delivered.</param>
public sealed record RecordBlock(ReadOnlyMemory<byte> Gzip, int[] Offsets, int[] Lengths, bool AsDelivered);
