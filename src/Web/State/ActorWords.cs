using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>Chains of actors in words, for pages and the terminal.</summary>
public static class ActorWords
{
    /// <summary>What somebody is.</summary>
    public static string Kind(ActorHop hop) => hop switch
    {
        ActorHop.Root => "root user",
        ActorHop.IamUser => "IAM user",
        ActorHop.RoleSession => "session of a role",
        ActorHop.FederatedUser => "federated user",
        ActorHop.WebIdentity { Platform: { } platform } => $"web identity of {platform}",
        ActorHop.WebIdentity => "web identity",
        ActorHop.SamlUser => "SAML user",
        ActorHop.IdentityCenterUser => "user of IAM Identity Center",
        ActorHop.Service { IsForSomeone: true } => "AWS service, acting for someone",
        ActorHop.Service { Scope: { } scope } => $"AWS service, for {scope}",
        ActorHop.Service => "AWS service",
        ActorHop.OtherAccount => "caller of another account",
        ActorHop.SourceIdentity => "source identity",
        ActorHop.OneOf => "one of several",
        ActorHop.Unknown => "nobody known",
        _ => "caller",
    };

    /// <summary>How sure a proof is.</summary>
    public static string Name(HopProof proof) => proof.Name switch
    {
        "proven" => "Proven",
        "correlated" => "Correlated",
        "recorded" => "Recorded",
        "ambiguous" => "Ambiguous",
        _ => "Unknown",
    };

    /// <summary>Why it is believed; the events of the proof are named behind it.</summary>
    public static string Why(HopProof proof) => proof switch
    {
        HopProof.IssuedKey { Evidence.Count: 1 } => "the access key that was used was issued by this event:",
        HopProof.IssuedKey => "the access key that was used was issued by this event and its copies:",
        HopProof.SharedCopy => "the caller's own account recorded the same call:",
        HopProof.SameSession => "this event issued a session of this name when this one began, though with another key:",
        HopProof.Recorded => "the record itself says so:",
        HopProof.Ambiguous => "these events fit equally well:",
        HopProof.Unknown unknown => unknown.Reason,
        _ => throw new ArgumentOutOfRangeException(nameof(proof), proof, null),
    };

    /// <summary>What is missing, in a line.</summary>
    /// <param name="time">How a time reads there.</param>
    public static string Gap(EvidenceGap gap, Func<DateTimeOffset, string> time) =>
        $"{CoverageWords.Account(gap.Account)} {CoverageWords.Region(gap.Region)}, {time(gap.From)} to {time(gap.To)}";

    /// <summary>What an address is worth; the addresses are named behind it.</summary>
    public static string Why(PushAddress address) => address switch
    {
        PushAddress.Inferred => "Inferred: the only address from which this access key got a token of the registry in the twelve hours before.",
        PushAddress.Ambiguous => "Ambiguous: in the twelve hours before, this access key got tokens of the registry from several addresses.",
        PushAddress.Unknown unknown => $"Unknown: {unknown.Reason}",
        _ => throw new ArgumentOutOfRangeException(nameof(address), address, null),
    };

    /// <summary>The field and the value that find what somebody did, or null where no field tells him from others.</summary>
    public static (EventField Field, string Value)? Handle(ActorHop hop) => hop switch
    {
        ActorHop.RoleSession { Session: { } session } => (EventFields.Session, session),
        ActorHop.RoleSession { Role: { } role } => (EventFields.Role, role),
        ActorHop.IamUser { Name: { } name } => (EventFields.User, name),
        ActorHop.WebIdentity { Subject: { } subject } => (EventFields.User, subject),
        ActorHop.SamlUser { Subject: { } subject } => (EventFields.User, subject),
        ActorHop.IdentityCenterUser { Name: { } name } => (EventFields.User, name),
        ActorHop.Service service => (EventFields.Identity, service.Name),
        ActorHop.Root { Account: { } account } => (EventFields.Identity, $"arn:aws:iam::{account}:root"),
        _ => null,
    };
}
