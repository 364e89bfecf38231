using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace TrailBoard.Core.Events;

/// <summary>
/// The id of a record that has none: made from the SHA-256 of its content in a canonical form, so that the same record
/// delivered again has the same id whatever its white space and the order of its keys.
/// </summary>
internal static class DerivedId
{
    /// <summary>Makes the id, shaped as a UUID (version 8: made by its own rule).</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RecordScan.MaxDepth + 1 });
        reader.Read();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Canonical(ref reader), hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }

    // Each value as a letter, a length and its bytes; objects with their keys in the order of their bytes.
    private static byte[] Canonical(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader),
        JsonTokenType.StartArray => Array(ref reader),
        JsonTokenType.String => Tagged((byte)'s', Text(ref reader)),
        JsonTokenType.Number => Tagged((byte)'n', reader.ValueSpan),
        JsonTokenType.True => "t"u8.ToArray(),
        JsonTokenType.False => "f"u8.ToArray(),
        JsonTokenType.Null => "0"u8.ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(reader), reader.TokenType, null),
    };

    private static byte[] Object(ref Utf8JsonReader reader)
    {
        var members = new List<byte[]>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Tagged((byte)'k', Text(ref reader));
            reader.Read();
            members.Add([.. name, .. Canonical(ref reader)]);
        }

        members.Sort((left, right) => left.AsSpan().SequenceCompareTo(right));
        return Tagged((byte)'o', Joined(members));
    }

    private static byte[] Array(ref Utf8JsonReader reader)
    {
        var elements = new List<byte[]>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Canonical(ref reader));
        }

        return Tagged((byte)'a', Joined(elements));
    }

    private static byte[] Joined(List<byte[]> parts)
    {
        var joined = new ArrayBufferWriter<byte>();
        parts.ForEach(part => joined.Write(part));
        return joined.WrittenSpan.ToArray();
    }

    private static byte[] Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.ToArray();
        }

        var text = new byte[reader.ValueSpan.Length];
        return text[..JsonText.Unescape(reader.ValueSpan, text, out _)];
    }

    private static byte[] Tagged(byte tag, ReadOnlySpan<byte> content)
    {
        var tagged = new byte[content.Length + 5];
        tagged[0] = tag;
        BinaryPrimitives.WriteInt32LittleEndian(tagged.AsSpan(1), content.Length);
        content.CopyTo(tagged.AsSpan(5));
        return tagged;
    }
}
