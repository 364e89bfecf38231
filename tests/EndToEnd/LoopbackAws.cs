using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TrailBoard.EndToEnd;

/// <summary>A server that S3 sources ask: it denies everything, or has the hand-written trail files in every bucket.</summary>
public sealed class LoopbackAws : IAsyncDisposable
{
    private static readonly DateTimeOffset Delivered = new(2026, 10, 1, 12, 11, 0, TimeSpan.Zero);

    private static readonly SortedDictionary<string, byte[]> Files = new(
        SomeTrail.Upload().ToDictionary(file => $"AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/01/{file.Name}.gz", file => Zipped(file.Buffer)),
        StringComparer.Ordinal);

    private readonly WebApplication _app;

    private LoopbackAws(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>Whether it denies what it is asked.</summary>
    public bool Denies { get; set; } = true;

    /// <summary>What the second file waits for before it is given, or null.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public static async Task<LoopbackAws> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var aws = new LoopbackAws(app);
        app.Run(aws.AnswerAsync);
        await app.StartAsync();
        return aws;
    }

    public ValueTask DisposeAsync()
    {
        Hold?.TrySetResult();
        return _app.DisposeAsync();
    }

    // Made up, so that the SDK looks for none on the machine that runs the tests.
    [ModuleInitializer]
    internal static void UseCredentials()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATRAILBOARDTEST00");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "made-up");
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
        Environment.SetEnvironmentVariable("AWS_PROFILE", null);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', 3);
        if (Denies || path.Length < 2)
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync("<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>1</RequestId></Error>");
        }
        else if (path.Length == 3 && Files.TryGetValue(path[2], out var file))
        {
            if (Hold is { } hold && path[2] == Files.Keys.Last())
            {
                await hold.Task.WaitAsync(context.RequestAborted);
            }

            context.Response.Headers.ETag = TagOf(file);
            context.Response.Headers.LastModified = Delivered.ToString("R", CultureInfo.InvariantCulture);
            context.Response.ContentLength = file.Length;
            await context.Response.Body.WriteAsync(file);
        }
        else
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(Listed(context.Request.Query["prefix"].ToString(), context.Request.Query["delimiter"] == "/"));
        }
    }

    private static string Listed(string prefix, bool byFolder)
    {
        var below = Files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var lines = byFolder
            ? below.Select(file => file.Key[..(file.Key.IndexOf('/', prefix.Length) + 1)]).Distinct().Select(folder => $"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>")
            : below.Select(file => $"<Contents><Key>{file.Key}</Key><LastModified>{Delivered:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}</LastModified><ETag>{TagOf(file.Value)}</ETag><Size>{file.Value.Length}</Size><StorageClass>STANDARD</StorageClass></Contents>");
        return $"""<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>trails</Name><Prefix>{prefix}</Prefix><KeyCount>{below.Count}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{string.Concat(lines)}</ListBucketResult>""";
    }

    // As of an upload in parts: a tag without a dash would be taken for the MD5 of the file.
    private static string TagOf(byte[] file) => $"\"{Convert.ToHexStringLower(SHA256.HashData(file))[..32]}-1\"";

    private static byte[] Zipped(byte[] plain)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return zipped.ToArray();
    }
}
