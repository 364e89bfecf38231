using TrailBoard.Core.Identity;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Who is behind an event, and from where it came if its record does not say.</summary>
/// <param name="Address">Null where the record itself says it, or where nobody could know.</param>
public sealed record EventActor(ActorChain Chain, PushAddress? Address)
{
    public static async Task<EventActor> OfAsync(IActorEvidence evidence, StoredEvent stored, CancellationToken cancellationToken)
    {
        var call = CallerRecord.Read(stored.Record, stored.Event.EventId, stored.Event.Time);
        var chain = await new ActorChains(evidence).ResolveAsync(call, cancellationToken);
        return new EventActor(chain, await PushAddress.FindAsync(evidence, call, cancellationToken));
    }
}
