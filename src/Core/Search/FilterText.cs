using System.Collections.Immutable;
using System.Text;

namespace TrailBoard.Core.Search;

/// <summary>Writes filters in the one form that each has: what <see cref="FilterParser"/> reads back to the same tree.</summary>
public static class FilterText
{
    /// <summary>The canonical text of a filter; empty for <see cref="Filter.All"/>.</summary>
    public static string Of(Filter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var text = new StringBuilder();
        if (!FilterShape.IsAll(filter))
        {
            Write(text, filter, inside: false);
        }

        return text.ToString();
    }

    /// <summary>A value as it stands behind the colon of a field: in quotes where it needs them, stars and backslashes escaped.</summary>
    public static string Value(EventField field, string value) => Pattern(field, TextPattern.Of(value));

    private static void Write(StringBuilder text, Filter filter, bool inside)
    {
        switch (filter)
        {
            case Filter.And { Parts.IsEmpty: true }:
                text.Append('*');
                break;
            case Filter.Or { Parts.IsEmpty: true }:
                text.Append("-*");
                break;
            case Filter.And all:
                WriteParts(text, all.Parts, " ", inside);
                break;
            case Filter.Or any when IsOfOneField(any, out var field):
                text.Append(field.Name).Append(":(").AppendJoin(" OR ", any.Parts.Select(part => AfterColon(field, ((Filter.Field)part).Test))).Append(')');
                break;
            case Filter.Or any:
                WriteParts(text, any.Parts, " OR ", inside);
                break;
            case Filter.Not negated:
                text.Append('-');
                Write(text, negated.Part, inside: true);
                break;
            case Filter.Words words:
                text.Append(Word(words.Text));
                break;
            case Filter.Field leaf:
                text.Append(leaf.Of.Name).Append(AfterName(leaf.Of, leaf.Test));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType(), null);
        }
    }

    private static void WriteParts(StringBuilder text, ImmutableArray<Filter> parts, string between, bool inside)
    {
        text.Append(inside ? "(" : "");
        for (var i = 0; i < parts.Length; i++)
        {
            text.Append(i == 0 ? "" : between);
            Write(text, parts[i], inside: true);
        }

        text.Append(inside ? ")" : "");
    }

    private static bool IsOfOneField(Filter.Or filter, out EventField field)
    {
        field = (filter.Parts[0] as Filter.Field)?.Of!;
        return filter.Parts.Length > 1 && filter.Parts.All(IsValueOf(field));

        static Func<Filter, bool> IsValueOf(EventField? field) => part =>
            part is Filter.Field { Test: not (ValueTest.TimeIs or ValueTest.NumberIs) } leaf && leaf.Of.Equals(field);
    }

    private static string AfterName(EventField field, ValueTest test) => test switch
    {
        ValueTest.TimeIs time => Signs.Of(time.Comparison) + TimeText.Of(time.Time, time.Comparison is not (Comparison.GreaterOrEqual or Comparison.Less)),
        ValueTest.NumberIs number => Signs.Of(number.Comparison) + NumberText.Of(number.Number),
        _ => ":" + AfterColon(field, test),
    };

    private static string AfterColon(EventField field, ValueTest test) => test switch
    {
        ValueTest.Present => "*",
        ValueTest.Like like => Pattern(field, like.Pattern),
        ValueTest.Within within => within.Network.ToString(),
        ValueTest.Is yesNo => yesNo.Value ? "true" : "false",
        _ => throw new ArgumentOutOfRangeException(nameof(test), test, null),
    };

    private static string Pattern(EventField field, TextPattern pattern)
    {
        var text = pattern.ToString();
        return IsPlain(text)
            && text[0] is not ('<' or '>' or '=' or ':')
            && !StartsWithField(text)
            && !(field.Kind == FieldKind.Address && text.Contains('/', StringComparison.Ordinal)) ? text : Quote(text);
    }

    private static string Word(string word)
    {
        var text = TextPattern.Of(word).ToString();
        return text.Length == 0 ? "*" : IsPlain(text) && !text.AsSpan().ContainsAny(":=<>") ? text : Quote(text);
    }

    private static bool IsPlain(string text) => text.Length > 0
        && text[0] != '-'
        && text is not ("AND" or "OR" or "NOT")
        && !text.AsSpan().ContainsAny('(', ')', '"')
        && !text.Any(char.IsWhiteSpace);

    // Within field:( ) a value such as error:x would look like a field in the wrong place.
    private static bool StartsWithField(string text) =>
        text.AsSpan().IndexOfAny(":=<>") is > 0 and var sign && text[sign] == ':' && EventFields.TryFind(text[..sign], out _);

    private static string Quote(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
