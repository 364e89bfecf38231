using System.Globalization;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Things;

/// <summary>Moments and facts as a line of text, in which images stand by their numbers.</summary>
internal static class Moments
{
    public static string Told(ThingMoment moment) =>
        Said(moment.Said) + $" [{string.Join(' ', new[] { $"{moment.Tone}", moment.Badge }.OfType<string>())}]" + (moment.Note is null ? "" : $" ({moment.Note})");

    public static string Told(ThingFact fact) => $"{fact.Name}: {Said(fact.Values)}" + (fact.Time is { } time ? $" at {(time - RegistryTrail.Noon).TotalMinutes}" : "") + (fact.Note is null ? "" : $" ({fact.Note})");

    private static string Said(IEnumerable<SentencePart> parts) => string.Join(' ', parts.Select(part => part.Field is { } field && field.Equals(EventFields.Image) ? Number(part.Value!) : part.Text));

    private static string Number(string digest) => "#" + int.Parse(digest["sha256:".Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
