using System.Collections.Frozen;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>What is known of one action of a container service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Name">The <c>eventName</c>.</param>
/// <param name="Verb">What it does.</param>
/// <param name="IsMutating">Whether it changes anything, whatever the record's <c>readOnly</c> says.</param>
/// <param name="IsPlumbing">Whether it is a step of a larger thing (a layer of a push), which a person does not ask for.</param>
/// <param name="IsSensitive">Whether a security engineer wants to see it even where it succeeds.</param>
/// <param name="IsCatalogued">Whether it stands in the catalogue; false where the verb was guessed from the name.</param>
public sealed record ContainerAction(
    ContainerService Service,
    string Name,
    EventVerb Verb,
    bool IsMutating,
    bool IsPlumbing,
    bool IsSensitive,
    bool IsCatalogued = true);

/// <summary>The catalogue of the container services' actions, kept in <c>actions.tsv</c>.</summary>
public static class ContainerActions
{
    private static readonly FrozenDictionary<(string Service, string Action), ContainerAction> ByName =
        Table.Read("actions.tsv").Select(Parse).ToFrozenDictionary(action => (action.Service.Name, action.Name));

    /// <summary>All catalogued actions, by service and name.</summary>
    public static IReadOnlyList<ContainerAction> All { get; } =
        [.. ByName.Values.OrderBy(action => action.Service.Order).ThenBy(action => action.Name, StringComparer.Ordinal)];

    /// <summary>
    /// Finds an action of a container service. One that the catalogue does not know gets its verb from its name, so that
    /// AWS can add actions without a hole in our pages; null for every other service.
    /// </summary>
    /// <param name="service">The event source or its short name.</param>
    /// <param name="action">The event name.</param>
    public static ContainerAction? Find(string? service, string? action)
    {
        if (action is null || ContainerServices.Find(service) is not { } known)
        {
            return null;
        }

        return ByName.GetValueOrDefault((known.Name, action)) ?? Guess(known, action);
    }

    private static ContainerAction Guess(ContainerService service, string action)
    {
        var verb = ActionWords.Verb(action, default);
        return new(service, action, verb, verb != EventVerb.Read && verb != EventVerb.Other && verb != EventVerb.Auth, false, false, false);
    }

    private static ContainerAction Parse(string[] cells) => new(
        ContainerServices.Find(cells[0]) ?? throw new InvalidDataException($"actions.tsv names the service {cells[0]}, which is none of the five."),
        cells[1],
        EventVerb.Find(cells[2]) ?? throw new InvalidDataException($"actions.tsv gives {cells[1]} the verb {cells[2]}, which does not exist."),
        cells[3] == "mutating",
        cells[4] == "plumbing",
        cells[5] == "sensitive");
}
