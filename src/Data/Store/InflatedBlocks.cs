using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace TrailBoard.Data.Store;

/// <summary>
/// A block's records, ready to be read. Each has an array of its own: blocks as a whole are so large that the runtime keeps them apart, and
/// looks through all memory for every few that are thrown away.
/// </summary>
internal sealed class InflatedBlock(byte[][] records, RecordPlace[] places)
{
    private const int StepSize = 32 * 1024;

    public long Size { get; } = records.Sum(record => (long)record.Length);

    /// <summary>How many records it holds.</summary>
    public int Records => places.Length;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static InflatedBlock Of(byte[] offsets, byte[] gzip)
    {
        var places = BlockOffsets.Decode(offsets);
        var records = new byte[places.Length][];
        // The last four bytes of a gzip member tell its inflated size; the reader has verified them.
        var size = BinaryPrimitives.ReadUInt32LittleEndian(gzip.AsSpan(gzip.Length - 4));
        var lent = ArrayPool<byte>.Shared.Rent(StepSize);
        try
        {
            using var inflating = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
            long at = 0;
            for (var i = 0; i < records.Length; i++)
            {
                var (offset, length, _) = places[i];
                if (offset < at || length < 0 || (long)offset + length > size)
                {
                    throw new InvalidDataException("The places of the records do not fit the block.");
                }

                for (; at < offset; at += Math.Min(offset - at, lent.Length))
                {
                    inflating.ReadExactly(lent, 0, (int)Math.Min(offset - at, lent.Length));
                }

                records[i] = GC.AllocateUninitializedArray<byte>(length);
                inflating.ReadExactly(records[i]);
                at += length;
            }

            while (inflating.Read(lent) > 0)
            {
                // The sum over all bytes stands behind the last.
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lent);
        }

        return new InflatedBlock(records, places);
    }

    /// <summary>One record, copied: the block is inflated into lent memory, to its end, where it is known whether it is what was written.</summary>
    public static byte[] RecordOf(byte[] offsets, byte[] gzip, int ordinal)
    {
        var place = BlockOffsets.Decode(offsets)[ordinal];
        var end = place.Offset + place.Length;
        var lent = ArrayPool<byte>.Shared.Rent(end);
        try
        {
            using var inflating = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
            inflating.ReadExactly(lent, 0, end);
            var record = lent.AsSpan(place.Offset, place.Length).ToArray();
            while (inflating.Read(lent) > 0)
            {
                // The sum over all bytes stands behind the last.
            }

            return record;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lent);
        }
    }

    public ReadOnlyMemory<byte> Record(int ordinal) => records[ordinal];

    /// <summary>The record's place in its object.</summary>
    public int IndexOf(int ordinal) => places[ordinal].Index;
}

/// <summary>Blocks that were read lately: neighbours in time are often neighbours in a block. Blocks never change.</summary>
internal sealed class InflatedBlocks(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, LinkedListNode<(long Id, InflatedBlock Block)>> _byId = [];
    private readonly LinkedList<(long Id, InflatedBlock Block)> _byUse = [];
    private long _size;

    public InflatedBlock? Find(long id)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Block;
        }
    }

    public InflatedBlock Add(long id, InflatedBlock block)
    {
        lock (_lock)
        {
            if (_byId.TryAdd(id, new LinkedListNode<(long, InflatedBlock)>((id, block))))
            {
                _byUse.AddFirst(_byId[id]);
                _size += block.Size;
            }

            while (_size > capacity && _byUse.Count > 1)
            {
                var (oldest, dropped) = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _byId.Remove(oldest);
                _size -= dropped.Size;
            }
        }

        return block;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _byId.Clear();
            _byUse.Clear();
            _size = 0;
        }
    }
}
