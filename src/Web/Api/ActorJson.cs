using System.Text.Json.Serialization;
using TrailBoard.Core.Identity;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Api;

/// <summary>
/// Who is behind an event. 'hops' begin with the event's own caller and end with 'who', who really acted; 'certainty' is that of the weakest:
/// unknown, ambiguous, correlated, proven, or recorded where the event itself says all. 'address' is there where the record hides it.
/// </summary>
internal sealed record ActorJson(
    string EventId,
    string Certainty,
    string Who,
    IReadOnlyList<HopJson> Hops,
    IReadOnlyList<string> Notes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AddressJson? Address)
{
    public static ActorJson Of(EventActor actor) => new(
        actor.Chain.EventId,
        actor.Chain.Certainty,
        actor.Chain.Who.Label,
        [.. actor.Chain.Hops.Select(HopJson.Of)],
        actor.Chain.Notes,
        actor.Address is { } address ? AddressJson.Of(address) : null);
}

/// <summary>One of those through whose hands the call went. 'facts' are what else is known; 'candidates' those of whom it is one, where that is ambiguous.</summary>
internal sealed record HopJson(
    string Kind,
    string Label,
    IReadOnlyDictionary<string, string> Facts,
    ProofJson Proof,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<HopJson>? Candidates)
{
    public static HopJson Of(ActorHop hop) => new(
        hop.Kind,
        hop.Label,
        hop.Facts.Where(fact => fact.Value is not null).ToDictionary(fact => fact.Name, fact => fact.Value!, StringComparer.Ordinal),
        ProofJson.Of(hop.Proof),
        hop is ActorHop.OneOf several ? [.. several.Candidates.Select(Of)] : null);
}

/// <summary>
/// Why a hop is believed: proven (an event issued the key that was used), correlated (the same session of the same role began in that second), recorded
/// (the record itself says it), ambiguous (several events fit), unknown. 'gaps' are times that are not known to be imported whole.
/// </summary>
internal sealed record ProofJson(
    string Kind,
    IReadOnlyList<EvidenceJson> Evidence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<GapJson>? Gaps)
{
    public static ProofJson Of(HopProof proof) => new(
        proof.Name,
        [.. proof.Evidence.Select(EvidenceJson.Of)],
        (proof as HopProof.Unknown)?.Reason,
        proof is HopProof.Unknown { Gaps: var gaps } ? [.. gaps.Select(gap => new GapJson(gap.Account, gap.Region, TimeText.Of(gap.From), TimeText.Of(gap.To)))] : null);
}

/// <summary>An event that a proof rests on.</summary>
internal sealed record EvidenceJson(string EventId, string? Action, string Time, string? Account, string? Region)
{
    public static EvidenceJson Of(EvidenceEvent evidence) => new(evidence.EventId, evidence.Action, TimeText.Of(evidence.Time), evidence.Account, evidence.Region);
}

/// <summary>A time of an account and region.</summary>
internal sealed record GapJson(string Account, string Region, string From, string To);

/// <summary>From where a push or a pull came whose record says AWS Internal: inferred, ambiguous or unknown, with the events that asked for a token.</summary>
internal sealed record AddressJson(
    string Kind,
    IReadOnlyList<TokenAddressJson> Addresses,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason)
{
    public static AddressJson Of(PushAddress address) => new(
        address.Name,
        [.. address.From.Select(from => new TokenAddressJson(from.Address, EvidenceJson.Of(from.Last)))],
        (address as PushAddress.Unknown)?.Reason);
}

/// <summary>An address, and the last event there.</summary>
internal sealed record TokenAddressJson(string Ip, EvidenceJson Evidence);
