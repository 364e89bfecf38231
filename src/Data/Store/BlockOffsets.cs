using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>Where one record lies in an inflated block, and its place in its object.</summary>
internal readonly record struct RecordPlace(int Offset, int Length, int Index);

/// <summary>The places of a block's records as a few bytes each: differences, as variable-length integers.</summary>
internal static class BlockOffsets
{
    public static byte[] Encode(RecordBlock block, IReadOnlyList<int> indexes)
    {
        using var stream = new MemoryStream(block.Offsets.Length * 4 + 8);
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt(block.Offsets.Length);
        var (end, next) = (0, 0);
        for (var i = 0; i < block.Offsets.Length; i++)
        {
            writer.Write7BitEncodedInt(ZigZag(block.Offsets[i] - end));
            writer.Write7BitEncodedInt(block.Lengths[i]);
            writer.Write7BitEncodedInt(ZigZag(indexes[i] - next));
            (end, next) = (block.Offsets[i] + block.Lengths[i], indexes[i] + 1);
        }

        return stream.ToArray();
    }

    public static RecordPlace[] Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var places = new RecordPlace[reader.Read7BitEncodedInt()];
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
