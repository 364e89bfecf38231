namespace TrailBoard.Core.Identity;

/// <summary>
/// From where a push to a registry, or a pull, really came. Their records say <c>AWS Internal</c>; but each of them needs a token, and the address
/// that asked for the token is recorded. A token is good for twelve hours (ECR guide, "Private registry authentication").
/// </summary>
public abstract record PushAddress
{
    private PushAddress(string name, IReadOnlyList<TokenAddress> from) => (Name, From) = (name, from);

    /// <summary>How sure it is, as JSON has it: <c>inferred</c>, <c>ambiguous</c>, <c>unknown</c>.</summary>
    public string Name { get; }

    /// <summary>The addresses that fit.</summary>
    public IReadOnlyList<TokenAddress> From { get; }

    /// <summary>How long a token can be used.</summary>
    public static TimeSpan TokenLasts { get; } = TimeSpan.FromHours(12);

    /// <summary>One address fits: the only one from which the key that signed the call asked for a token.</summary>
    public sealed record Inferred(TokenAddress Only) : PushAddress("inferred", [Only]);

    /// <summary>The key asked for tokens from several addresses, and nothing tells whose was used.</summary>
    public sealed record Ambiguous(IReadOnlyList<TokenAddress> From) : PushAddress("ambiguous", From);

    /// <summary>Nothing that was imported tells.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Unknown(string Reason) : PushAddress("unknown", []);

    /// <summary>Finds the address behind a call, or null where the call itself tells it or is none to a registry.</summary>
    public static async Task<PushAddress?> FindAsync(IActorEvidence evidence, CallerRecord call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(call);
        if (call is not { Address: Hidden, Service: "ecr.amazonaws.com" or "ecr-public.amazonaws.com", AccessKey: { } key })
        {
            return null;
        }

        var tokens = await evidence.TokenAddressesAsync(call.Service, key, call.Time - TokenLasts, call.Time, cancellationToken);
        return tokens.Where(token => token.Address != Hidden).ToList() switch
        {
            [] when tokens.Count > 0 => new Unknown($"The access key {key} got its token of the registry from within AWS, too."),
            [] => new Unknown($"In the twelve hours before, no imported event shows that the access key {key} got a token from the registry."),
            [var only] => new Inferred(only),
            var several => new Ambiguous(several),
        };
    }

    private const string Hidden = "AWS Internal";
}

/// <summary>An address from which a token was asked for.</summary>
/// <param name="Address">The <c>sourceIPAddress</c>: hostile text.</param>
/// <param name="Last">The last event there.</param>
public sealed record TokenAddress(string Address, EvidenceEvent Last);
