using System.Net;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>What S3's errors mean: what is tried again, and what a person is told, with the next step.</summary>
internal static partial class S3Faults
{
    /// <summary>Whether the same request may succeed a little later.</summary>
    public static bool IsTransient(Exception fault) => IsBusy(fault) || fault switch
    {
        AmazonServiceException service => service.StatusCode is 0 or HttpStatusCode.RequestTimeout || service.ErrorCode is "RequestTimeout",
        IOException or HttpRequestException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>Whether S3 itself says that it is busy or out of order, which passes by itself.</summary>
    public static bool IsBusy(Exception fault) => fault is AmazonServiceException service
        && (service.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            || service.ErrorCode is "SlowDown" or "InternalError" or "ThrottlingException");

    /// <summary>The region that S3 names instead of the one that was asked, or null.</summary>
    public static string? OtherRegion(Exception fault)
    {
        if (!IsWrongRegion(fault))
        {
            return null;
        }

        var header = (fault.InnerException as HttpErrorResponseException)?.Response?.GetHeaderValue("x-amz-bucket-region");
        return !string.IsNullOrEmpty(header) ? header
            : RegionPattern().Match(fault.Message) is { Success: true } named ? named.Groups["region"].Value
            : null;
    }

    public static bool IsWrongRegion(Exception fault) => fault is AmazonS3Exception s3
        && (s3.StatusCode is HttpStatusCode.MovedPermanently || s3.ErrorCode is "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException");

    /// <summary>Whether S3 refuses what was asked, though it knows who asks.</summary>
    public static bool IsDenied(Exception fault) =>
        fault is AmazonServiceException { StatusCode: HttpStatusCode.Forbidden, ErrorCode: not "RequestTimeTooSkewed" } service && !IsArchived(fault) && !IsCredentials(service);

    /// <summary>What stops the whole source, in words; null where only one object is concerned.</summary>
    public static SourceFailedException? OfSource(Exception fault, string bucket, string region) => fault switch
    {
        AmazonServiceException service when IsCredentials(service) => new SourceFailedException(
            $"AWS does not accept the credentials ({service.ErrorCode}: {ServiceWords.Of(service)}) Sign in again, or correct Profile or RoleArns of the source.", fault),
        AmazonServiceException { ErrorCode: "RequestTimeTooSkewed" } => new SourceFailedException(
            "The clock of this machine is more than 15 minutes off, so S3 refuses its requests. Set the clock.", fault),
        AmazonServiceException { ErrorCode: "NoSuchBucket" } => new SourceFailedException(
            $"There is no bucket {bucket}. Correct Bucket or AllowedBuckets of the source, or Endpoint if it is not AWS's own.", fault),
        _ when IsWrongRegion(fault) => new SourceFailedException(
            OtherRegion(fault) is { } other
                ? $"The bucket {bucket} is in {other}, not in {region}. Write {other} in Regions or the profile of the source."
                : $"The bucket {bucket} is not in {region}, and S3 does not say where it is. Write its region in the profile of the source.", fault),
        SourceFailedException failed => failed,
        AmazonServiceException => null,
        AmazonClientException client => new SourceFailedException($"AWS could not be asked: {ServiceWords.Of(client)}", fault),
        _ => null,
    };

    /// <summary>Why listing ended.</summary>
    public static SourceFailedException OfListing(Exception fault, string bucket, string region, string prefix) => OfSource(fault, bucket, region) ?? new SourceFailedException(
        IsDenied(fault)
            ? $"Access was denied: the credentials need {Permission(fault) ?? "s3:ListBucket"} on arn:aws:s3:::{bucket} to list {Shown(prefix)}."
            : $"The listing of {Shown(prefix)} in the bucket {bucket} failed: {ServiceWords.Of(fault)} What was imported before stays; the next run goes on.", fault);

    /// <summary>Why one object was not read: an exception for the import to settle it by.</summary>
    public static Exception OfObject(Exception fault, string bucket, S3Patience patience) => fault switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.NotFound } => new ObjectNotReadException(
            new ObjectReading.Skip("It is no longer in the bucket: deleted, by a lifecycle rule or by hand, before it was read.", null) { LeavesGap = true }, fault),
        _ when IsArchived(fault) => new ObjectNotReadException(
            new ObjectReading.Skip("Archived: restore it from its storage class to import it.", null) { LeavesGap = true }, fault),
        _ when IsDenied(fault) => new IOException(Denied(fault, bucket), fault),
        AmazonServiceException service when !IsTransient(fault) => new IOException($"S3 refused it: {service.ErrorCode}: {service.Message}", fault),
        _ when IsBusy(fault) && patience.Busy > TimeSpan.Zero => new IOException($"S3 was busy or out of order for {patience.Busy.TotalMinutes:0} minutes: {fault.Message}", fault),
        _ => new IOException($"It could not be downloaded in {patience.Attempts} attempts: {fault.Message}", fault),
    };

    /// <summary>The permission that is missing to read objects, in words.</summary>
    public static string Denied(Exception fault, string bucket) => Permission(fault) switch
    {
        "kms:Decrypt" => "Access was denied: the credentials need kms:Decrypt on the key that encrypts the trail, in their own policy and in the key's.",
        { } named => $"Access was denied: the credentials need {named} on arn:aws:s3:::{bucket}/*.",
        null => $"Access was denied: the credentials need s3:GetObject on arn:aws:s3:::{bucket}/*, and kms:Decrypt on the trail's key where the files are encrypted with one. "
            + "Without s3:ListBucket S3 says the same of files that are gone.",
    };

    /// <summary>Whether the object must be restored before it can be read.</summary>
    public static bool IsArchived(Exception fault) => fault is AmazonServiceException { ErrorCode: "InvalidObjectState" };

    private static bool IsCredentials(AmazonServiceException service) => service.ErrorCode is
        "ExpiredToken" or "ExpiredTokenException" or "InvalidAccessKeyId" or "InvalidToken" or "InvalidClientTokenId"
        or "TokenRefreshRequired" or "SignatureDoesNotMatch" or "UnrecognizedClientException";

    private static string? Permission(Exception fault) =>
        PermissionPattern().Match(fault.Message) is { Success: true } named ? named.Groups["action"].Value : null;

    private static string Shown(string prefix) => prefix.Length == 0 ? "its top" : prefix;

    [GeneratedRegex(@"perform: (?<action>[a-z0-9]+:[A-Za-z]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex PermissionPattern();

    [GeneratedRegex(@"expecting '(?<region>[a-z0-9-]+)'", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex RegionPattern();
}
