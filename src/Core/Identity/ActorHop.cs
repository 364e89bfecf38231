namespace TrailBoard.Core.Identity;

/// <summary>One of those through whose hands a call went, from its own caller back to who really acted. All text is hostile.</summary>
public abstract record ActorHop
{
    private ActorHop(string kind, HopProof proof) => (Kind, Proof) = (kind, proof);

    /// <summary>The kind of hop, as JSON has it.</summary>
    public string Kind { get; }

    /// <summary>Why it is believed.</summary>
    public HopProof Proof { get; }

    /// <summary>Who it is, as short as it can be said and still tell people apart.</summary>
    public abstract string Label { get; }

    /// <summary>
    /// Who it is as a value of the field <c>actor</c>: never the same for two people. Null where it is nobody by himself, as a session is not, or
    /// where what is known of him could be said of two.
    /// </summary>
    public virtual string? Value => null;

    /// <summary>What else is known, each with its name as JSON has it; a value is null where it is not known.</summary>
    public abstract IReadOnlyList<(string Name, string? Value)> Facts { get; }

    /// <summary>The owner of an account.</summary>
    public sealed record Root(HopProof Proof, string? Account, string? AccessKey) : ActorHop("root", Proof)
    {
        /// <summary>The ARN as recorded, which tells the partition; null where the record has none.</summary>
        public string? Arn { get; init; }

        /// <inheritdoc/>
        public override string Label => Account is null ? "root" : $"root of {Account}";

