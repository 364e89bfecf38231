using System.Buffers;
using System.Text;
using System.Text.Json;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Search;

/// <summary>
/// The words of records, as the store's text index keeps them: runs of letters and digits in names and values, ASCII letters
/// without case, each as a hash. Every character beyond ASCII counts as a letter.
/// </summary>
/// <remarks>
/// Short words tell little, and the parts of UUIDs are most of all words, though the last part alone names one: neither words of
/// fewer than three bytes nor those of four or eight hexadecimal digits have a hash. What is changed here changes
/// <see cref="Version"/>, and with it every index is made anew. That more is masked than before does not: an index then holds words that no
/// record shows any more, and since it only rules out, the records themselves say so.
/// </remarks>
public static class RecordWords
{
    /// <summary>Which words have which hashes. An index of another version says nothing of a record.</summary>
    public const int Version = 1;

    private const int MinBytes = 3;
    private const int MaxStack = 512;

    // What was imported was read as deep as this.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    private static readonly SearchValues<byte> WordBytes = SearchValues.Create(
        [.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8, .. Enumerable.Range(128, 128).Select(value => (byte)value)]);

    /// <summary>Whether a character is part of a word.</summary>
    public static bool IsPart(char c) => c >= '\u0080' || char.IsAsciiLetterOrDigit(c);

    /// <summary>Adds the hashes of all words of a record. What people may not read must be masked before.</summary>
    public static void AddAll(ReadOnlySpan<byte> record, ISet<ulong> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var reader = new Utf8JsonReader(record, Options);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                AddUnescaped(reader.ValueSpan, into);
            }
            else if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
            {
                Add(reader.ValueSpan, into);
            }
        }
    }

    /// <summary>The hash of a word, or null where the index does not keep it.</summary>
    public static ulong? HashOf(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var bytes = Encoding.UTF8.GetBytes(word);
        // Half a pair of surrogates is written as this sign, in the filter and in the record.
        return bytes.AsSpan().IndexOf("\uFFFD"u8) < 0 && IsKept(bytes) ? Hash(bytes) : null;
    }

    private static void AddUnescaped(ReadOnlySpan<byte> escaped, ISet<ulong> into)
    {
        var rented = ArrayPool<byte>.Shared.Rent(escaped.Length);
        var length = JsonText.Unescape(escaped, rented, out _);
        Add(rented.AsSpan(0, length), into);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void Add(ReadOnlySpan<byte> text, ISet<ulong> into)
    {
        while (text.IndexOfAny(WordBytes) is var start and >= 0)
        {
            text = text[start..];
            var end = text.IndexOfAnyExcept(WordBytes);
            var word = end < 0 ? text : text[..end];
            if (IsKept(word))
            {
                into.Add(Hash(word));
            }

            text = text[word.Length..];
        }
    }

    private static bool IsKept(ReadOnlySpan<byte> word)
    {
        if (word.Length is not (4 or 8))
        {
            return word.Length >= MinBytes;
        }

        foreach (var letter in word)
        {
            if (!char.IsAsciiHexDigit((char)letter))
            {
                return true;
            }
        }

        return false;
    }

    private static ulong Hash(ReadOnlySpan<byte> word)
    {
        Span<byte> folded = word.Length <= MaxStack ? stackalloc byte[word.Length] : new byte[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            folded[i] = (byte)AsciiCase.Fold((char)word[i]);
        }

        return StableHash.Of(folded);
    }
}
