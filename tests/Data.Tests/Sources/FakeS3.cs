using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>A server on loopback that speaks as much of S3 as TrailBoard asks for, and misbehaves where a test says so.</summary>
internal sealed class FakeS3 : IAsyncDisposable
{
    public static readonly DateTimeOffset Written = new(2026, 10, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly SortedDictionary<string, FakeFile> _files = new(StringComparer.Ordinal);

    private FakeS3(WebApplication app) => _app = app;

    /// <summary>Told of each request; what it answers replaces the right answer.</summary>
    public Func<FakeRequest, FakeAnswer?> Misbehave { get; set; } = _ => null;

    /// <summary>Every request in its order: <c>LIST prefix</c> or <c>GET key</c>.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = [];

    /// <summary>How many keys or folders a page holds.</summary>
    public int PageSize { get; set; } = 1000;

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<FakeS3> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeS3(app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    public AwsSession Session() => new(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), null, RegionEndpoint.EUWest1, Url);

    /// <summary>A client without the SDK's own retries, so that a test counts ours.</summary>
    public IAmazonS3 Client(string region) => new AmazonS3Client(
        new BasicAWSCredentials("AKIAEXAMPLE", "secret"),
        new AmazonS3Config { ServiceURL = Url.ToString(), AuthenticationRegion = region, ForcePathStyle = true, MaxErrorRetry = 0 });

    public void Put(string key, byte[] body, string? storageClass = null, bool restored = false, DateTimeOffset? modified = null)
    {
        lock (_files)
        {
            _files[key] = new FakeFile(body, modified ?? Written, storageClass, restored);
        }
    }

    public void Delete(string key)
    {
        lock (_files)
        {
            _files.Remove(key);
        }
    }

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    /// <summary>A key in CloudTrail's layout.</summary>
    public static string Key(int number = 1, string account = "111122223333", string region = "eu-west-1", string day = "2026/10/05", string folder = "CloudTrail", string root = "AWSLogs/") =>
        $"{root}{account}/{folder}/{region}/{day}/{account}_CloudTrail_{region}_{day.Replace("/", "", StringComparison.Ordinal)}T1205Z_{number:d16}.json.gz";

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Answers a request; also one that came to another server, which speaks for several services.</summary>
    internal async Task AnswerAsync(HttpContext context)
    {
        // The path as it was sent: Kestrel's own leaves %2F as it is.
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0].TrimStart('/');
        var path = Uri.UnescapeDataString(raw);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var query = context.Request.Query;
        var isList = query.ContainsKey("list-type");
        var name = isList ? query["prefix"].ToString() : path[(slash + 1)..];
        FakeRequest request;
        lock (Requests)
        {
            request = new FakeRequest(isList ? "LIST" : "GET", name, Requests.Count(r => r.Name == name && r.IsList == isList) + 1, context.Request.Headers.IfMatch.ToString());
            Requests.Enqueue(request);
        }

        var answer = Misbehave(request);
        if (answer?.Status is { } status)
        {
            await ErrorAsync(context, status, answer.Code ?? "InternalError", answer.Message ?? "We encountered an internal error.", answer.Region);
        }
        else if (isList)
        {
            await ListAsync(context, query["prefix"].ToString(), query["delimiter"].ToString(), query["continuation-token"].ToString());
        }
        else
        {
            await GetAsync(context, name, answer);
        }
    }

