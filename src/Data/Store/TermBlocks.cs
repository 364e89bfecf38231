using System.IO.Compression;
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

    // Nothing in front of the text.
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The number of the dictionary of a kind's sets; a set's value is the codes of its members, with spaces between.</summary>
    public static int SetsOf(TermKind kind) => -(int)kind;

    public static byte[] Pack(IEnumerable<string> values)
    {
        using var packed = new MemoryStream();
        using (var text = new StreamWriter(new ZLibStream(packed, CompressionLevel.Optimal), Plain))
        {
            foreach (var value in values)
            {
                text.Write(value);
                text.Write(End);
            }
        }

        return packed.ToArray();
    }

    public static string[] Unpack(byte[] packed)
    {
        using var text = new MemoryStream();
        using (var packing = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress))
        {
            packing.CopyTo(text);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length - 1).Split(End);
    }

    /// <summary>The codes of a set's members, in the order of the record.</summary>
    public static int[] MembersOf(string value) => Array.ConvertAll(value.Split(' '), member => int.Parse(member, System.Globalization.CultureInfo.InvariantCulture));
}
