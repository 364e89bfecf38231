using System.Buffers;
using System.Text;

namespace TrailBoard.Data.Store;

/// <summary>The dictionaries. The values are stored: never renumber them.</summary>
internal enum TermKind
{
    /// <summary>Service and action.</summary>
    Action = 1,

    /// <summary>Identity type, identity, user, role and session.</summary>
    Actor = 2,
    Region = 3,
    Address = 4,
    Account = 5,
    AccessKey = 6,
    Error = 7,
    ErrorMessage = 8,
    Agent = 9,

    /// <summary>A repository or another thing, as <see cref="ThingTerms"/> has them.</summary>
    Thing = 10,
    Resource = 11,

    /// <summary>Category and type.</summary>
    Shape = 12,
}

/// <summary>How text stands in a dictionary. Code 0 and empty parts mean that the record says nothing.</summary>
internal static class Term
{
    /// <summary>One more than the highest kind, for arrays by kind.</summary>
    public const int Kinds = (int)TermKind.Shape + 1;

    /// <summary>What stands between parts, in UTF-8.</summary>
    public const byte SeparatorByte = (byte)Separator;

    private const char Separator = '\u001F';

    private static readonly SearchValues<char> Awkward =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0', Separator]);

    /// <summary>How many parts the values of a kind have.</summary>
    public static int PartsOf(TermKind kind) => kind switch
    {
        TermKind.Action or TermKind.Shape => 2,
        TermKind.Actor => 5,
        TermKind.Thing => ThingTerms.Parts,
        _ => 1,
    };

    /// <summary>
    /// Text that every database takes and gives back: NUL becomes U+2400 and the separator U+241F (their pictures), and what is
    /// not Unicode becomes U+FFFD.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Awkward))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value switch { 0 => "\u2400", Separator => "\u241F", _ => rune.ToString() });
        }

        return clean.ToString();
    }

    public static string Join(params ReadOnlySpan<string?> parts)
    {
        var clean = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            clean[i] = Clean(parts[i] ?? "");
        }

        return string.Join(Separator, clean);
    }

    /// <summary>The same as <see cref="Join"/> into a buffer, where it fits and no part needs cleaning.</summary>
    public static bool TryJoin(ReadOnlySpan<string?> parts, Span<char> joined, out int length)
    {
        length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0)
            {
                joined[length++] = Separator;
            }

            var part = parts[i].AsSpan();
            if (part.Length > joined.Length - length - 1 || part.ContainsAny(Awkward))
            {
                return false;
            }

            part.CopyTo(joined[length..]);
            length += part.Length;
        }

        return true;
    }

    public static string?[] Split(string value) => Array.ConvertAll(value.Split(Separator), part => part.Length > 0 ? part : null);
}
