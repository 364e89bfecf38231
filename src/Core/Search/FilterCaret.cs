using System.Text;

namespace TrailBoard.Core.Search;

/// <summary>Where the caret stands in a filter's text. Never fails: half a filter is what people type.</summary>
/// <param name="Start">Where the name, word or value at the caret starts, its quote included.</param>
/// <param name="Length">How far it reaches, behind the caret too.</param>
/// <param name="Typed">Its text up to the caret, escapes resolved.</param>
/// <param name="Field">The field whose value it is, or null where it is a word or a field's name.</param>
/// <param name="TakesText">Whether a colon or an equals sign leads to it, so that text can stand here.</param>
/// <param name="IsQuoted">Whether it started with a quote.</param>
/// <param name="FollowsOperand">Whether a condition precedes it, so that AND and OR can stand here.</param>
/// <param name="Term">Where the whole condition starts and ends, the field's name included.</param>
internal sealed record FilterCaret(int Start, int Length, string Typed, EventField? Field, bool TakesText, bool IsQuoted, bool FollowsOperand, Range Term)
{
    public static FilterCaret Of(string text, int caret)
    {
        var groups = new Stack<EventField?>();
        var follows = false;
        var position = 0;
        while (true)
        {
            while (position < caret && char.IsWhiteSpace(text[position]))
            {
                position++;
            }

            if (position == caret || text[position] is not ('(' or ')' or '-'))
            {
                var group = groups.Count > 0 ? groups.Peek() : null;
                var term = TermAt.At(text, position, group);
                if (term.End >= caret && !(term.OpensGroup && term.End == caret))
                {
                    return term.AtCaret(text, caret, follows);
                }

                if (term.OpensGroup)
                {
                    groups.Push(term.Field);
                }

                follows = !term.OpensGroup && text.AsSpan(position, term.End - position) is not ("AND" or "OR" or "NOT");
                position = term.End;
                continue;
            }

            if (text[position] == '(')
            {
                groups.Push(groups.Count > 0 ? groups.Peek() : null);
            }
            else if (text[position] == ')')
            {
                groups.TryPop(out _);
            }

            follows = text[position] == ')';
            position++;
        }
    }

    /// <summary>A word, or a name with its value.</summary>
    /// <param name="ValueStart">Where the part to complete starts when the caret is behind the name: the value, or the whole word.</param>
    private readonly record struct TermAt(int Start, int ValueStart, int End, EventField? Field, bool TakesText, bool OpensGroup)
    {
        public static TermAt At(string text, int start, EventField? group)
        {
            var sign = start;
            while (sign < text.Length && !IsBreak(text[sign]) && !":=<>".Contains(text[sign], StringComparison.Ordinal))
            {
                sign += text[sign] == '\\' && sign + 1 < text.Length ? 2 : 1;
            }

            var value = sign;
            while (value < text.Length && value - sign < 2 && (value == sign ? ":=<>" : "=").Contains(text[value], StringComparison.Ordinal))
            {
                value++;
            }

            if (group is not null || value == sign || !EventFields.TryFind(text[start..sign], out var field))
            {
                return new(start, start, EndOf(text, start), group, true, false);
            }

            var takesText = text[sign] is ':' or '=';
            return value < text.Length && text[value] == '('
                ? new(start, value, value + 1, field, takesText, true)
                : new(start, value, EndOf(text, value), field, takesText, false);
        }

        public FilterCaret AtCaret(string text, int caret, bool follows)
        {
            if (caret < ValueStart || OpensGroup)
            {
                // Within the name, which is replaced up to its value; the value stays.
                return new(Start, ValueStart - Start, text[Start..caret], null, true, false, follows, Start..End);
            }

            var quoted = ValueStart < caret && text[ValueStart] == '"';
            var from = quoted ? ValueStart + 1 : ValueStart;
            var to = Math.Max(from, quoted && caret == End && caret - 1 >= from && text[caret - 1] == '"' ? caret - 1 : caret);
            return new(ValueStart, End - ValueStart, Unescape(text.AsSpan(from, to - from)), Field, TakesText, quoted, follows, Start..End);
        }

        private static int EndOf(string text, int start)
        {
            var quoted = start < text.Length && text[start] == '"';
            var end = quoted ? start + 1 : start;
            while (end < text.Length && (quoted ? text[end] != '"' : !IsBreak(text[end])))
            {
                end += text[end] == '\\' && end + 1 < text.Length ? 2 : 1;
            }

            return quoted && end < text.Length ? end + 1 : end;
        }

        private static bool IsBreak(char c) => char.IsWhiteSpace(c) || c is '(' or ')' or '"';

        private static string Unescape(ReadOnlySpan<char> text)
        {
            var result = new StringBuilder(text.Length);
            for (var i = 0; i < text.Length; i++)
            {
                i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
                result.Append(text[i]);
            }

            return result.ToString();
        }
    }
}
