using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>Where one record lies in an inflated block, and its place in its object.</summary>
internal readonly record struct RecordPlace(int Offset, int Length, int Index);

/// <summary>
/// The places of a block's records as about two bytes each: the lengths, and where a record does not follow the one before as that
/// followed its own, the differences, as variable-length integers.
/// </summary>
internal static class BlockOffsets
{
    public static byte[] Encode(RecordBlock block, IReadOnlyList<int> indexes)
    {
        using var stream = new MemoryStream(block.Offsets.Length * 2 + 16);
        using var writer = new BinaryWriter(stream);
        // No block has no records: a zero in front tells these from the places as they were written at first.
        writer.Write7BitEncodedInt(0);
        writer.Write7BitEncodedInt(block.Offsets.Length);
        var (end, next, usual) = (0, 0, 0);
        for (var i = 0; i < block.Offsets.Length; i++)
        {
            var (gap, skipped) = (block.Offsets[i] - end, indexes[i] - next);
            var isUsual = gap == usual && skipped == 0;
            writer.Write7BitEncodedInt64(((long)block.Lengths[i] << 1) | (isUsual ? 0L : 1L));
            if (!isUsual)
            {
                writer.Write7BitEncodedInt(ZigZag(gap));
                writer.Write7BitEncodedInt(ZigZag(skipped));
            }

            (end, next, usual) = (block.Offsets[i] + block.Lengths[i], indexes[i] + 1, gap);
        }

        return stream.ToArray();
    }

    public static RecordPlace[] Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return reader.Read7BitEncodedInt() is var count and not 0 ? DecodeFirst(reader, new RecordPlace[count]) : Decode(reader, new RecordPlace[reader.Read7BitEncodedInt()]);
    }

    private static RecordPlace[] Decode(BinaryReader reader, RecordPlace[] places)
    {
        var (end, next, gap) = (0, 0, 0);
        for (var i = 0; i < places.Length; i++)
        {
            var length = reader.Read7BitEncodedInt64();
            var skipped = 0;
            if ((length & 1) != 0)
            {
                (gap, skipped) = (UnZigZag(reader.Read7BitEncodedInt()), UnZigZag(reader.Read7BitEncodedInt()));
            }

            places[i] = new RecordPlace(end + gap, (int)(length >> 1), next + skipped);
            (end, next) = (places[i].Offset + places[i].Length, places[i].Index + 1);
        }

        return places;
    }

    // As the first versions wrote them: all differences of each record.
    private static RecordPlace[] DecodeFirst(BinaryReader reader, RecordPlace[] places)
    {
        var (end, next) = (0, 0);
        for (var i = 0; i < places.Length; i++)
        {
            var offset = end + UnZigZag(reader.Read7BitEncodedInt());
            var length = reader.Read7BitEncodedInt();
            var index = next + UnZigZag(reader.Read7BitEncodedInt());
            places[i] = new RecordPlace(offset, length, index);
            (end, next) = (offset + length, index + 1);
        }

        return places;
    }

    private static int ZigZag(int value) => (value << 1) ^ (value >> 31);

    private static int UnZigZag(int value) => (int)((uint)value >> 1) ^ -(value & 1);
}
