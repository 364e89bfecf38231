using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>The facets of a page: which there are, by its URL or the browser, and what each knows already.</summary>
public sealed class FacetFields(TimeProvider clock) : IDisposable
{
    private readonly Dictionary<EventField, Facet> _known = [];

    /// <summary>What this browser shows where the URL says nothing.</summary>
    public FacetChoice Own { get; set; } = FacetChoice.Usual;

    /// <summary>What shows.</summary>
    public FacetChoice Chosen { get; private set; } = FacetChoice.Usual;

    /// <summary>The facets that show, in their order.</summary>
    public IReadOnlyList<Facet> All => [.. Chosen.Fields.Select(Of)];

    /// <summary>Shows what a scope says.</summary>
    /// <returns>The unfolded facets that did not show before.</returns>
    public IReadOnlyList<Facet> Show(ViewScope scope)
    {
        var before = Chosen;
        Chosen = FacetChoice.Read(scope.Facets) ?? Own;
        return [.. All.Where(facet => facet.IsOpen && !before.Has(facet.Field))];
    }

    /// <summary>What a URL has to say for a choice: nothing, where it is this browser's own.</summary>
    public string Text(FacetChoice choice) => choice == Own ? "" : choice.ToString();

    public void Dispose()
    {
        foreach (var facet in _known.Values)
        {
            facet.Dispose();
        }
    }

    private Facet Of(EventField field)
    {
        if (!_known.TryGetValue(field, out var facet))
        {
            _known.Add(field, facet = Facet.Of(field, clock));
        }

        return facet;
    }
}
