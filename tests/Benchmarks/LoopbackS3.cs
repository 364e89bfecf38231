using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TrailBoard.Benchmarks;

/// <summary>
/// As much of S3 as an import asks for, out of memory. It runs as a process of its own, so that its work is not counted as ours; the
/// processors are shared all the same.
/// </summary>
internal static class LoopbackS3
{
    private const int PageSize = 1_000;
    private const string Written = "2026-10-05T12:00:00.000Z";

    /// <summary>Serves the files of a folder, or so many files of one event, until standard input ends; each answer after so many milliseconds.</summary>
    public static async Task ServeAsync(string what, int milliseconds, TextReader input, TextWriter output)
    {
        var objects = int.TryParse(what, out var count) ? Tiny(count) : Files(what);
        var keys = objects.Keys.Order(StringComparer.Ordinal).ToArray();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            if (milliseconds > 0)
            {
                await Task.Delay(milliseconds);
            }

            await (context.Request.Query.ContainsKey("list-type") ? ListAsync(context, keys, objects) : GetAsync(context, objects));
        });
        await app.StartAsync();
        await output.WriteLineAsync(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await input.ReadLineAsync();
        await app.StopAsync();
    }

    private static Dictionary<string, Stored> Files(string folder) => new DirectoryInfo(folder).GetFiles().ToDictionary(
        file => Key(file.Name), file => new Stored(File.ReadAllBytes(file.FullName)), StringComparer.Ordinal);

    private static Dictionary<string, Stored> Tiny(int count) => Enumerable.Range(0, count).ToDictionary(
        i => Key($"111122223333_CloudTrail_eu-west-1_{Day(i):yyyyMMdd'T'HHmm'Z'}_{i:d16}.json.gz"),
        i => new Stored(Gzip(SyntheticTrail.Small(i, Day(i)))),
        StringComparer.Ordinal);

    // A thousand files a day, as a busy account has.
    private static DateTime Day(int i) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i / 1_000).AddSeconds(i % 1_000 * 86);

    private static string Key(string name)
    {
        var day = name.Split('_')[3];
        return $"AWSLogs/111122223333/CloudTrail/eu-west-1/{day[..4]}/{day[4..6]}/{day[6..8]}/{name}";
    }

    private static byte[] Gzip(string json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }

        return packed.ToArray();
    }

    private static async Task GetAsync(HttpContext context, Dictionary<string, Stored> objects)
    {
        var path = context.Request.Path.Value!;
        if (!objects.TryGetValue(path[(path.IndexOf('/', 1) + 1)..], out var stored))
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.Headers.ETag = stored.ETag;
        context.Response.Headers.LastModified = DateTimeOffset.Parse(Written, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
        context.Response.ContentLength = stored.Body.Length;
        await context.Response.Body.WriteAsync(stored.Body);
    }

    private static Task ListAsync(HttpContext context, string[] keys, Dictionary<string, Stored> objects)
    {
        var query = context.Request.Query;
        var (prefix, delimiter, after) = (query["prefix"].ToString(), query["delimiter"].ToString(), query["continuation-token"].ToString());
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>trails</Name>");
        var start = Array.BinarySearch(keys, after.Length > 0 ? after + "\u0001" : prefix, StringComparer.Ordinal);
        var (count, last, isTruncated) = (0, "", false);
        for (var i = start < 0 ? ~start : start; i < keys.Length && keys[i].StartsWith(prefix, StringComparison.Ordinal); i++)
        {
            var slash = delimiter.Length == 0 ? -1 : keys[i].IndexOf('/', prefix.Length);
            var item = slash < 0 ? keys[i] : keys[i][..(slash + 1)];
            if (item == last)
            {
                continue;
            }

            if (count++ == PageSize)
            {
                isTruncated = true;
                break;
            }

            last = item;
            xml.Append(slash < 0
                ? $"<Contents><Key>{item}</Key><LastModified>{Written}</LastModified><ETag>{objects[item].ETag.Replace("\"", "&quot;", StringComparison.Ordinal)}</ETag><Size>{objects[item].Body.Length}</Size><StorageClass>STANDARD</StorageClass></Contents>"
                : $"<CommonPrefixes><Prefix>{item}</Prefix></CommonPrefixes>");
        }

        xml.Append(isTruncated ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{last}</NextContinuationToken>" : "<IsTruncated>false</IsTruncated>");
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(xml.Append("</ListBucketResult>").ToString());
    }

    private sealed record Stored(byte[] Body)
    {
#pragma warning disable CA5351 // S3 says so, and the SDK compares.
        public string ETag { get; } = $"\"{Convert.ToHexStringLower(MD5.HashData(Body))}\"";
#pragma warning restore CA5351
    }
}
