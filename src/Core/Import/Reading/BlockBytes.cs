using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Import.Reading;

/// <summary>
/// The bytes of a batch's records, in its block: nobody asks for most of them, so they are not held beside it. The block is inflated as far
/// as the record that is asked for first, and whole when a second is asked for. Then too each record has an array of its own: of arrays as
/// large as blocks the runtime thinks so highly that it looks through all memory for every few that are thrown away.
/// </summary>
internal sealed class BlockBytes(RecordBlock block) : RecordBytes
{
    private const int StepSize = 32 * 1024;

    private byte[][]? _all;
    private First? _first;

    public override ReadOnlyMemory<byte> Of(int place)
    {
        if (_all is { } all)
        {
            return all[place];
        }

        if (_first is { } first)
        {
            return first.Place == place ? first.Json : (_all = Inflated(0, block.Offsets.Length))[place];
        }

        var json = Inflated(place, 1)[0];
        _first = new First(place, json);
        return json;
    }

    // Its sums were verified when its records were read from it, or it was packed here. Records stand in it in their order.
    private byte[][] Inflated(int firstPlace, int count)
    {
        using var packed = MemoryMarshal.TryGetArray(block.Gzip, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(block.Gzip.ToArray(), writable: false);
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        var records = new byte[count][];
        var step = ArrayPool<byte>.Shared.Rent(StepSize);
        try
        {
            var at = 0;
            for (var i = 0; i < count; i++)
            {
                for (var start = block.Offsets[firstPlace + i]; at < start; at += Math.Min(start - at, step.Length))
                {
                    gzip.ReadExactly(step, 0, Math.Min(start - at, step.Length));
                }

                records[i] = GC.AllocateUninitializedArray<byte>(block.Lengths[firstPlace + i]);
                gzip.ReadExactly(records[i]);
                at += records[i].Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(step);
        }

        return records;
    }

    // One reference, so that it does not matter who asks.
    private sealed record First(int Place, byte[] Json);
}