        /// <inheritdoc/>
        public override string? Value => Who.RootArn(Arn, Account);

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("account", Account), ("accessKey", AccessKey)];
    }

    /// <summary>An IAM user, with a key or a password of his own.</summary>
    public sealed record IamUser(HopProof Proof, string? Name, string? Arn, string? Account, string? AccessKey) : ActorHop("iamUser", Proof)
    {
        /// <inheritdoc/>
        public override string Label => Name ?? Arn ?? AccessKey ?? "an IAM user whose name was not recorded";

        /// <inheritdoc/>
        public override string? Value => Who.Arn(Arn);

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("user", Name), ("arn", Arn), ("account", Account), ("accessKey", AccessKey)];
    }

    /// <summary>A session of a role, which someone took.</summary>
    /// <param name="Created">When it was issued, UTC.</param>
    public sealed record RoleSession(HopProof Proof, string? Role, string? Session, string? RoleArn, string? Account, string? AccessKey, DateTimeOffset? Created)
        : ActorHop("roleSession", Proof)
    {
        /// <inheritdoc/>
        public override string Label => (Role ?? RoleArn, Session) switch
        {
            ({ } role, { } session) => $"{role}/{session}",
            ({ } role, null) => role,
            (null, { } session) => session,
            _ => "a role whose name was not recorded",
        };

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts =>
            [("role", Role), ("session", Session), ("arn", RoleArn), ("account", Account), ("accessKey", AccessKey), ("created", Created is { } time ? Iso(time) : null)];
    }

    /// <summary>A session that an IAM user or root made for someone else (<c>GetFederationToken</c>).</summary>
    public sealed record FederatedUser(HopProof Proof, string? Name, string? Arn, string? Account, string? AccessKey) : ActorHop("federatedUser", Proof)
    {
        /// <inheritdoc/>
        public override string Label => Name ?? Arn ?? "a federated user whose name was not recorded";

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("user", Name), ("arn", Arn), ("account", Account), ("accessKey", AccessKey)];
    }

    /// <summary>Whom an identity provider of the web vouched for: a job of GitHub Actions, a service account of Kubernetes, a user of Cognito.</summary>
    public sealed record WebIdentity(HopProof Proof, string? Provider, string? Subject) : ActorHop("webIdentity", Proof)
    {
        /// <inheritdoc/>
        public override string Label => Subject ?? Provider ?? "a web identity whose name was not recorded";

        /// <inheritdoc/>
        public override string? Value => Who.ProvidedName("web", Subject, Provider);

        /// <summary>The provider in a word where it is a well-known one; else null.</summary>
        public string? Platform => Provider switch
        {
            null => null,
            _ when Provider.Contains("token.actions.githubusercontent.com", StringComparison.Ordinal) => "GitHub Actions",
            _ when Provider.Contains("oidc.eks.", StringComparison.Ordinal) => "Amazon EKS",
            _ when Provider.Contains("cognito-identity.amazonaws.com", StringComparison.Ordinal) => "Amazon Cognito",
            _ => null,
        };

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("subject", Subject), ("provider", Provider), ("platform", Platform)];
    }

    /// <summary>Whom a SAML identity provider vouched for.</summary>
    public sealed record SamlUser(HopProof Proof, string? Provider, string? Subject) : ActorHop("samlUser", Proof)
    {
        /// <inheritdoc/>
        public override string Label => Subject ?? Provider ?? "a SAML user whose name was not recorded";

        /// <inheritdoc/>
        public override string? Value => Who.ProvidedName("saml", Subject, Provider);

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("subject", Subject), ("provider", Provider)];
    }

    /// <summary>A user of IAM Identity Center.</summary>
    /// <param name="Name">The user's name, which the sessions of Identity Center's own roles have.</param>
    /// <param name="UserId">The user's id in the identity store.</param>
    public sealed record IdentityCenterUser(HopProof Proof, string? Name, string? UserId) : ActorHop("identityCenterUser", Proof)
    {
        /// <inheritdoc/>
        public override string Label => Name ?? UserId ?? "a user of IAM Identity Center whose name was not recorded";

        /// <inheritdoc/>
        public override string? Value => (Name ?? UserId) is { } user ? Who.IdentityCenterName(user) : null;

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("user", Name), ("userId", UserId)];
    }

    /// <summary>A service of AWS.</summary>
    /// <param name="Name">Its name, for example <c>ecs-tasks.amazonaws.com</c>.</param>
    /// <param name="Scope">The resource for which it acted, or null.</param>
    /// <param name="IsForSomeone">Whether it acted with the rights of the hop behind it rather than in its own name.</param>
    public sealed record Service(HopProof Proof, string Name, string? Scope, bool IsForSomeone) : ActorHop("service", Proof)
    {
        /// <inheritdoc/>
        public override string Label => Name;

        /// <inheritdoc/>
        public override string? Value => Who.ServiceName(Name);

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("service", Name), ("scope", Scope), ("forSomeone", IsForSomeone ? "true" : null)];
    }

    /// <summary>Someone of another account, of whom this account learns no more than an id.</summary>
    public sealed record OtherAccount(HopProof Proof, string? Account, string? PrincipalId) : ActorHop("otherAccount", Proof)
    {
        /// <inheritdoc/>
        public override string Label => PrincipalId is null ? $"someone of account {Account ?? "unknown"}" : $"{PrincipalId} of account {Account ?? "unknown"}";

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("account", Account), ("principalId", PrincipalId)];
    }

    /// <summary>The name that the first of all sessions was given, and that no later one can change.</summary>
    public sealed record SourceIdentity(HopProof Proof, string Name) : ActorHop("sourceIdentity", Proof)
    {
        /// <inheritdoc/>
        public override string Label => Name;

        /// <summary>The account in whose records the name stands: each account trusts whom it wants to give such names.</summary>
        public string? Account { get; init; }

        /// <inheritdoc/>
        public override string? Value => Account is null ? null : $"source:{Name}@{Account}";

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("sourceIdentity", Name)];
    }

    /// <summary>A caller of a kind of which nothing more is known.</summary>
    public sealed record Other(HopProof Proof, string? Type, string Name, string? Account) : ActorHop("other", Proof)
    {
        /// <inheritdoc/>
        public override string Label => Name;

        /// <inheritdoc/>
        public override string? Value => Who.Arn(Name);

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [("type", Type), ("name", Name), ("account", Account)];
    }

    /// <summary>One of several, and nothing tells which. They are never merged.</summary>
    /// <param name="Candidates">Each with the event that would make it so.</param>
    public sealed record OneOf(HopProof Proof, IReadOnlyList<ActorHop> Candidates) : ActorHop("oneOf", Proof)
    {
        /// <inheritdoc/>
        public override string Label => string.Join(" or ", Candidates.Select(candidate => candidate.Label));

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [];
    }

    /// <summary>Someone of whom nothing that was imported tells.</summary>
    public sealed record Unknown(HopProof Proof) : ActorHop("unknown", Proof)
    {
        /// <inheritdoc/>
        public override string Label => "unknown";

        /// <inheritdoc/>
        public override IReadOnlyList<(string Name, string? Value)> Facts => [];
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
