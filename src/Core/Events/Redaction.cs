using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TrailBoard.Core.Events;

/// <summary>
/// Masks secrets in records wherever they are shown, copied or exported: values of secret keys, and values that are
/// secrets by their looks. Every other byte stays as it was. Access key ids stay: credential chains are read by them.
/// </summary>
public static class Redaction
{
    private const int ExcerptBytes = 1024;

    // Looked through before the cut, so that a secret that lies across it is recognised.
    private const int ExcerptContext = 4096;

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>What stands in place of a secret.</summary>
    public static string MaskText => "***";

    /// <summary>Masks the secrets of a record.</summary>
    /// <param name="json">The record; text that is not JSON is masked by the looks of its parts.</param>
    /// <param name="masked">How many secrets were masked.</param>
    /// <returns>The masked bytes; the same memory where there was nothing to mask.</returns>
    public static ReadOnlyMemory<byte> Mask(ReadOnlyMemory<byte> json, out int masked)
    {
        var found = new List<Range>();
        var isJson = true;
        try
        {
            SecretScan.Find(json.Span, found);
        }
        catch (JsonException)
        {
            found.Clear();
            isJson = false;
        }

        SecretText.Find(json.Span, members: !isJson, found);
        return Replace(json, found, out masked);
    }

    /// <summary>The start of a piece of a file for a person to see: masked, at most 1 KB, valid text whatever the bytes were.</summary>
    internal static string Excerpt(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, ExcerptContext)].ToArray();
        var found = new List<Range>();
        SecretText.Find(start, members: true, found);
        var text = Encoding.UTF8.GetString(Replace(start, found, out _).Span);
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (utf8.Length <= ExcerptBytes)
        {
            return text;
        }

        var end = ExcerptBytes;
        while ((utf8[end] & 0xc0) == 0x80)
        {
            end--;
        }

        return Encoding.UTF8.GetString(utf8, 0, end);
    }

    private static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json, List<Range> found, out int masked)
    {
        masked = 0;
        if (found.Count == 0)
        {
            return json;
        }

        found.Sort((left, right) => left.Start.Value != right.Start.Value
            ? left.Start.Value.CompareTo(right.Start.Value)
            : right.End.Value.CompareTo(left.End.Value));
        var output = new ArrayBufferWriter<byte>(json.Length);
        var position = 0;
        foreach (var range in found)
        {
            if (range.Start.Value < position)
            {
                position = Math.Max(position, range.End.Value);
                continue;
            }

            output.Write(json.Span[position..range.Start.Value]);
            output.Write(IsNumber(json.Span, range) ? "\"***\""u8 : "***"u8);
            position = range.End.Value;
            masked++;
        }

        output.Write(json.Span[position..]);
        return output.WrittenMemory;
    }

    // A number has no quotes of its own; the mask brings them, so that the JSON stays valid.
    private static bool IsNumber(ReadOnlySpan<byte> json, Range range) =>
        range.Start.Value > 0 && json[range.Start.Value - 1] is (byte)':' or (byte)' ' or (byte)',' or (byte)'[' or (byte)'\n' or (byte)'\t'
        && json[range].IndexOfAnyExcept(NumberBytes) < 0;
}
