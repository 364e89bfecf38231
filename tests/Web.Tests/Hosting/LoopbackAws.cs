using System.IO.Compression;
using System.Security;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>One bucket and STS on loopback, for the program in a process of its own. It may refuse, or take requests and never answer.</summary>
internal sealed class LoopbackAws : IAsyncDisposable
{
    private readonly WebApplication _site;
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private int _hanging;

    private LoopbackAws(WebApplication site) => _site = site;

    public string Url => _site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Whether a request, by the service it is for, is never answered.</summary>
    public Func<string, bool> Hangs { get; set; } = _ => false;

    /// <summary>How many requests hang.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>The code of the error that reading an object ends with, or null.</summary>
    public string? RefuseObjects { get; set; }

    /// <summary>What a request, by its service and path, is refused with, or null.</summary>
    public Func<string, string, (int Status, string Body)?> Refuses { get; set; } = (_, _) => null;

    public static async Task<LoopbackAws> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var site = builder.Build();
        var aws = new LoopbackAws(site);
        site.Run(aws.AnswerAsync);
        await site.StartAsync();
        return aws;
    }

    /// <summary>Delivers a file of records.</summary>
    public void Deliver(int number, params string[] records)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"{{\"Records\":[{string.Join(',', records)}]}}"));
        }

        _files[$"AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/05/111122223333_CloudTrail_eu-west-1_20261005T1205Z_{number:d16}.json.gz"] = packed.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _site.StopAsync(atOnce.Token);
        await _site.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var service = ((string?)context.Request.Headers.Authorization)?.Split("Credential=")[1].Split('/')[3] ?? "nobody";
        if (Hangs(service))
        {
            Interlocked.Increment(ref _hanging);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        if (Refuses(service, context.Request.Path.Value!) is { } refusal)
        {
            context.Response.StatusCode = refusal.Status;
            context.Response.ContentType = service == "s3" ? "application/xml" : "application/x-amz-json-1.0";
            await context.Response.WriteAsync(refusal.Body);
        }
        else if (service == "sts")
        {
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/test</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>");
        }
        else if (service != "s3")
        {
            throw new InvalidOperationException($"{service} was asked.");
        }
        else if (context.Request.Query.ContainsKey("list-type"))
        {
            await ListAsync(context, context.Request.Query["prefix"].ToString(), context.Request.Query["delimiter"].ToString());
        }
        else if (RefuseObjects is { } code)
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>Access Denied</Message></Error>");
        }
        else
        {
            var body = _files[context.Request.Path.Value!.TrimStart('/').Split('/', 2)[1]];
            context.Response.ContentLength = body.Length;
            context.Response.Headers.LastModified = "Mon, 05 Oct 2026 12:06:00 GMT";
            await context.Response.Body.WriteAsync(body);
        }
    }

    private Task ListAsync(HttpContext context, string prefix, string delimiter)
    {
        var keys = _files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var items = delimiter.Length == 0
            ? keys.Select(file => $"<Contents><Key>{SecurityElement.Escape(file.Key)}</Key><LastModified>2026-10-05T12:06:00.000Z</LastModified><Size>{file.Value.Length}</Size><StorageClass>STANDARD</StorageClass></Contents>")
            : keys.Select(file => file.Key[..(file.Key.IndexOf('/', prefix.Length) + 1)]).Distinct(StringComparer.Ordinal)
                .Select(folder => $"<CommonPrefixes><Prefix>{SecurityElement.Escape(folder)}</Prefix></CommonPrefixes>");
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync($"<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>trails</Name>{string.Concat(items)}<IsTruncated>false</IsTruncated></ListBucketResult>");
    }
}
