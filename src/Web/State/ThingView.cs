using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What the page of a thing shows: the thing, the range, and the question that both make. Cascaded to the parts of the page.</summary>
/// <param name="Thing">The thing; an account and a region narrow it to the events that were recorded there.</param>
/// <param name="Scope">The events of the thing, for links: its filter and the range as the URL has it.</param>
/// <param name="Query">The same as a question, with the range as it was when the page was opened.</param>
public sealed record ThingView(ContainerThing Thing, ViewScope Scope, EventQuery Query)
{
    /// <summary>The kind of thing.</summary>
    public ThingKind Kind => Thing.Kind;

    /// <summary>Its canonical value (docs/things.md).</summary>
    public string Value => Thing.Value;

    /// <summary>Reads the page's address; null where there is no page for such a thing.</summary>
    public static ThingView? Read(string? kind, string? value, string? account, string? region, string? from, string? to, DateTimeOffset now)
    {
        if (Given(value) is not { } name || ThingKind.Find(kind ?? "") is not { } named || ThingFields.Of(named) is not { } field)
        {
            return null;
        }

        // With a revision or without, it is the value that tells a task definition from its family.
        var thing = new ContainerThing(ThingFields.KindOf(field, name)!, name, Given(account), Given(region));
        var filter = ThingFields.FilterOf(thing)!;

        var scope = ViewScope.Read(filter.ToString(), from, to);
        return new(thing, scope, new EventQuery(filter, scope.Range(now)));
    }

    /// <summary>The same page's question about other events.</summary>
    public ThingView With(Filter filter) => this with { Scope = Scope with { Filter = filter.ToString()! }, Query = Query with { Filter = filter } };

    /// <summary>The question narrowed by a filter.</summary>
    public EventQuery Only(Filter filter) => Query.And(filter);

    /// <summary>The Events page with what the thing's events also match.</summary>
    public string Events(params ReadOnlySpan<Filter> also)
    {
        var scope = Scope;
        foreach (var filter in also)
        {
            scope = scope.And(filter);
        }

        return PageUrls.Events(scope);
    }

    /// <summary>The page of this thing in another range.</summary>
    public string In(ViewScope scope) => PageUrls.Thing(Thing, scope.From, scope.To);

    /// <summary>The page of this thing where its events were recorded in an account, a region, or both.</summary>
    public string At(string? account, string? region) => PageUrls.Thing(Thing with { Account = account, Region = region }, Scope.From, Scope.To);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Where the pages of things and of people are, for whoever shows their values.</summary>
public static class ThingLinks
{
    /// <summary>The names of the fields whose values have pages, as the menu of a value needs them.</summary>
    public static string Fields { get; } = string.Join(' ', ThingFields.Fields.Append(EventFields.Actor).Select(field => field.Name));

    /// <summary>The page of a field's value, or null where it has none.</summary>
    public static string? PageOf(EventField? field, string? value) =>
        field is null || value is not { Length: > 0 } ? null
        : field.Equals(EventFields.Actor) ? PageUrls.Actor(field, value, ViewScope.All)
        : ThingFields.KindOf(field, value) is { } kind ? PageUrls.Thing(kind, value) : null;
}
