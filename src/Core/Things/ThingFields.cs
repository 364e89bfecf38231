using System.Collections.Immutable;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Things;

/// <summary>By which field the events of a thing are found: repositories by theirs, all others by the field that has their kind. What has none has no page.</summary>
public static class ThingFields
{
    private static readonly ImmutableArray<(ThingKind Kind, EventField Field)> Table =
    [
        (ThingKind.Repository, EventFields.Repository),
        .. EventFields.All.SelectMany(field => field.ThingKinds.Select(kind => (kind, field))),
    ];

    /// <summary>The kinds that have a page.</summary>
    public static IReadOnlyList<ThingKind> Kinds { get; } = [.. Table.Select(line => line.Kind)];

    /// <summary>The fields whose values are things.</summary>
    public static IReadOnlyList<EventField> Fields { get; } = [.. Table.Select(line => line.Field).Distinct()];

    /// <summary>The field that finds the events of a kind of thing, or null where there is none.</summary>
    public static EventField? Of(ThingKind kind) => Table.FirstOrDefault(line => line.Kind == kind).Field;

    /// <summary>The kind of thing that a value of a field is, or null where the field's values are none.</summary>
    public static ThingKind? KindOf(EventField field, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var kind = Table.FirstOrDefault(line => line.Field.Equals(field)).Kind;
        return kind == ThingKind.TaskDefinition && !value.Contains(':', StringComparison.Ordinal) ? ThingKind.TaskFamily : kind;
    }

    /// <summary>
    /// The filter that finds the events of a thing, or null where its kind has none. An account and a region are those in which the events were
    /// recorded; a thing that no region holds is found in all of them.
    /// </summary>
    public static Filter? FilterOf(ContainerThing thing)
    {
        ArgumentNullException.ThrowIfNull(thing);
        if (Of(thing.Kind) is not { } field)
        {
            return null;
        }

        var filter = FilterEdit.Leaf(field, thing.Value);
        if (thing.Kind == ThingKind.TaskFamily)
        {
            // A family is also what its revisions are of.
            filter = new Filter.Or([filter, new Filter.Field(field, new ValueTest.Like(new TextPattern([thing.Value + ":", ""])))]);
        }

        filter = thing.Account is null ? filter : FilterParts.And(filter, FilterEdit.Leaf(EventFields.Account, thing.Account));
        return thing.Region is null or ContainerThing.Everywhere ? filter : FilterParts.And(filter, FilterEdit.Leaf(EventFields.Region, thing.Region));
    }
}
