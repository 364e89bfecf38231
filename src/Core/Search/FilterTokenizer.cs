using System.Collections.Frozen;

namespace TrailBoard.Core.Search;

/// <summary>
/// Cuts a filter's text into tokens, one at a time: whether <c>a:b</c> names a field or is a value depends on where it
/// stands, which only the parser knows.
/// </summary>
internal sealed class FilterTokenizer(string text)
{
    private const string Operators = ":=<>";

    // Things people paste whole: the part before the colon is never meant as a field.
    private static readonly FrozenSet<string> Schemes = FrozenSet.ToFrozenSet(["arn", "sha256"], StringComparer.OrdinalIgnoreCase);

    public FilterError? Error { get; private set; }

    /// <summary>The token at or after the position. Where values stand, colons and comparisons are part of them.</summary>
    public FilterToken Next(int position, bool values)
    {
        var start = position;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        if (start == text.Length)
        {
            return new(FilterTokenKind.End, start, 0);
        }

        return text[start] switch
        {
            '(' => new(FilterTokenKind.Open, start, 1),
            ')' => new(FilterTokenKind.Close, start, 1),
            '"' => Quoted(start),
            '-' => Minus(start),
            _ => Unquoted(start, values),
        };
    }

    /// <summary>The value that starts exactly at the position; a minus sign and the keywords are part of it.</summary>
    public FilterToken Value(int start) => text[start] == '"' ? Quoted(start) : Word(start, TermEnd(start));

    private FilterToken Minus(int start) => start + 1 < text.Length && !char.IsWhiteSpace(text[start + 1]) && text[start + 1] != ')'
        ? new(FilterTokenKind.Minus, start, 1)
        : Mistake(start, 1, "Expected what to exclude right after -, without a space.");

    private FilterToken Unquoted(int start, bool values)
    {
        var end = TermEnd(start);
        var term = text.AsSpan(start, end - start);
        var keyword = term switch
        {
            "AND" => FilterTokenKind.And,
            "OR" => FilterTokenKind.Or,
            "NOT" => FilterTokenKind.Not,
            _ => FilterTokenKind.Text,
        };
        if (keyword != FilterTokenKind.Text)
        {
            return new(keyword, start, term.Length);
        }

        var name = NameLength(term);
        if (name < 0 || AddressText.TryParse(term, out _))
        {
            return Word(start, end);
        }

        if (values)
        {
            return term[name] == ':' && EventFields.TryFind(term[..name].ToString(), out _)
                ? Mistake(start, name + 1, $"Only values can stand in these parentheses; for a value that starts with {FilterNames.Short(term[..name])}: use quotes.")
                : Word(start, end);
        }

        if (name == 0)
        {
            return Mistake(start, 1, $"Expected the name of a field right before {term[0]}, without a space; to look for the sign itself, use quotes.");
        }

        if (!char.IsLetter(term[0]) || Schemes.Contains(term[..name].ToString()))
        {
            return Word(start, end);
        }

        var operatorLength = name + 1 < term.Length && term[name] is '<' or '>' && term[name..].StartsWith([term[name], '=']) ? 2 : 1;
        return new(FilterTokenKind.Name, start, name + operatorLength, name);
    }

    private static int NameLength(ReadOnlySpan<char> term)
    {
        for (var i = 0; i < term.Length; i++)
        {
            if (term[i] == '\\')
            {
                i++;
            }
            else if (Operators.Contains(term[i], StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private int TermEnd(int start)
    {
        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('(' or ')' or '"'))
        {
            end += text[end] == '\\' && end + 1 < text.Length ? 2 : 1;
        }

        return end;
    }

    private FilterToken Word(int start, int end)
    {
        if (end < text.Length && text[end] is '"' or '(')
        {
            // A name such as user: is cut off before its quote or group, so here the sign is in the middle of a word.
            return Mistake(end, 1, $"Expected a space before {text[end]}; text that holds it stands in quotes as a whole, or the sign is written \\{text[end]}.");
        }

        return Text(start, end - start, start, end, quoted: false);
    }

    private FilterToken Quoted(int start)
    {
        var end = start + 1;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        if (end >= text.Length)
        {
            return Mistake(start, text.Length - start, "Expected a closing quote for this one; a quote within quotes is written \\\".");
        }

        return end + 1 < text.Length && !char.IsWhiteSpace(text[end + 1]) && text[end + 1] != ')'
            ? Mistake(end + 1, 1, "Expected a space after the closing quote; a quote within quotes is written \\\".")
            : Text(start, end + 1 - start, start + 1, end, quoted: true);
    }

    private FilterToken Text(int start, int length, int from, int to, bool quoted) =>
        TextPattern.TryParse(text.AsSpan(from, to - from), out var pattern, out var mistake)
            ? new(FilterTokenKind.Text, start, length, 0, pattern, quoted)
            : Mistake(from + mistake, 1, "A backslash stands before *, \\, \" and other signs to take them as they are; for a backslash itself write \\\\.");

    private FilterToken Mistake(int start, int length, string message)
    {
        Error ??= new FilterError(start, Math.Max(1, length), message);
        return new(FilterTokenKind.Mistake, start, length);
    }
}
