using System.IO.Compression;

namespace TrailBoard.Core.Import.Reading;

/// <summary>
/// Holds the bytes of records until their batch is made. They live in chunks below the size from which memory is collected
/// rarely, and become one gzip block, joined by newlines, unless the object's own bytes serve.
/// </summary>
internal sealed class BlockPacker
{
    private const int ChunkSize = 64 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _records = [];
    private byte[] _chunk = [];
    private int _used;

    /// <summary>Bytes held.</summary>
    public long Size { get; private set; }

    /// <summary>Copies a record's bytes: what was cut is only lent.</summary>
    public ReadOnlyMemory<byte> Hold(ReadOnlySpan<byte> json)
    {
        if (json.Length > _chunk.Length - _used)
        {
            _chunk = GC.AllocateUninitializedArray<byte>(Math.Max(ChunkSize, json.Length));
            _used = 0;
        }

        var held = _chunk.AsMemory(_used, json.Length);
        json.CopyTo(held.Span);
        _used += json.Length;
        Size += json.Length + 1;
        return held;
    }

    /// <summary>Lets go of the record that was held last: it was refused.</summary>
    public void Drop(int length)
    {
        _used -= length;
        Size -= length + 1;
    }

    /// <summary>Keeps the record that was held last.</summary>
    public void Keep(ReadOnlyMemory<byte> json) => _records.Add(json);

    /// <summary>How many of the first records make a block of about this size; at least one.</summary>
    public int CountUpTo(int size)
    {
        long used = 0;
        var count = 0;
        while (count < _records.Count && (count == 0 || used + _records[count].Length < size))
        {
            used += _records[count].Length + 1;
            count++;
        }

        return count;
    }

    /// <summary>Packs the first records into a block and lets go of them.</summary>
    public RecordBlock Pack(int count)
    {
        var offsets = new int[count];
        var lengths = new int[count];
        var offset = 0;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < count; i++)
            {
                offsets[i] = offset;
                lengths[i] = _records[i].Length;
                gzip.Write(_records[i].Span);
                gzip.WriteByte((byte)'\n');
                offset += lengths[i] + 1;
            }
        }

        Size -= offset;
        _records.RemoveRange(0, count);
        if (_records.Count == 0)
        {
            Clear();
        }

        return new RecordBlock(packed.ToArray(), offsets, lengths, AsDelivered: false);
    }

    /// <summary>Starts anew without packing.</summary>
    public void Clear()
    {
        _records.Clear();
        _chunk = [];
        _used = 0;
        Size = 0;
    }
}
