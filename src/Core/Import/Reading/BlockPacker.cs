using System.IO.Compression;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Import.Reading;

/// <summary>A record that waits for its batch.</summary>
/// <param name="Event">Our reading of it.</param>
/// <param name="ContentHash">The hash of its meaning.</param>
/// <param name="Index">Its place in its object.</param>
/// <param name="Offset">Where it starts in the inflated object, or -1 where it does not lie there as it is.</param>
internal readonly record struct HeldRecord(TrailEvent Event, long ContentHash, int Index, int Offset);

/// <summary>
/// Holds records and their bytes until their batch is made. The bytes become one gzip block, joined by newlines, unless the object's
/// own bytes serve; either way the records find them there, and the memory here serves the next object.
/// </summary>
internal sealed class BlockPacker
{
    private const int ChunkSize = 64 * 1024;
    private const int IdleChunks = 16;
    private const int IdleRecords = 4096;

    private readonly List<HeldRecord> _records = [];
    private readonly List<Place> _places = [];
    private readonly List<byte[]> _chunks = [];
    private readonly Stack<byte[]> _idle = [];
    private int _used;
    private Place _last;

    /// <summary>Bytes held.</summary>
    public long Size { get; private set; }

    /// <summary>Records held.</summary>
    public int Count => _records.Count;

    /// <summary>Copies a record's bytes: what was cut is only lent.</summary>
    public ReadOnlyMemory<byte> Hold(ReadOnlySpan<byte> json)
    {
        if (_chunks.Count == 0 || json.Length > _chunks[^1].Length - _used)
        {
            _chunks.Add(json.Length <= ChunkSize && _idle.TryPop(out var idle) ? idle : GC.AllocateUninitializedArray<byte>(Math.Max(ChunkSize, json.Length)));
            _used = 0;
        }

        var held = _chunks[^1].AsMemory(_used, json.Length);
        json.CopyTo(held.Span);
        _last = new Place(_chunks.Count - 1, _used, json.Length);
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
    public void Keep(in HeldRecord record)
    {
        _records.Add(record);
        _places.Add(_last);
    }

    /// <summary>How many of the first records make a block of about this size; at least one.</summary>
    public int CountUpTo(int size)
    {
        long used = 0;
        var count = 0;
        while (count < _places.Count && (count == 0 || used + _places[count].Length < size))
        {
            used += _places[count].Length + 1;
            count++;
        }

        return count;
    }

    /// <summary>Takes all records, with the object's own bytes as their block.</summary>
    public (TrailRecord[] Records, RecordBlock? Block) Take(ReadOnlyMemory<byte> delivered)
    {
        var offsets = new int[Count];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = _records[i].Offset;
        }

        return Take(Count == 0 ? null : new RecordBlock(delivered, offsets, Lengths(Count), AsDelivered: true), Count);
    }

    /// <summary>Takes the first records, with a block that is packed of them.</summary>
    public (TrailRecord[] Records, RecordBlock? Block) Take(int count) => Take(count == 0 ? null : Pack(count), count);

    /// <summary>Starts anew; some of the memory stays for what comes then.</summary>
    public void Clear()
    {
        Release(_chunks.Count);
        _records.Clear();
        _places.Clear();
        if (_records.Capacity > IdleRecords)
        {
            _records.Capacity = _places.Capacity = 0;
        }

        Size = 0;
    }

    private (TrailRecord[] Records, RecordBlock? Block) Take(RecordBlock? block, int count)
    {
        var records = new TrailRecord[count];
        if (block is not null)
        {
            var bytes = new BlockBytes(block);
            for (var i = 0; i < count; i++)
            {
                records[i] = new TrailRecord(_records[i].Event, _records[i].ContentHash, bytes, i, _records[i].Index);
                Size -= _places[i].Length + 1;
            }
        }

        if (count == Count)
        {
            Clear();
            return (records, block);
        }

        _records.RemoveRange(0, count);
        _places.RemoveRange(0, count);
        var free = _places[0].Chunk;
        Release(free);
        for (var i = 0; i < _places.Count; i++)
        {
            _places[i] = _places[i] with { Chunk = _places[i].Chunk - free };
        }

        return (records, block);
    }

    private RecordBlock Pack(int count)
    {
        var (offsets, offset) = (new int[count], 0);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < count; i++)
            {
                var place = _places[i];
                offsets[i] = offset;
                gzip.Write(_chunks[place.Chunk].AsSpan(place.Start, place.Length));
                gzip.WriteByte((byte)'\n');
                offset += place.Length + 1;
            }
        }

        return new RecordBlock(packed.ToArray(), offsets, Lengths(count), AsDelivered: false);
    }

    private int[] Lengths(int count)
    {
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
        {
            lengths[i] = _places[i].Length;
        }

        return lengths;
    }

    private void Release(int chunks)
    {
        for (var i = 0; i < chunks; i++)
        {
            if (_idle.Count < IdleChunks && _chunks[i].Length == ChunkSize)
            {
                _idle.Push(_chunks[i]);
            }
        }

        _chunks.RemoveRange(0, chunks);
    }

    private readonly record struct Place(int Chunk, int Start, int Length);
}
