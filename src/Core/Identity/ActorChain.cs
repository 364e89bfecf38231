namespace TrailBoard.Core.Identity;

/// <summary>Who is behind an event: from its own caller back to who really acted.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Hops">The event's own caller first, who really acted last; at least one.</param>
/// <param name="Notes">What a reader should know besides, in sentences: a source identity that differs, why nothing more is known.</param>
public sealed record ActorChain(string EventId, IReadOnlyList<ActorHop> Hops, IReadOnlyList<string> Notes)
{
    /// <summary>Who really acted, or as near to it as the records lead.</summary>
    public ActorHop Who => Hops[^1];

    /// <summary>
    /// How far the chain can be trusted, in the word of its weakest part: <c>unknown</c>, <c>ambiguous</c>, <c>correlated</c>; else <c>proven</c>
    /// where other events were needed, and <c>recorded</c> where the event itself says all.
    /// </summary>
    public string Certainty => Order.First(name => name == "recorded" || Hops.Any(hop => hop.Proof.Name == name));

    private static readonly string[] Order = ["unknown", "ambiguous", "correlated", "proven", "recorded"];
}
