namespace TrailBoard.Data.Store;

/// <summary>
/// The records of blocks, written or waiting to be, as their writer compares copies with them. Most blocks have one copy in an import, so a block that is
/// asked for once is inflated into lent memory; one that is asked for again is kept for a while.
/// </summary>
internal sealed class StoredBlocks(BulkSession session, WaitingBlocks waiting)
{
    private const int Capacity = 4 << 20;
    private const int AskedLately = 64;

    private readonly InflatedBlocks _blocks = new(Capacity);
    private readonly long[] _asked = new long[AskedLately];

    /// <summary>One record's bytes.</summary>
    public ReadOnlyMemory<byte> Record(long id, int ordinal)
    {
        if (_blocks.Find(id) is { } known)
        {
            return known.Record(ordinal);
        }

        var (offsets, gzip) = Read(id);
        ref var asked = ref _asked[id % AskedLately];
        if (asked == id)
        {
            return _blocks.Add(id, InflatedBlock.Of(offsets, gzip)).Record(ordinal);
        }

        asked = id;
        return InflatedBlock.RecordOf(offsets, gzip, ordinal);
    }

    /// <summary>The record's place in its object.</summary>
    public int IndexOf(long id, int ordinal) => BlockOffsets.Decode(Read(id).Offsets)[ordinal].Index;

    /// <summary>Forgets all: blocks were taken back, and others get their numbers.</summary>
    public void Clear()
    {
        _blocks.Clear();
        Array.Clear(_asked);
    }

    private (byte[] Offsets, byte[] Gzip) Read(long id) =>
        waiting.Find(id) is { } block ? (block.Offsets, block.Gzip.ToArray()) : session.ReadBlock(id);
}
