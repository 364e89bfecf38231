using System.Net;
using Amazon.CloudTrail.Model;
using Amazon.Runtime;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>Decides which errors of calls are worth another try, and says the others in words with the next step.</summary>
/// <param name="session">Whose credentials are used.</param>
/// <param name="source">The source's name.</param>
/// <param name="place">The account and region, for the words.</param>
internal sealed class LookupFaults(AwsSession session, string source, string place)
{
    public const int Attempts = 6;

    // Throttling is not a fault: with other readers of the same account it may last, each time paced by the pacer.
    private const int ThrottledAttempts = 40;

    /// <summary>Calls, again where that may help.</summary>
    /// <exception cref="InvalidNextTokenException">The pages must be asked for from the first.</exception>
    /// <exception cref="IOException">It did not help; the message is fit to be shown.</exception>
    public async Task<T> TryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var refreshed = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Left alone where it does not end: the SDK fetches credentials without asking whether anybody still wants them.
                return await call().WaitAsync(cancellationToken);
            }
            catch (InvalidNextTokenException)
            {
                throw;
            }
            catch (AmazonServiceException fault) when (IsExpired(fault) && !refreshed && session.Refresh())
            {
                refreshed = true;
            }
            catch (AmazonServiceException fault) when (IsThrottling(fault) ? attempt < ThrottledAttempts : IsPassing(fault) && attempt < Attempts)
            {
                // The pacer spaces the next call.
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                // As above.
            }
            catch (Exception fault) when (fault is AmazonClientException or AmazonServiceException or HttpRequestException && !cancellationToken.IsCancellationRequested)
            {
                throw new IOException(Say(fault), fault);
            }
        }
    }

    /// <summary>Whether a region answers that it does not know credentials that STS knows: it is switched off for the account.</summary>
    public static bool IsRegionOff(Exception fault) =>
        fault is AmazonServiceException { ErrorCode: "UnrecognizedClientException" or "OptInRequired" } || (fault.InnerException is { } inner && IsRegionOff(inner));

    /// <summary>The fault in words.</summary>
    public string Say(Exception fault) => fault switch
    {
        InvalidTimeRangeException => $"CloudTrail keeps 90 days for LookupEvents, and part of what was asked for {place} lies before that. Read older events from the trail's bucket: add a source of type S3.",
        AmazonServiceException known when IsExpired(known) => $"The credentials for {place} have expired. {session.HowToRenew} Then the source {source} goes on where it stopped.",
        AmazonServiceException known when IsRegionOff(known) => $"CloudTrail in {place} does not know the credentials. The region is switched off for the account, or the access key is gone: switch the region on or take it out of Regions of the source {source}.",
        AmazonServiceException known when IsDenied(known) => $"AWS refused the call for {place}: allow cloudtrail:LookupEvents{(session.RoleArn is { } role ? $" to {role}, and sts:AssumeRole on it to whoever assumes it," : "")} as docs/aws.md shows. AWS says: {ServiceWords.Of(known)}",
        AmazonServiceException known when IsThrottling(known) => $"CloudTrail kept refusing calls for {place} because somebody else calls LookupEvents for the account as well. The window is asked for again by the next run.",
        AmazonServiceException { ErrorCode: "InvalidSignatureException" or "SignatureDoesNotMatch" } known => $"AWS refused the signature of the call for {place}: the secret key is wrong, or this machine's clock is. AWS says: {ServiceWords.Of(known)}",
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } => $"CloudTrail of {place} is out of order ({ServiceWords.Of(fault)}). The source goes on by itself when it answers again.",
        AmazonServiceException known => $"CloudTrail of {place} refused the call: {known.ErrorCode}: {ServiceWords.Of(known)}",
        AmazonClientException => $"There are no credentials for {place} that work: {ServiceWords.Of(fault)} {session.HowToRenew}",
        _ => $"CloudTrail of {place} cannot be reached: {ServiceWords.Of(fault)}",
    };

    /// <summary>Whether it was a call too many.</summary>
    public static bool IsThrottling(Exception fault) =>
        fault is AmazonServiceException { ErrorCode: "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "RequestLimitExceeded" }
            or AmazonServiceException { StatusCode: HttpStatusCode.TooManyRequests };

    private static bool IsPassing(AmazonServiceException fault) =>
        fault.StatusCode >= HttpStatusCode.InternalServerError || fault.InnerException is HttpRequestException or IOException || fault.StatusCode is 0;

    private static bool IsExpired(AmazonServiceException fault) => fault.ErrorCode is "ExpiredTokenException" or "ExpiredToken" or "RequestExpired";

    private static bool IsDenied(AmazonServiceException fault) =>
        fault.ErrorCode is "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" || fault.StatusCode is HttpStatusCode.Forbidden;
}
