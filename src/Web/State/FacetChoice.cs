using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>Which fields are facets. Their order is always the same, so that each is where it is looked for.</summary>
public sealed record FacetChoice
{
    private readonly string _text;

    private FacetChoice(IEnumerable<EventField> fields)
    {
        var chosen = fields.ToHashSet();
        Fields = [.. Choosable.Where(chosen.Contains)];
        _text = string.Join(',', Fields.Select(field => field.Name));
    }

    /// <summary>The facets in the order in which a security engineer asks: what went wrong, who, what, to what, from where.</summary>
    private static readonly EventField[] Asked =
    [
        EventFields.Error, EventFields.User, EventFields.Actor, EventFields.Service, EventFields.Action, EventFields.Repository, EventFields.Address, EventFields.Region,
        EventFields.Identity, EventFields.IdentityType, EventFields.ReadOnly, EventFields.Verb, EventFields.Account, EventFields.UserAgent, EventFields.Cluster,
    ];

    /// <summary>Every field that can be one.</summary>
    public static IReadOnlyList<EventField> Choosable { get; } = [.. Asked.Union(EventFields.All.Where(field => field.IsGroupable))];

    /// <summary>The usual ones.</summary>
    public static FacetChoice Usual { get; } = new(Asked);

    /// <summary>The fields, in their order; at least one.</summary>
    public IReadOnlyList<EventField> Fields { get; }

    /// <summary>Reads a choice as it stands in a URL or in a browser's storage. What is no field is left out; where none is left there is no choice.</summary>
    public static FacetChoice? Read(string? text)
    {
        var names = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var choice = new FacetChoice(Choosable.Where(field => names.Contains(field.Name)));
        return choice.Fields.Count > 0 ? choice : null;
    }

    /// <summary>Whether a field is one.</summary>
    public bool Has(EventField field) => Fields.Contains(field);

    /// <summary>The choice with a field or, where it has it, without; the last one stays.</summary>
    public FacetChoice Toggled(EventField field) => !Has(field) ? new([.. Fields, field]) : Fields.Count > 1 ? new(Fields.Where(other => !other.Equals(field))) : this;

    /// <summary>The choice as it is kept.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(FacetChoice? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);
}
