using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Data.Store;

/// <summary>
/// Repositories and other things share one dictionary, so that an event has one code for all of them. A term has a part for each field, of
/// which exactly one says something; what is behind that one is not written, so a repository is its name alone, as it was before there
/// were other things. The order is stored: new fields go behind.
/// </summary>
internal static class ThingTerms
{
    /// <summary>How many parts a term has: the repository's, and one for each field of things.</summary>
    public const int Parts = 10;

    // Of two kinds in one field the value tells: only a task definition with a revision has a colon.
    private static readonly (EventField Field, Func<string, ThingKind> KindOf)[] Fields =
    [
        (EventFields.Image, _ => ThingKind.Image),
        (EventFields.Tag, _ => ThingKind.Tag),
        (EventFields.Cluster, _ => ThingKind.Cluster),
        (EventFields.EcsService, _ => ThingKind.Service),
        (EventFields.TaskDefinition, value => value.Contains(':', StringComparison.Ordinal) ? ThingKind.TaskDefinition : ThingKind.TaskFamily),
        (EventFields.Task, _ => ThingKind.Task),
        (EventFields.Pipeline, _ => ThingKind.Pipeline),
        (EventFields.Api, _ => ThingKind.Api),
        (EventFields.Stage, _ => ThingKind.Stage),
    ];

    private static readonly Dictionary<ThingKind, int> PartsOfKinds =
        Fields.SelectMany((field, number) => field.Field.ThingKinds.Select(kind => (kind, number))).ToDictionary(pair => pair.kind, pair => pair.number + 1);

    /// <summary>Which part of its term a thing is.</summary>
    public static int PartOf(ThingKind kind) => PartsOfKinds[kind];

    /// <summary>The repositories and the other things of a code that may stand for a set.</summary>
    public static (IReadOnlyList<string> Repositories, IReadOnlyList<ContainerThing> Others) Of(TermsSnapshot terms, int code)
    {
        if (code == 0)
        {
            return ([], []);
        }

        var (repositories, others) = (new List<string>(1), new List<ContainerThing>());
        if (code > 0)
        {
            Add(terms.PartsOf(TermKind.Thing, code), repositories, others);
        }
        else
        {
            foreach (var member in terms.Sets[(int)TermKind.Thing][~code])
            {
                Add(terms.PartsOf(TermKind.Thing, member), repositories, others);
            }
        }

        return (repositories, others.Count == 0 ? [] : others);
    }

    private static void Add(string?[] parts, List<string> repositories, List<ContainerThing> others)
    {
        if (parts[0] is { } repository)
        {
            repositories.Add(repository);
        }

        for (var part = 1; part < parts.Length; part++)
        {
            if (parts[part] is { } value)
            {
                others.Add(new ContainerThing(Fields[part - 1].KindOf(value), value));
            }
        }
    }
}
