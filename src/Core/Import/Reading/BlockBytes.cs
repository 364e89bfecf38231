using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Import.Reading;

/// <summary>
/// The bytes of a batch's records, in its block: nobody asks for most of them, so they are not held beside it. The block is inflated as far
/// as the record that is asked for first, and whole when a second is asked for.
/// </summary>
internal sealed class BlockBytes(RecordBlock block) : RecordBytes
{
    private const int StepSize = 32 * 1024;

    private byte[]? _inflated;
    private First? _first;

    public override ReadOnlyMemory<byte> Of(int place)
    {
        if (_inflated is null && _first is null)
        {
            var json = Inflated(block.Offsets[place], block.Lengths[place]);
            _first = new First(place, json);
            return json;
        }

        if (_inflated is null && _first is { } first && first.Place == place)
        {
            return first.Json;
        }

        _inflated ??= Inflated(0, block.Offsets[^1] + block.Lengths[^1]);
        return _inflated.AsMemory(block.Offsets[place], block.Lengths[place]);
    }

    // Its sums were verified when its records were read from it, or it was packed here.
    private byte[] Inflated(int start, int length)
    {
        using var packed = MemoryMarshal.TryGetArray(block.Gzip, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(block.Gzip.ToArray(), writable: false);
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        var step = ArrayPool<byte>.Shared.Rent(StepSize);
        try
        {
            while (start > 0)
            {
                var skipped = Math.Min(start, step.Length);
                gzip.ReadExactly(step, 0, skipped);
                start -= skipped;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(step);
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        gzip.ReadExactly(bytes);
        return bytes;
    }

    // One reference, so that it does not matter who asks.
    private sealed record First(int Place, byte[] Json);
}
