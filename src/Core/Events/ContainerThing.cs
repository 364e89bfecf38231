namespace TrailBoard.Core.Events;

/// <summary>
/// A thing that a call was about, in one canonical form whichever way the record wrote it: two are the same thing exactly if
/// all four members are equal (docs/things.md has the form of each kind).
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its name within its account and region; a part begins with its whole: <c>prod/web</c> is the service <c>web</c> of the cluster <c>prod</c>.</param>
/// <param name="Account">The account that owns it: from its ARN, its registry, or else the account that received the event; null where the thing is the same everywhere (a digest) or nothing tells.</param>
/// <param name="Region">Its region: from its ARN or its registry, or else the region of the call; <see cref="Everywhere"/> for what no region holds; null where the thing is the same everywhere or nothing tells.</param>
public sealed record ContainerThing(ThingKind Kind, string Value, string? Account = null, string? Region = null)
{
    /// <summary>The region of things that no region holds, as AWS calls it: public repositories, roles.</summary>
    public const string Everywhere = "aws-global";

    /// <summary>Its own name without that of what it is a part of: <c>web</c> of <c>prod/web</c>, <c>v1</c> of <c>team/api:v1</c>.</summary>
    public string Name
    {
        get
        {
            if (Kind == ThingKind.Tag)
            {
                return Value[(Value.LastIndexOf(':') + 1)..];
            }

            var start = 0;
            for (var whole = Kind.Within; whole is not null; whole = whole.Within)
            {
                start = Value.IndexOf('/', start) + 1;
            }

            return Value[start..];
        }
    }
}
