using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>A batch that is being written, and what is known of its block.</summary>
internal sealed class BatchWriting(ObjectReading.Batch batch, long objectId, long blockId)
{
    public ObjectReading.Batch Batch { get; } = batch;

    public long ObjectId { get; } = objectId;

    public long BlockId { get; } = blockId;

    public long FirstKey { get; private set; } = long.MaxValue;

    public long LastKey { get; private set; } = long.MinValue;

    /// <summary>Whether a row that is written already points into the block.</summary>
    public bool IsNamed { get; set; }

    /// <summary>Whether a row points into the block.</summary>
    public bool IsUsed => FirstKey <= LastKey;

    // The key of a row that waits may still become another of its second.
    public void Use(long key) =>
        (FirstKey, LastKey) = (Math.Min(FirstKey, EventKey.FirstOfSecond(key)), Math.Max(LastKey, EventKey.LastOfSecond(key)));
}
