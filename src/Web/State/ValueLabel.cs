using System.Net;
using System.Net.Sockets;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>How a value reads: its short name, what kind of thing it is, and the full text where the name is not all of it.</summary>
public sealed record ValueLabel(string Name, string? Kind, string? Full)
{
    public static ValueLabel Plain(string value) => new(value, null, null);

    /// <summary>A value of any field, or null for the events that have none.</summary>
    public static ValueLabel Of(EventField field, string? value) => value is null ? new("none", null, null)
        : field.Equals(EventFields.Identity) ? Identity(value)
        : field.Equals(EventFields.Actor) ? Person(value)
        : field.Equals(EventFields.Address) ? Address(value)
        : field.Equals(EventFields.Service) ? new(value.Replace(".amazonaws.com", "", StringComparison.Ordinal), null, null)
        : field.Equals(EventFields.ReadOnly) ? Plain(value == "true" ? "reads" : "writes")
        : field.Equals(EventFields.Mutating) ? Plain(value == "true" ? "changes something" : "changes nothing")
        : field.Equals(EventFields.Mfa) ? Plain(value == "true" ? "with MFA" : "without MFA")
        : Plain(value);

    /// <summary>An identity: the name at the end of its ARN, and its kind in words.</summary>
    public static ValueLabel Identity(string value)
    {
        var parts = value.Split(':', 6);
        if (parts is not ["arn", _, var service, _, _, var resource])
        {
            return value.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
                ? new(value[..^".amazonaws.com".Length], "service", value)
                : Plain(value);
        }

        var slash = resource.LastIndexOf('/');
        return new(Known(slash < 0 ? resource : resource[(slash + 1)..]), KindOf(service, resource), value);
    }

    /// <summary>Who really acted: a name without the word before it that tells people apart, and who vouches for it.</summary>
    public static ValueLabel Person(string value) => value.Split(':', 2) switch
    {
        ["web", var subject] when Vouched(subject, value, "job or workload") is var job => job with { Name = EventSentence.NameOfWebIdentity(job.Name) },
        ["saml", var subject] => Vouched(subject, value, "SAML user"),
        ["sso", var user] => new(user, "Identity Center", null),
        ["source", var name] => Vouched(name, value, "source identity"),
        _ => Identity(value),
    };

    // What vouches for a name stands behind the last @, which a name may have too.
    private static ValueLabel Vouched(string name, string value, string kind) => new(name.LastIndexOf('@') is var at and > 0 ? name[..at] : name, kind, value);

    /// <summary>A source address: what the address is, where that is not an ordinary public IPv4 address.</summary>
    public static ValueLabel Address(string value) => new(value, AddressKind(value), null);

    // AWS names these roles itself: AWSReservedSSO_Developer_0123456789abcdef is the permission set Developer.
    private static string Known(string name) =>
        name.StartsWith("AWSReservedSSO_", StringComparison.Ordinal) && name.LastIndexOf('_') is var end and > 15 ? name[15..end]
        : name.StartsWith("AWSServiceRoleFor", StringComparison.Ordinal) && name.Length > 17 ? name[17..]
        : name;

    private static string? KindOf(string service, string resource) => resource.Split('/')[0] switch
    {
        "root" => "root",
        "user" => "user",
        "role" when resource.StartsWith("role/aws-service-role/", StringComparison.Ordinal) => "service role",
        "role" when resource.StartsWith("role/aws-reserved/sso", StringComparison.Ordinal) => "SSO role",
        "role" or "assumed-role" => "role",
        "federated-user" => "federated user",
        var other => service.Length > 0 ? $"{service} {other}" : other,
    };

    private static string? AddressKind(string value)
    {
        if (string.Equals(value, "AWS Internal", StringComparison.OrdinalIgnoreCase))
        {
            return "inside AWS";
        }

        if (!IPAddress.TryParse(value, out var address))
        {
            return value.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) ? "service" : "name";
        }

        var v6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        return (PrivateNetworks.Any(network => network.Contains(address)), v6) switch
        {
            (true, true) => "private IPv6",
            (true, false) => "private",
            (false, true) => "IPv6",
            (false, false) => null,
        };
    }

    // RFC 1918, RFC 6598 (shared), RFC 3927 and 4291 (link-local), loopback, RFC 4193 (unique local).
    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("::1/128"),
    ];
}
