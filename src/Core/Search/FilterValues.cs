using System.Globalization;

namespace TrailBoard.Core.Search;

/// <summary>What a value means on a field of each kind.</summary>
internal static class FilterValues
{
    /// <summary>Reads what stands behind a field's name, or says what was expected.</summary>
    /// <param name="sign">The operator between name and value.</param>
    public static Filter? Read(EventField field, string sign, FilterToken value, out string? mistake)
    {
        var pattern = value.Pattern!;
        mistake = null;
        if (sign == ":" && pattern.IsAny)
        {
            return new Filter.Field(field, new ValueTest.Present());
        }

        if (sign == ":" && !value.IsQuoted && field.Kind is FieldKind.Time or FieldKind.Path)
        {
            (sign, pattern) = WithoutSign(pattern);
        }

        return field.Kind switch
        {
            FieldKind.Time => ReadTime(field, sign, pattern, out mistake),
            FieldKind.YesNo => ReadYesNo(field, sign, pattern, out mistake),
            FieldKind.Path when sign != ":" => ReadNumber(field, sign, pattern, out mistake),
            FieldKind.Address when pattern is { IsExact: true } && !value.IsQuoted && pattern.Literals[0].Contains('/', StringComparison.Ordinal) =>
                ReadNetwork(field, sign, pattern, out mistake),
            FieldKind.Text or FieldKind.Address or FieldKind.Path or FieldKind.Record => ReadText(field, sign, pattern, out mistake),
            _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, null),
        };
    }

    /// <summary>Reads a word or phrase that stands without a field.</summary>
    public static Filter? ReadWords(FilterToken token, out string? mistake)
    {
        // Words are found anywhere, so wildcards around them say nothing new.
        var literals = token.Pattern!.Literals;
        var text = literals.Length switch
        {
            1 => literals[0],
            2 when literals[0].Length == 0 || literals[1].Length == 0 => literals[0] + literals[1],
            3 when literals[0].Length == 0 && literals[2].Length == 0 => literals[1],
            _ => null,
        };
        mistake = text is null ? "Expected a field in front of a wildcard, such as action:Put*Image; words are found anywhere, and a star itself is written \\*."
            : text.Length == 0 && literals.Length == 1 ? "Expected text within the quotes."
            : null;
        return mistake is not null ? null : text!.Length == 0 ? Filter.All : new Filter.Words(text);
    }

    private static Filter.Field? ReadText(EventField field, string sign, TextPattern pattern, out string? mistake)
    {
        mistake = sign is ":" or "=" ? null : $"{field.Name} is text and has no order; expected {field.Name}:value, or a time field or req. or res. path before {sign}.";
        return mistake is null ? new Filter.Field(field, new ValueTest.Like(pattern)) : null;
    }

    private static Filter.Field? ReadNetwork(EventField field, string sign, TextPattern pattern, out string? mistake)
    {
        var text = pattern.Literals[0];
        if (sign is not (":" or "="))
        {
            return ReadText(field, sign, pattern, out mistake);
        }

        var ok = AddressText.TryParseNetwork(text, out var network, out var wrong);
        mistake = ok ? null : wrong;
        return ok ? new Filter.Field(field, new ValueTest.Within(network)) : null;
    }

    private static Filter.Field? ReadYesNo(EventField field, string sign, TextPattern pattern, out string? mistake)
    {
        bool? value = sign is ":" or "=" && pattern.IsExact
            ? pattern.Literals[0].ToUpperInvariant() switch { "TRUE" or "YES" => true, "FALSE" or "NO" => false, _ => null }
            : null;
        mistake = value is null ? $"Expected {field.Name}:true, {field.Name}:false or {field.Name}:* here." : null;
        return value is null ? null : new Filter.Field(field, new ValueTest.Is(value.Value));
    }

    private static Filter.Field? ReadNumber(EventField field, string sign, TextPattern pattern, out string? mistake)
    {
        var ok = NumberText.TryParse(pattern.IsExact ? pattern.Literals[0] : "", out var number);
        mistake = ok ? null : $"Expected a number after {sign}; text is compared with a colon: {FilterNames.Short(field.Name)}:value.";
        return ok ? new Filter.Field(field, new ValueTest.NumberIs(Signs.Comparison(sign), number)) : null;
    }

    private static Filter? ReadTime(EventField field, string sign, TextPattern pattern, out string? mistake)
    {
        mistake = "Expected a time such as 2026-10-01, 2026-10-01T12:00, 2026-10-01T12:00:30Z or 2026-10-01T12:00+02:00"
            + (sign == ":" ? ", or two of them with .. between." : ".");
        var text = pattern.IsExact ? pattern.Literals[0] : "";
        var dots = sign == ":" ? text.IndexOf("..", StringComparison.Ordinal) : -1;
        var filter = dots >= 0 ? Between(field, text[..dots], text[(dots + 2)..])
            : TimeText.TryParse(text, out var span) ? Compare(field, sign, span)
            : null;
        mistake = filter is null ? mistake : null;
        return filter;
    }

    private static Filter.And? Between(EventField field, string from, string to)
    {
        Filter? first = from.Length == 0 ? Filter.All : TimeText.TryParse(from, out var start) ? Compare(field, ">=", start) : null;
        Filter? last = to.Length == 0 ? Filter.All : TimeText.TryParse(to, out var end) ? Compare(field, "<=", end) : null;
        return first is null || last is null || from.Length + to.Length == 0 ? null : new Filter.And([first, last]);
    }

    /// <summary>A day, an hour or a minute is all of its seconds: after it means after its end.</summary>
    private static Filter Compare(EventField field, string sign, TimeText span) => sign switch
    {
        ">=" => new Filter.Field(field, new ValueTest.TimeIs(Comparison.GreaterOrEqual, span.Start)),
        "<" => new Filter.Field(field, new ValueTest.TimeIs(Comparison.Less, span.Start)),
        _ when span.IsSecond => new Filter.Field(field, new ValueTest.TimeIs(Signs.Comparison(sign), span.Start)),
        ">" => new Filter.Field(field, new ValueTest.TimeIs(Comparison.GreaterOrEqual, span.End)),
        "<=" => new Filter.Field(field, new ValueTest.TimeIs(Comparison.Less, span.End)),
        _ => new Filter.And([Compare(field, ">=", span), new Filter.Field(field, new ValueTest.TimeIs(Comparison.Less, span.End))]),
    };

    /// <summary>Other search boxes write <c>time:&gt;=2026-10-01</c>, so the comparison may also stand behind a colon.</summary>
    private static (string Sign, TextPattern Pattern) WithoutSign(TextPattern pattern)
    {
        var text = pattern.Literals[0];
        var sign = text switch
        {
            [('<' or '>'), '=', ..] => text[..2],
            [('<' or '>' or '='), ..] => text[..1],
            _ => ":",
        };
        return sign == ":" ? (sign, pattern) : (sign, new TextPattern(pattern.Literals.SetItem(0, text[sign.Length..])));
    }
}

