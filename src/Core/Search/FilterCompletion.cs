using System.Collections.Immutable;

namespace TrailBoard.Core.Search;

/// <summary>What can stand at the caret of a filter that is being typed, right or wrong as it may be so far.</summary>
/// <param name="Start">Where the text starts that a suggestion replaces.</param>
/// <param name="Length">How many characters a suggestion replaces.</param>
/// <param name="Suggestions">What the language itself offers, best first.</param>
/// <param name="Values">Whose values can stand here, for the store to be asked; null where none can.</param>
public sealed record FilterCompletion(int Start, int Length, ImmutableArray<FilterSuggestion> Suggestions, FieldValues? Values)
{
    /// <summary>What can stand at the caret.</summary>
    /// <param name="caret">Between which characters the caret stands: 0 to the text's length.</param>
    public static FilterCompletion At(string text, int caret)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(caret);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(caret, text.Length);
        var place = FilterCaret.Of(text, caret);
        if (place.Field is null)
        {
            return new(place.Start, place.Length, [.. NamesOf(place)], null);
        }

        var values = place.Field.Kind is FieldKind.Text or FieldKind.Address && place.TakesText ? new FieldValues(place.Field, place.Typed) { Others = Others(text, place) } : null;
        return new(place.Start, place.Length, [.. ValuesOf(place)], values);
    }

    // What is asked besides. Whatever is asked of the same field is left out, as facets do: the values that are offered are other choices. So is what
    // only a search in the records could tell.
    private static Filter Others(string text, FilterCaret place)
    {
        var rest = string.Concat(text[..place.Term.Start].TrimEnd('-'), " ", text[place.Term.End..]);
        return FilterParser.TryParse(rest, out var filter, out _) ? FilterParts.Split(FilterParts.Without(filter, place.Field!)).Shallow : Filter.All;
    }

    private static IEnumerable<FilterSuggestion> NamesOf(FilterCaret place)
    {
        var typed = place.Typed;
        var fields = EventFields.All
            .Select(field => new FilterSuggestion(field.Kind == FieldKind.Time ? field.Name + ">=" : field.Name + ":", field.Name, field.Description))
            .Append(new("req.", "req.PATH", "A value of the request, by its keys: req.repositoryName:api."))
            .Append(new("res.", "res.PATH", "A value of the response, by its keys: res.service.desiredCount>3."))
            .Append(new(EventFields.Record.Name + ":", EventFields.Record.Name, EventFields.Record.Description));
        var words = new FilterSuggestion[]
        {
            new("OR ", "OR", "Either the condition before or the one behind."),
            new("AND ", "AND", "Both conditions; the same as a space."),
            new("NOT ", "NOT", "Leaves out what the next condition finds; the same as a minus sign."),
        };
        var signs = OperatorsOf(place);
        return place.IsQuoted ? []
            : signs.Concat(fields.Where(field => StartsWith(field.Label, typed) && (signs.Length == 0 || !IsName(field.Label, typed)))
                .Concat(typed.Length < 2 ? [] : fields.Where(field => !StartsWith(field.Label, typed) && Contains(field.Label, typed)))
                .Concat(words.Where(word => place.FollowsOperand
                    ? word.Label.StartsWith(typed, StringComparison.Ordinal)
                    : word.Label == "NOT" && typed.Length > 0 && word.Label.StartsWith(typed, StringComparison.Ordinal))));
    }

    // Behind a name that is complete: the signs that the field takes.
    private static FilterSuggestion[] OperatorsOf(FilterCaret place)
    {
        if (place.Length != place.Typed.Length || !EventFields.TryFind(place.Typed, out var field))
        {
            return [];
        }

        FilterSuggestion Sign(string sign, string description) => new(field.Name + sign, field.Name + sign, description);
        return field.Kind switch
        {
            FieldKind.Time => [Sign(">=", "From then on."), Sign("<", "Before then."), Sign(":", "Within that year, month, day, hour or minute, or between two: A..B."), Sign(">", "After all of it."), Sign("<=", "Until the end of it.")],
            FieldKind.Path => [Sign(":", "The value, as text."), Sign(">=", "A number, at least."), Sign("<=", "A number, at most."), Sign(">", "A number, more than."), Sign("<", "A number, less than.")],
            FieldKind.YesNo => [Sign(":", field.Description)],
            _ => [Sign(":", field.Description), Sign(":(", "One of several values: (a OR b)."), Sign(":* ", $"Any value: events that have {field.Name} at all.")],
        };
    }

    private static bool IsName(string label, string typed) => label.Equals(typed, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<FilterSuggestion> ValuesOf(FilterCaret place)
    {
        var field = place.Field!;
        FilterSuggestion[] values = field.Kind switch
        {
            FieldKind.YesNo => [new("true", "true", field.Description), new("false", "false", "The opposite; events that do not say match neither.")],
            _ => [],
        };
        var present = new FilterSuggestion("*", "*", $"Any value: events that have {field.Name} at all.");
        return values.Where(value => StartsWith(value.Label, place.Typed))
            .Concat(place.TakesText && place.Typed.Length == 0 && !place.IsQuoted ? [present] : []);
    }

    private static bool StartsWith(string label, string typed) => label.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string label, string typed) => label.Contains(typed, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Something to put in at the caret.</summary>
/// <param name="Text">What is put in.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Description">A sentence about it.</param>
public sealed record FilterSuggestion(string Text, string Label, string Description);

/// <summary>Values of a field to ask the store for. <see cref="FilterText.Value"/> gives each the form in which it is put in.</summary>
/// <param name="Typed">What was typed of the value so far, quotes and escapes resolved.</param>
public sealed record FieldValues(EventField Field, string Typed)
{
    /// <summary>What else the text asks for: values are counted among its events.</summary>
    public Filter Others { get; init; } = Filter.All;

    /// <summary>The events whose values are worth offering: those that hold what was typed, for the middle of an ARN is what people know of it.</summary>
    public Filter Filter { get; } = new Filter.Field(Field, Typed.Length == 0 ? new ValueTest.Present() : new ValueTest.Like(TextPattern.Containing(Typed)));

    /// <summary>Whether the value starts with what was typed; such values are offered first.</summary>
    public bool IsStart(string value) => value.Length >= Typed.Length && AsciiCase.Equal(value.AsSpan(0, Typed.Length), Typed);
}
