using System.Collections.Frozen;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>What a person calls an action, now and in the past.</summary>
/// <param name="Base">After <c>tried to</c>: <c>push image</c>.</param>
/// <param name="Past">After a name: <c>pushed image</c>.</param>
public sealed record ActionPhrase(string Base, string Past)
{
    private static readonly FrozenDictionary<(string Service, string Action), ActionPhrase> Curated = Table.Read("phrases.tsv")
        .ToFrozenDictionary(cells => (cells[0], cells[1]), cells => new ActionPhrase(cells[2], ActionWords.Past(cells[2])));

    /// <summary>Whether somebody chose the phrase of an action, or the words that its name begins with.</summary>
    internal static bool IsChosen(string service, string action) =>
        Curated.ContainsKey((service, action)) || Curated.ContainsKey(("*", action)) || ActionWords.Knows(action);

    /// <summary>The phrase of an action: from <c>phrases.tsv</c> for frequent ones, else from the words of its name.</summary>
    /// <param name="service">The event source or its short name.</param>
    /// <param name="action">The event name.</param>
    public static ActionPhrase Of(string? service, string? action)
    {
        if (string.IsNullOrWhiteSpace(action))
        {
            return new("do something", "did something");
        }

        if (service is not null && (Curated.GetValueOrDefault((ContainerServices.ShortName(service), action)) ?? Curated.GetValueOrDefault(("*", action))) is { } curated)
        {
            return curated;
        }

        var (now, past) = ActionWords.Phrase(action);
        return new(now, past);
    }
}
