using System.Runtime.CompilerServices;

namespace TrailBoard.Core.Identity;

/// <summary>
/// Remembers actors by what their records said: a trail has millions of events and thousands of actors. Bounded; shared
/// between threads without a lock, as a slot is one reference.
/// </summary>
internal sealed class ActorCache
{
    private const int Slots = 1 << 12;
    private readonly Entry?[] _slots = new Entry?[Slots];

    /// <summary>The actor that the fields make.</summary>
    public Actor Get(in IdentityFields fields, out bool hidden)
    {
        // The strings are interned, so references tell most of them apart.
        var hash = HashCode.Combine(
            RuntimeHelpers.GetHashCode(fields.Arn), RuntimeHelpers.GetHashCode(fields.IssuerArn), RuntimeHelpers.GetHashCode(fields.PrincipalId),
            RuntimeHelpers.GetHashCode(fields.InvokedBy), RuntimeHelpers.GetHashCode(fields.UserName), RuntimeHelpers.GetHashCode(fields.Type));
        ref var slot = ref _slots[hash & (Slots - 1)];
        if (slot is { } known && Same(known.Fields, fields))
        {
            hidden = known.Hidden;
            return known.Actor;
        }

        var actor = ActorRules.Read(fields, out hidden);
        slot = new Entry(fields, actor, hidden);
        return actor;
    }

    // The access key is not part of an actor.
    private static bool Same(in IdentityFields left, in IdentityFields right) =>
        string.Equals(left.Arn, right.Arn, StringComparison.Ordinal)
        && string.Equals(left.IssuerArn, right.IssuerArn, StringComparison.Ordinal)
        && string.Equals(left.PrincipalId, right.PrincipalId, StringComparison.Ordinal)
        && string.Equals(left.UserName, right.UserName, StringComparison.Ordinal)
        && string.Equals(left.Type, right.Type, StringComparison.Ordinal)
        && string.Equals(left.InvokedBy, right.InvokedBy, StringComparison.Ordinal)
        && string.Equals(left.AccountId, right.AccountId, StringComparison.Ordinal)
        && string.Equals(left.IssuerUserName, right.IssuerUserName, StringComparison.Ordinal)
        && string.Equals(left.OnBehalfOfUserId, right.OnBehalfOfUserId, StringComparison.Ordinal);

    private sealed record Entry(IdentityFields Fields, Actor Actor, bool Hidden);
}