    private async Task GetAsync(HttpContext context, string key, FakeAnswer? answer)
    {
        FakeFile? file;
        lock (_files)
        {
            _files.TryGetValue(key, out file);
        }

        var ifMatch = context.Request.Headers.IfMatch.ToString();
        if (file is null)
        {
            await ErrorAsync(context, 404, "NoSuchKey", "The specified key does not exist.", null);
        }
        else if (ifMatch.Length > 0 && ifMatch.Trim('"') != file.ETag.Trim('"'))
        {
            await ErrorAsync(context, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", null);
        }
        else if (file.StorageClass is "GLACIER" && !file.Restored)
        {
            await ErrorAsync(context, 403, "InvalidObjectState", "The operation is not valid for the object's storage class", null);
        }
        else
        {
            context.Response.Headers.ETag = file.ETag;
            context.Response.Headers.LastModified = file.Modified.ToString("R", CultureInfo.InvariantCulture);
            context.Response.ContentLength = file.Body.Length;
            var body = file.Body.ToArray();
            body[^1] ^= answer?.Flips is true ? (byte)1 : (byte)0;
            await context.Response.Body.WriteAsync(body.AsMemory(0, answer?.Bytes ?? body.Length));
            await context.Response.Body.FlushAsync();
            if (answer?.Stalls is true)
            {
                answer.Stalled.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else if (answer?.Bytes is not null)
            {
                context.Abort();
            }
        }
    }

    private async Task ListAsync(HttpContext context, string prefix, string delimiter, string token)
    {
        var xml = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>trails</Name>""");
        var after = token.Length == 0 ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(token));
        var count = 0;
        string? last = null;
        var truncated = false;
        lock (_files)
        {
            foreach (var (key, file) in _files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var end = delimiter.Length == 0 ? -1 : key.IndexOf('/', prefix.Length);
                var item = end < 0 ? key : key[..(end + 1)];
                if (item == last || string.CompareOrdinal(item, after) <= 0)
                {
                    continue;
                }

                if (count++ == PageSize)
                {
                    truncated = true;
                    break;
                }

                last = item;
                xml.Append(end >= 0
                    ? $"<CommonPrefixes><Prefix>{SecurityElement.Escape(item)}</Prefix></CommonPrefixes>"
                    : $"<Contents><Key>{SecurityElement.Escape(key)}</Key><LastModified>{file.Modified:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}</LastModified><ETag>{SecurityElement.Escape(file.ETag)}</ETag><Size>{file.Body.Length}</Size><StorageClass>{file.StorageClass ?? "STANDARD"}</StorageClass>{(file.Restored ? "<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-12-01T00:00:00.000Z</RestoreExpiryDate></RestoreStatus>" : "")}</Contents>");
            }
        }

        xml.Append($"<IsTruncated>{(truncated ? "true" : "false")}</IsTruncated>");
        if (truncated)
        {
            xml.Append($"<NextContinuationToken>{Convert.ToBase64String(Encoding.UTF8.GetBytes(last!))}</NextContinuationToken>");
        }

        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(xml.Append("</ListBucketResult>").ToString());
    }

    private static Task ErrorAsync(HttpContext context, int status, string code, string message, string? region)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        if (region is not null)
        {
            context.Response.Headers["x-amz-bucket-region"] = region;
        }

        return context.Response.WriteAsync($"""<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>""");
    }

    private sealed record FakeFile(byte[] Body, DateTimeOffset Modified, string? StorageClass, bool Restored)
    {
#pragma warning disable CA5351 // S3 says so, and the SDK compares.
        public string ETag { get; } = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Body))}\"";
#pragma warning restore CA5351
    }
}

/// <summary>A request: <c>LIST</c> with its prefix or <c>GET</c> with its key.</summary>
/// <param name="Number">The how manieth of this operation and name it is, from 1.</param>
internal sealed record FakeRequest(string Operation, string Name, int Number, string IfMatch)
{
    public bool IsList => Operation == "LIST";

    public bool IsGet => Operation == "GET";
}

/// <summary>What goes wrong: an error, a body of which only so many bytes come, after which it stalls or breaks off, or one with a wrong bit.</summary>
internal sealed record FakeAnswer(int? Status = null, string? Code = null, string? Message = null, string? Region = null, int? Bytes = null, bool Stalls = false, bool Flips = false)
{
    public TaskCompletionSource Stalled { get; } = new();
}