/// <summary>How comparisons are written.</summary>
internal static class Signs
{
    public static Comparison Comparison(string sign) => sign switch
    {
        ":" or "=" => Search.Comparison.Equal,
        "<" => Search.Comparison.Less,
        "<=" => Search.Comparison.LessOrEqual,
        ">" => Search.Comparison.Greater,
        ">=" => Search.Comparison.GreaterOrEqual,
        _ => throw new ArgumentOutOfRangeException(nameof(sign), sign, null),
    };

    public static string Of(Comparison comparison) => comparison switch
    {
        Search.Comparison.Equal => "=",
        Search.Comparison.Less => "<",
        Search.Comparison.LessOrEqual => "<=",
        Search.Comparison.Greater => ">",
        Search.Comparison.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };

    public static bool Holds(Comparison comparison, int order) => comparison switch
    {
        Search.Comparison.Equal => order == 0,
        Search.Comparison.Less => order < 0,
        Search.Comparison.LessOrEqual => order <= 0,
        Search.Comparison.Greater => order > 0,
        Search.Comparison.GreaterOrEqual => order >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };
}

/// <summary>Numbers in filters and records.</summary>
internal static class NumberText
{
    public static bool TryParse(ReadOnlySpan<char> text, out decimal number) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);

    public static string Of(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
