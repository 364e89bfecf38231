using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>Where a click on a value goes: the list, narrowed by it. Cascaded to whatever shows values.</summary>
/// <param name="Scope">The scope of the page.</param>
/// <param name="Filter">Its filter as understood.</param>
/// <param name="Path">The page that shows it.</param>
public sealed record HandleLinks(ViewScope Scope, Filter Filter, string Path = PageUrls.EventsPath)
{
    public static HandleLinks Everything { get; } = new(ViewScope.All, Filter.All);

    /// <summary>The list with the value too.</summary>
    public string Include(EventField field, string value) => To(FilterEdit.Include(Filter, field, value));

    /// <summary>The list without the value.</summary>
    public string Exclude(EventField field, string value) => To(FilterEdit.Exclude(Filter, field, value));

    /// <summary>The list with the value and no other of its field.</summary>
    public string Instead(EventField field, string value) => To(FilterEdit.Only(Filter, field, value));

    /// <summary>The list of nothing but the value, at any time.</summary>
    public string Only(EventField field, string value) => PageUrls.Events(ViewScope.All with { Filter = FilterEdit.Leaf(field, value).ToString(), Rows = Scope.Rows, Columns = Scope.Columns, Facets = Scope.Facets });

    /// <summary>The parts that are switched off. What cannot be read is none.</summary>
    public IReadOnlyList<Filter> Off => FilterEdit.Parts(Aside);

    /// <summary>The page without a part, which stays at hand.</summary>
    public string SwitchOff(Filter part) => Both(FilterEdit.Remove(Filter, part), FilterParts.And(FilterEdit.Remove(Aside, part), part));

    /// <summary>The page with a part that was switched off.</summary>
    public string SwitchOn(Filter part) => Both(FilterParts.And(FilterEdit.Remove(Filter, part), part), FilterEdit.Remove(Aside, part));

    /// <summary>The page where a part that is switched off is no longer kept.</summary>
    public string Forget(Filter part) => Both(Filter, FilterEdit.Remove(Aside, part));

    /// <summary>The page with a part turned round: left out instead of asked for, or the other way.</summary>
    public string Invert(Filter part) => To(FilterEdit.Invert(Filter, part));

    /// <summary>The page without any filter, kept or asked.</summary>
    public string Clear() => Both(Filter.All, Filter.All);

    /// <summary>The page with the filter.</summary>
    public string To(Filter filter) => PageUrls.In(Path, Scope with { Filter = filter.ToString()! });

    private Filter Aside => FilterParser.TryParse(Scope.Off, out var off, out _) ? off : Filter.All;

    private string Both(Filter on, Filter off) => PageUrls.In(Path, Scope with { Filter = on.ToString()!, Off = off.ToString()! });
}
