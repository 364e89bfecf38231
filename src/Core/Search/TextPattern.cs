using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TrailBoard.Core.Search;

/// <summary>
/// Text in which <c>*</c> stands for any run of characters. ASCII letters compare without case, all else exactly: the same
/// in memory as in every database. Matching takes time in proportion to the text, whatever the pattern.
/// </summary>
/// <param name="Literals">The literal parts between the wildcards: one part means no wildcard, empty first and last parts mean open ends.</param>
public sealed record TextPattern(ImmutableArray<string> Literals)
{
    /// <summary>The literal parts between the wildcards; adjacent wildcards are one.</summary>
    public ImmutableArray<string> Literals { get; } = WithoutRepeatedWildcards(Literals);

    /// <summary>Whether there is no wildcard, so that only one text (in any case) matches.</summary>
    public bool IsExact => Literals.Length == 1;

    /// <summary>Whether every text matches.</summary>
    public bool IsAny => Literals.Length == 2 && Literals[0].Length == 0 && Literals[1].Length == 0;

    /// <summary>The pattern that only this text matches, stars and backslashes included.</summary>
    public static TextPattern Of(string text) => new([text]);

    /// <summary>The pattern that every text holding this one matches.</summary>
    public static TextPattern Containing(string text) => new(["", text, ""]);

    /// <summary>Reads a pattern: <c>*</c> is a wildcard, a backslash takes the sign after it as it is.</summary>
    /// <exception cref="FormatException">A backslash stands before a letter, a digit or the end.</exception>
    public static TextPattern Parse(string text) => TryParse(text, out var pattern, out var position)
        ? pattern
        : throw new FormatException($"The backslash at character {position} escapes nothing; write \\\\ for a backslash.");

    /// <summary>Reads a pattern as <see cref="Parse"/> does, or tells which backslash escapes nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out TextPattern? pattern, out int mistake)
    {
        var literals = ImmutableArray.CreateBuilder<string>();
        var literal = new StringBuilder(text.Length);
        pattern = null;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*':
                    literals.Add(literal.ToString());
                    literal.Clear();
                    break;
                case '\\' when i + 1 == text.Length || char.IsLetterOrDigit(text[i + 1]):
                    mistake = i;
                    return false;
                case '\\':
                    literal.Append(text[++i]);
                    break;
                default:
                    literal.Append(text[i]);
                    break;
            }
        }

        literals.Add(literal.ToString());
        pattern = new TextPattern(literals.ToImmutable());
        mistake = -1;
        return true;
    }

    /// <summary>Whether the text matches.</summary>
    public bool Matches(string text) => Matches(text.AsSpan());

    /// <summary>Whether the text matches.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        var (first, last) = (Literals[0], Literals[^1]);
        if (IsExact)
        {
            return AsciiCase.Equal(text, first);
        }

        if (text.Length < first.Length + last.Length
            || !AsciiCase.Equal(text[..first.Length], first)
            || !AsciiCase.Equal(text[^last.Length..], last))
        {
            return false;
        }

        // Each part is taken where it first occurs: what a later occurrence leaves to the parts behind it is never more.
        var rest = text[first.Length..^last.Length];
        foreach (var literal in Literals.AsSpan()[1..^1])
        {
            var at = AsciiCase.IndexOf(rest, literal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + literal.Length)..];
        }

        return true;
    }

    /// <summary>
    /// Whether a text in UTF-8 matches, for a pattern that is asked of many; null where the pattern holds half a character, which no
    /// UTF-8 can say.
    /// </summary>
    internal Utf8Test? InUtf8()
    {
        byte[][] literals = [.. Literals.Select(Encoding.UTF8.GetBytes)];
        return literals.Zip(Literals).All(pair => string.Equals(Encoding.UTF8.GetString(pair.First), pair.Second, StringComparison.Ordinal))
            ? text => Matches(text, literals)
            : null;
    }

    // As Matches on characters.
    private static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte[]> literals)
    {
        ReadOnlySpan<byte> first = literals[0], last = literals[^1];
        if (literals.Length == 1)
        {
            return AsciiCase.Equal(text, first);
        }

        if (text.Length < first.Length + last.Length
            || !AsciiCase.Equal(text[..first.Length], first)
            || !AsciiCase.Equal(text[^last.Length..], last))
        {
            return false;
        }

        var rest = text[first.Length..^last.Length];
        foreach (var literal in literals[1..^1])
        {
            var at = AsciiCase.IndexOf(rest, literal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + literal.Length)..];
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(TextPattern? other) => other is not null && Literals.SequenceEqual(other.Literals);

    /// <inheritdoc/>
    public override int GetHashCode() => Literals.Aggregate(3, (hash, literal) => HashCode.Combine(hash, literal.GetHashCode(StringComparison.Ordinal)));

    /// <summary>The pattern as text that <see cref="Parse"/> reads back.</summary>
    public override string ToString() => string.Join('*', Literals.Select(literal =>
        literal.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal)));

    private static ImmutableArray<string> WithoutRepeatedWildcards(ImmutableArray<string> literals)
    {
        if (literals.IsDefaultOrEmpty)
        {
            return [""];
        }

        return literals.AsSpan()[1..].Length > 1 && literals.AsSpan()[1..^1].Contains("")
            ? [literals[0], .. literals.Skip(1).SkipLast(1).Where(literal => literal.Length > 0), literals[^1]]
            : literals;
    }
}
