using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace TrailBoard.Data.Store;

/// <summary>
/// Values of a dictionary as a block of bytes, in the order of their codes: those of a commit are much alike, and take a tenth of the
/// bytes together that they take as rows with an index.
/// </summary>
internal static class TermBlocks
{
    // No value holds it.
    private const char End = '\0';

    // Values are mostly keys and digests that no one has seen before: short matches in them by chance take more than their letters do.
    private static readonly ZLibCompressionOptions Packing = new() { CompressionLevel = 7, CompressionStrategy = ZLibCompressionStrategy.Filtered };

    // Nothing in front of the text.
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The number of the dictionary of a kind's sets; a set's value is the codes of its members, with spaces between.</summary>
    public static int SetsOf(TermKind kind) => -(int)kind;

    /// <summary>Values of the dictionary with a number, packed.</summary>
    public static byte[] Pack(int dictionary, IEnumerable<string> values) => Pack(dictionary < 0 ? SetTexts.ToPacked(values) : values);

    /// <summary>The values of a block of the dictionary with a number.</summary>
    public static string[] Unpack(int dictionary, byte[] packed) => dictionary < 0 ? [.. SetTexts.FromPacked(Unpack(packed))] : Unpack(packed);

    public static byte[] Pack(IEnumerable<string> values)
    {
        using var packed = new MemoryStream();
        using (var text = new StreamWriter(new ZLibStream(packed, Packing), Plain))
        {
            foreach (var value in values)
            {
                text.Write(value);
                text.Write(End);
            }
        }

        return packed.ToArray();
    }

    private static string[] Unpack(byte[] packed)
    {
        using var text = new MemoryStream();
        using (var packing = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress))
        {
            packing.CopyTo(text);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length - 1).Split(End);
    }

    /// <summary>A kind's values and those of a block that follows them.</summary>
    public static TermList AddTo(TermList values, byte[] packed)
    {
        var (buffer, length) = Inflate(packed);
        for (ReadOnlySpan<byte> rest = buffer.AsSpan(0, length), value; TryTake(ref rest, out value);)
        {
            values = values.Add(value);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return values;
    }

    /// <summary>A kind's sets and those of a block that follows them.</summary>
    public static SetList AddTo(SetList sets, byte[] packed)
    {
        var (buffer, length) = Inflate(packed);
        var (members, highest) = (new List<int>(), 0);
        for (ReadOnlySpan<byte> rest = buffer.AsSpan(0, length), value; TryTake(ref rest, out value);)
        {
            members.Clear();
            while (!value.IsEmpty)
            {
                // As SetTexts packs them.
                var isStep = value[0] == '+';
                value = value[(isStep ? 1 : 0)..];
                var (member, digits) = (1, 0);
                if (!(isStep && (value.IsEmpty || value[0] == ' '))
                    && (!Utf8Parser.TryParse(value, out member, out digits) || (digits < value.Length && value[digits] != ' ')))
                {
                    throw new InvalidDataException("A set of terms is not numbers.");
                }

                if (isStep)
                {
                    highest += member;
                    member = highest;
                }

                members.Add(member);
                value = value[Math.Min(digits + 1, value.Length)..];
            }

            sets = sets.Add(CollectionsMarshal.AsSpan(members));
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return sets;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        var end = rest.IndexOf((byte)End);
        value = end < 0 ? default : rest[..end];
        rest = rest[(end + 1)..];
        return end >= 0;
    }

    // Into lent memory: all blocks are inflated when a site starts.
    private static (byte[] Buffer, int Length) Inflate(byte[] packed)
    {
        using var packing = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        var (buffer, length) = (ArrayPool<byte>.Shared.Rent(packed.Length * 8), 0);
        while (packing.Read(buffer.AsSpan(length)) is var read and > 0)
        {
            length += read;
            if (length == buffer.Length)
            {
                var longer = ArrayPool<byte>.Shared.Rent(length * 2);
                buffer.CopyTo(longer, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = longer;
            }
        }

        return (buffer, length);
    }
}
