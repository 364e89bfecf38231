using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Makes a query narrower by one more condition: what a click on a value does.</summary>
public static class Narrowing
{
    /// <summary>The events of the query whose field has exactly this value.</summary>
    public static EventQuery And(this EventQuery query, EventField field, string value) => query.And(Is(field, value));

    /// <summary>The events of the query that also match the filter.</summary>
    public static EventQuery And(this EventQuery query, Filter filter) => query with { Filter = Both(query.Filter, filter) };

    /// <summary>The scope narrowed in the same way, for a link.</summary>
    public static ViewScope And(this ViewScope scope, EventField field, string value) => scope.And(Is(field, value));

    /// <summary>The scope narrowed by a filter. One that holds a mistake stays as it is: there is nothing to narrow yet.</summary>
    public static ViewScope And(this ViewScope scope, Filter filter) => FilterParser.TryParse(scope.Filter, out var present, out _)
        ? scope with { Filter = Both(present, filter).ToString() }
        : scope;

    /// <summary>A condition: the field has exactly this value, taken literally.</summary>
    public static Filter Is(EventField field, string value) => FilterEdit.Leaf(field, value);

    /// <summary>A condition: the text occurs in the field.</summary>
    public static Filter Contains(EventField field, string text) =>
        new Filter.Field(field, new ValueTest.Like(new TextPattern(["", text, ""])));

    /// <summary>A condition: the field has one of these values.</summary>
    public static Filter IsAny(EventField field, IEnumerable<string> values)
    {
        var parts = values.Select(value => Is(field, value)).ToArray();
        return parts.Length == 1 ? parts[0] : new Filter.Or([.. parts]);
    }

    private static Filter Both(Filter left, Filter right)
    {
        Filter[] parts = [.. FilterEdit.Parts(left), .. FilterEdit.Parts(right)];
        return parts is [var only] ? only : new Filter.And([.. parts]);
    }
}
