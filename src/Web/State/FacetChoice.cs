using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>Which fields are facets. Their order is always the same, so that each is where it is looked for.</summary>
public sealed record FacetChoice
{
    // What stands for the usual ones in a text, so that a choice is told by what it changes of them.
    private const string UsualOnes = "usual";

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
        var hasUsual = names.Contains(UsualOnes);
        var choice = new FacetChoice(Choosable.Where(field => names.Contains(field.Name) || (hasUsual && Asked.Contains(field) && !names.Contains("-" + field.Name))));
        return choice.Fields.Count > 0 ? choice : null;
    }

    /// <summary>Whether a field is one.</summary>
    public bool Has(EventField field) => Fields.Contains(field);

    /// <summary>The choice with a field or, where it has it, without; the last one stays.</summary>
    public FacetChoice Toggled(EventField field) => !Has(field) ? new([.. Fields, field]) : Fields.Count > 1 ? new(Fields.Where(other => !other.Equals(field))) : this;

    /// <summary>The choice as it is kept: its fields (<c>user,error</c>), or what it changes of the usual ones (<c>usual,-error,session</c>), whichever is shorter.</summary>
    public override string ToString()
    {
        var changes = string.Join(',', [UsualOnes, .. Asked.Where(field => !Has(field)).Select(field => "-" + field.Name), .. Fields.Except(Asked).Select(field => field.Name)]);
        return changes.Length < _text.Length ? changes : _text;
    }

    /// <inheritdoc/>
    public bool Equals(FacetChoice? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);
}
