using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>What errors of AWS say of who asked, whichever service answered.</summary>
internal static partial class AccessFaults
{
    /// <summary>The permission that is missing: the one that AWS names, or else the one that the call needs; null where the fault is another.</summary>
    public static string? MissingPermission(Exception fault, string needed) =>
        ServiceFault(fault) is { } service && IsDenied(service)
            ? NamedPattern().Match(service.Message) is { Success: true } named ? named.Groups["action"].Value
                : service.ErrorCode is "KmsAccessDenied" or "KMS.AccessDeniedException" ? "kms:Decrypt"
                : needed
            : null;

    /// <summary>Whether AWS does not take the credentials themselves.</summary>
    public static bool IsRefused(Exception fault) => ServiceFault(fault)?.ErrorCode is
        "ExpiredToken" or "ExpiredTokenException" or "InvalidClientTokenId" or "InvalidAccessKeyId" or "InvalidToken" or "UnrecognizedClientException"
        or "SignatureDoesNotMatch" or "InvalidSignatureException" or "RequestExpired" or "IncompleteSignature" or "MissingAuthenticationToken";

    /// <summary>What to do about a permission that is missing.</summary>
    /// <param name="resource">On what it is needed.</param>
    public static string Allow(string permission, string resource, Exception fault) =>
        ServiceFault(fault)?.Message.Contains("explicit deny", StringComparison.OrdinalIgnoreCase) is true
            ? $"A policy denies {permission} explicitly: look for it in the policies of the role, the resource, its permissions boundary and the organisation."
            : $"Allow {permission} on {resource}, as docs/aws.md shows.";

    /// <summary>What AWS, or the way to it, says.</summary>
    public static string Words(Exception fault) => ServiceFault(fault) is { } service
        ? $"{service.ErrorCode}: {ServiceWords.Of(service)}"
        : ServiceWords.Of(Root(fault));

    private static bool IsDenied(AmazonServiceException fault) =>
        S3Faults.IsDenied(fault) || fault.ErrorCode is "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "AuthorizationError"
            or "KmsAccessDenied" or "KMS.AccessDeniedException";

    // The SDK wraps what the network says in an exception of its own, which says less; that one has no code.
    private static AmazonServiceException? ServiceFault(Exception? fault) => fault switch
    {
        null => null,
        AmazonServiceException { ErrorCode.Length: > 0 } service => service,
        _ => ServiceFault(fault.InnerException),
    };

    private static Exception Root(Exception fault) => fault is AmazonClientException or HttpRequestException && fault.InnerException is { } inner and (HttpRequestException or SocketException)
        ? Root(inner)
        : fault;

    [GeneratedRegex(@"perform: (?<action>[a-z0-9-]+:[A-Za-z]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NamedPattern();
}
