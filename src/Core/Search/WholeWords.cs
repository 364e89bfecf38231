using System.Text.Json;

namespace TrailBoard.Core.Search;

/// <summary>
/// Text within longer text that begins and ends where words do (<see cref="RecordWords.IsPart"/>), unless a wildcard stands there:
/// <c>api</c> occurs in <c>team/api:v1</c>, not in <c>apis</c>, where <c>api*</c> does.
/// </summary>
internal static class WholeWords
{
    // As RecordPath: what is deeper than this was never read as a record.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    /// <summary>Whether the pattern occurs in a name or a value anywhere in a record.</summary>
    public static bool Any(ReadOnlyMemory<byte> record, ValueTest test)
    {
        if (record.IsEmpty || test is not ValueTest.Like like)
        {
            return !record.IsEmpty && test is ValueTest.Present;
        }

        var reader = new Utf8JsonReader(record.Span, Options);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
                && OccurIn(RecordText.Of(ref reader), like.Pattern))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the pattern occurs in a text.</summary>
    public static bool OccurIn(string text, TextPattern pattern)
    {
        var (first, last) = (pattern.Literals[0], pattern.Literals[^1]);
        for (var at = 0; AsciiCase.IndexOf(text.AsSpan(at), first) is var found and >= 0;)
        {
            var start = at + found;
            var isStart = first.Length == 0 || start == 0 || !RecordWords.IsPart(first[0]) || !RecordWords.IsPart(text[start - 1]);
            if (isStart && pattern.IsExact && IsEnd(text, start + first.Length, first))
            {
                return true;
            }

            // What begins first leaves the most to the parts behind it.
            if (isStart && !pattern.IsExact)
            {
                return Follow(text, start + first.Length, pattern) is var rest and >= 0 && (last.Length == 0 || Ends(text, rest, last));
            }

            at = After(text, start, first);
            if (at > text.Length)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The words that every text must hold in which the pattern occurs: those that no wildcard can make longer.</summary>
    public static IEnumerable<string> Of(TextPattern pattern)
    {
        for (var i = 0; i < pattern.Literals.Length; i++)
        {
            var literal = pattern.Literals[i];
            for (var (start, end) = (0, 0); start < literal.Length; start = end + 1)
            {
                end = start;
                while (end < literal.Length && RecordWords.IsPart(literal[end]))
                {
                    end++;
                }

                if (end > start && (start > 0 || i == 0) && (end < literal.Length || i == pattern.Literals.Length - 1))
                {
                    yield return literal[start..end];
                }
            }
        }
    }

    private static int Follow(string text, int at, TextPattern pattern)
    {
        foreach (var literal in pattern.Literals.AsSpan()[1..^1])
        {
            var found = AsciiCase.IndexOf(text.AsSpan(at), literal);
            if (found < 0)
            {
                return -1;
            }

            at += found + literal.Length;
        }

        return at;
    }

    private static bool Ends(string text, int at, string last)
    {
        while (at <= text.Length && AsciiCase.IndexOf(text.AsSpan(at), last) is var found and >= 0)
        {
            if (IsEnd(text, at + found + last.Length, last))
            {
                return true;
            }

            at += found + 1;
        }

        return false;
    }

    private static bool IsEnd(string text, int end, string literal) =>
        literal.Length == 0 || end == text.Length || !RecordWords.IsPart(literal[^1]) || !RecordWords.IsPart(text[end]);

    // Nothing that begins like a word begins within one, so the rest of the word need not be looked at again.
    private static int After(string text, int start, string first)
    {
        var next = start + 1;
        while (first.Length > 0 && RecordWords.IsPart(first[0]) && next < text.Length && RecordWords.IsPart(text[next]))
        {
            next++;
        }

        return next;
    }
}
