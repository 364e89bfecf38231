using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TrailBoard.Core.Search;

/// <summary>
/// Reads the filter language (docs/filters.md). NOT and minus bind tighter than AND, which may be left out, and AND tighter than OR.
/// </summary>
public static class FilterParser
{
    /// <summary>How many characters a filter may have.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>How many parentheses may be open at once.</summary>
    public const int MaxNesting = 100;

    /// <summary>Reads a filter. Empty text is <see cref="Filter.All"/>.</summary>
    /// <returns>False where the text is not a filter; <paramref name="error"/> then says where and what was expected.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Filter? filter, [NotNullWhen(false)] out FilterError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            filter = null;
            error = new(MaxLength, text.Length - MaxLength, $"A filter has at most {MaxLength} characters; this one has {text.Length}.");
            return false;
        }

        var reading = new Reading(text);
        filter = reading.ReadAll();
        error = filter is null ? reading.Error : null;
        return filter is not null;
    }

    /// <summary>Reads a filter that is known to be one.</summary>
    /// <exception cref="FormatException">It is not; the message says where and why.</exception>
    public static Filter Parse(string text) => TryParse(text, out var filter, out var error)
        ? filter
        : throw new FormatException($"At character {error.Position}: {error.Message}");

    /// <summary>One reading of one text. Every method returns null after a mistake.</summary>
    private sealed class Reading
    {
        private readonly string _text;
        private readonly FilterTokenizer _tokens;
        private FilterToken _token;
        private EventField? _group;
        private FilterError? _error;
        private int _nesting;

        public Reading(string text)
        {
            _text = text;
            _tokens = new FilterTokenizer(text);
            _token = _tokens.Next(0, values: false);
        }

        // A mistake in the text between two tokens is the tokenizer's, and comes first.
        public FilterError Error => _tokens.Error ?? _error ?? new FilterError(0, 1, "This is no filter.");

        public Filter? ReadAll()
        {
            if (_token.Kind == FilterTokenKind.End)
            {
                return Filter.All;
            }

            var filter = ReadOr();
            return filter is null ? null
                : _token.Kind == FilterTokenKind.End ? FilterShape.Simplify(filter)
                : Fail(_token, _token.Kind == FilterTokenKind.Close ? "Expected no ) here: no ( is open." : $"Expected the end of the filter, but found {Describe(_token)}.");
        }

        private Filter? ReadOr()
        {
            if (ReadAnd() is not { } first)
            {
                return null;
            }

            var parts = ImmutableArray.CreateBuilder<Filter>();
            parts.Add(first);
            while (_token.Kind == FilterTokenKind.Or)
            {
                Advance();
                if (ReadAnd() is not { } next)
                {
                    return null;
                }

                parts.Add(next);
            }

            return parts.Count == 1 ? first : new Filter.Or(parts.ToImmutable());
        }

        private Filter? ReadAnd()
        {
            if (ReadNot() is not { } first)
            {
                return null;
            }

            var parts = ImmutableArray.CreateBuilder<Filter>();
            parts.Add(first);
            while (_token.Kind is not (FilterTokenKind.End or FilterTokenKind.Close or FilterTokenKind.Or))
            {
                if (_token.Kind == FilterTokenKind.And)
                {
                    Advance();
                }

                if (ReadNot() is not { } next)
                {
                    return null;
                }

                parts.Add(next);
            }

            return parts.Count == 1 ? first : new Filter.And(parts.ToImmutable());
        }

        private Filter? ReadNot()
        {
            var negated = false;
            while (_token.Kind is FilterTokenKind.Not or FilterTokenKind.Minus)
            {
                negated = !negated;
                Advance();
            }

            return ReadOperand() is not { } operand ? null : negated ? new Filter.Not(operand) : operand;
        }

        private Filter? ReadOperand()
        {
            var token = _token;
            switch (token.Kind)
            {
                case FilterTokenKind.Open:
                    return ReadParentheses(_group);
                case FilterTokenKind.Text when _group is not null:
                    return Take(FilterValues.Read(_group, ":", token, out var mistake), token, mistake);
                case FilterTokenKind.Text:
                    return Take(FilterValues.ReadWords(token, out var wordsMistake), token, wordsMistake);
                case FilterTokenKind.Name:
                    return ReadField();
                default:
                    var expected = _group is null ? "Expected a condition, such as service:ecr or a word" : $"Expected a value of {_group.Name}";
                    return Fail(token, $"{expected}, but found {Describe(token)}.");
            }
        }

        private Filter? ReadParentheses(EventField? group)
        {
            var (open, outer) = (_token, _group);
            if (++_nesting > MaxNesting)
            {
                return Fail(open, $"At most {MaxNesting} parentheses can be open at once.");
            }

            _group = group;
            Advance();
            if (ReadOr() is not { } filter)
            {
                return null;
            }

            if (_token.Kind != FilterTokenKind.Close)
            {
                return Fail(_token, $"Expected ) for the ( at character {open.Start + 1}, but found {Describe(_token)}.");
            }

            _nesting--;
            _group = outer;
            Advance();
            return filter;
        }

        private Filter? ReadField()
        {
            var name = _text.Substring(_token.Start, _token.NameLength);
            var sign = _text[(_token.Start + _token.NameLength).._token.End];
            if (!EventFields.TryFind(name, out var field))
            {
                return Fail(_token with { Length = name.Length }, UnknownField(name, sign));
            }

            if (field.Path is not null && !TryCanonicalPath(ref field, out var mistake))
            {
                return Fail(_token with { Length = name.Length }, mistake);
            }

            var end = _token.End;
            if (end == _text.Length || char.IsWhiteSpace(_text[end]) || _text[end] == ')')
            {
                return Fail(new(FilterTokenKind.Mistake, end, 1), $"Expected a value right after {FilterNames.Short(name)}{sign}, without a space.");
            }

            if (_text[end] == '(' && sign == ":")
            {
                _token = new(FilterTokenKind.Open, end, 1);
                return ReadParentheses(field);
            }

            if (_text[end] == '(')
            {
                return Fail(new(FilterTokenKind.Mistake, end, 1), $"Expected one value after {sign}; several can stand after a colon: {FilterNames.Short(field.Name)}:(a OR b).");
            }

            var value = _tokens.Value(end);
            return value.Kind == FilterTokenKind.Mistake ? null : Take(FilterValues.Read(field, sign, value, out var wrong), value, wrong);
        }

        private static bool TryCanonicalPath(ref EventField field, out string mistake)
        {
            var keys = FieldPath.Keys(field.Path!);
            mistake = keys.Length > FieldPath.MaxKeys ? $"A path has at most {FieldPath.MaxKeys} keys."
                : keys.Contains("") ? "Expected a key between the dots of the path; a dot within a key is written \\."
                : "";
            field = field.Name.StartsWith("req", StringComparison.Ordinal) ? EventFields.Request(FieldPath.Of(keys)) : EventFields.Response(FieldPath.Of(keys));
            return mistake.Length == 0;
        }

        private static string UnknownField(string name, string sign)
        {
            if (sign == "=" && name.EndsWith('!') && EventFields.TryFind(name[..^1], out var meant))
            {
                return $"To exclude a value, put a minus sign in front: -{meant.Name}:value.";
            }

            var nearest = FilterNames.Nearest(name);
            return $"There is no field {FilterNames.Short(name)}{(nearest is null ? "" : $"; did you mean {nearest}?")}{(nearest is null ? ". " : " ")}"
                + "To look for the text itself, put it in quotes.";
        }

        private Filter? Take(Filter? filter, FilterToken token, string? mistake)
        {
            if (filter is null)
            {
                return Fail(token, mistake!);
            }

            _token = _tokens.Next(token.End, _group is not null);
            return filter;
        }

        private void Advance() => _token = _tokens.Next(_token.End, _group is not null);

        private Filter? Fail(FilterToken token, string message)
        {
            _error ??= new FilterError(token.Start, Math.Max(1, token.Length), message);
            return null;
        }

        private string Describe(FilterToken token) =>
            token.Kind == FilterTokenKind.End ? "the end of the filter" : FilterNames.Short(_text.AsSpan(token.Start, token.Length));
    }
}

/// <summary>A mistake in a filter.</summary>
/// <param name="Position">Where it starts, in characters from 0.</param>
/// <param name="Length">How many characters it covers, at least 1.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record FilterError(int Position, int Length, string Message);
