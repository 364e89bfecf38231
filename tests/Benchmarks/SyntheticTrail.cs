using System.IO.Compression;
using System.Text;

namespace TrailBoard.Benchmarks;

/// <summary>
/// Seeded trail files, shaped as CloudTrail delivers them: about 200 events a file in no order, about 1.5 KB an event, pushes with
/// image manifests of 3 to 6 KB. Ids, digests and addresses repeat as seldom as they do in life, or compression would flatter.
/// </summary>
internal sealed class SyntheticTrail(int seed)
{
    private static readonly string[] Calls =
    [
        "ecr BatchGetImage", "ecr GetDownloadUrlForLayer", "ecr GetAuthorizationToken", "ecr PutImage", "ecr UploadLayerPart", "ecr DescribeRepositories",
        "ecs DescribeTasks", "ecs RunTask", "ecs UpdateService", "sts AssumeRole", "s3 GetBucketAcl", "kms Decrypt", "logs CreateLogStream", "ec2 DescribeInstances", "iam ListRoles",
    ];

    private readonly Random _random = new(seed);

    /// <summary>How many events a file holds at least.</summary>
    public int SmallestFile { get; init; } = 200;

    /// <summary>How many events a file holds at most.</summary>
    public int LargestFile { get; init; } = 200;

    /// <summary>A file of one event.</summary>
    public static string Small(int number, DateTime time) => $"{{\"Records\":[{new SyntheticTrail(number).Record(time)}]}}";

    /// <summary>Writes the files.</summary>
    /// <returns>Their bytes, gzipped and plain.</returns>
    public (long Gzip, long Plain) Write(string folder, int events)
    {
        var (gzip, plain) = (0L, 0L);
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var (first, size) = (0, 0); first < events; first += size)
        {
            size = SmallestFile == LargestFile ? SmallestFile : _random.Next(SmallestFile, LargestFile + 1);
            var at = start.AddSeconds(first / 4.0);
            var json = new StringBuilder("{\"Records\":[");
            for (var i = 0; i < Math.Min(size, events - first); i++)
            {
                json.Append(i == 0 ? "" : ",").Append(Record(at.AddSeconds(_random.Next(300))));
            }

            var bytes = Encoding.UTF8.GetBytes(json.Append("]}").ToString());
            var path = Path.Combine(folder, $"111122223333_CloudTrail_eu-west-1_{at:yyyyMMdd'T'HHmm'Z'}_{first:d10}.json.gz");
            using (var stream = new GZipStream(File.Create(path), CompressionLevel.Optimal))
            {
                stream.Write(bytes);
            }

            (gzip, plain) = (gzip + new FileInfo(path).Length, plain + bytes.Length);
        }

        return (gzip, plain);
    }

    private string Record(DateTime time)
    {
        var call = Calls[(int)(Calls.Length * Math.Pow(_random.NextDouble(), 1.5))].Split(' ');
        var (service, action) = (call[0], call[1]);
        var person = (int)(300 * Math.Pow(_random.NextDouble(), 2));
        var repository = $"team-{person % 17}/service-{person % 41}";
        var error = _random.Next(40) == 0;
        var isWrite = action is "PutImage" or "UploadLayerPart" or "RunTask" or "UpdateService";
        var arn = $"arn:aws:sts::111122223333:assumed-role/role-{person % 60}/session-{person}-{time:yyyyMMddHH}";
        var failure = error ? $"\"errorCode\":\"AccessDenied\",\"errorMessage\":\"User: {arn} is not authorized to perform: {service}:{action}\"," : "";
        var response = isWrite && !error
            ? $$"""{"registryId":"111122223333","repositoryName":"{{repository}}","imageId":{"imageDigest":"sha256:{{Hex(32)}}","imageTag":"1.{{_random.Next(400)}}.{{_random.Next(20)}}"} }"""
            : "null";
        var mfa = person % 3 == 0 ? "true" : "false";
        var readOnly = isWrite ? "false" : "true";
        return $$$$$"""
            {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROA{{{{{person % 60:d16}}}}}:session-{{{{{person}}}}}","arn":"{{{{{arn}}}}}","accountId":"111122223333","accessKeyId":"ASIA{{{{{person:d8}}}}}{{{{{time:MMddHH}}}}}00","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA{{{{{person % 60:d16}}}}}","arn":"arn:aws:iam::111122223333:role/role-{{{{{person % 60}}}}}","accountId":"111122223333","userName":"role-{{{{{person % 60}}}}}"},"attributes":{"creationDate":"{{{{{time:yyyy-MM-dd'T'HH}}}}}:00:00Z","mfaAuthenticated":"{{{{{mfa}}}}}"}}},"eventTime":"{{{{{time:yyyy-MM-dd'T'HH:mm:ss'Z'}}}}}","eventSource":"{{{{{service}}}}}.amazonaws.com","eventName":"{{{{{action}}}}}","awsRegion":"eu-west-{{{{{person % 3 + 1}}}}}","sourceIPAddress":"{{{{{10 + person % 5}}}}}.{{{{{person % 200}}}}}.{{{{{_random.Next(8)}}}}}.{{{{{person % 250}}}}}","userAgent":"aws-sdk-go-v2/1.{{{{{person % 30}}}}} os/linux lang/go#1.22.{{{{{person % 7}}}}} md/GOOS#linux api/{{{{{service}}}}}#1.2{{{{{person % 9}}}}}.0",{{{{{failure}}}}}"requestParameters":{{{{{Request(action, repository)}}}}},"responseElements":{{{{{response}}}}},"requestID":"{{{{{Guid()}}}}}","eventID":"{{{{{Guid()}}}}}","readOnly":{{{{{readOnly}}}}},"resources":[{"accountId":"111122223333","ARN":"arn:aws:{{{{{service}}}}}:eu-west-1:111122223333:repository/{{{{{repository}}}}}"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"api.{{{{{service}}}}}.eu-west-1.amazonaws.com"}}
            """;
    }

    private string Request(string action, string repository) => action switch
    {
        "PutImage" => $$"""{"registryId":"111122223333","repositoryName":"{{repository}}","imageManifest":"{{Manifest(_random.Next(14, 30))}}"}""",
        _ => $$"""{"registryId":"111122223333","repositoryName":"{{repository}}","imageIds":[{"imageTag":"1.{{_random.Next(400)}}.{{_random.Next(20)}}"}],"acceptedMediaTypes":["application/vnd.oci.image.manifest.v1+json","application/vnd.docker.distribution.manifest.v2+json"]}""",
    };

    // Base images recur: most layers are old digests, as in real pushes.
    private string Manifest(int layers)
    {
        var manifest = new StringBuilder("{\\\"schemaVersion\\\": 2, \\\"layers\\\": [");
        for (var i = 0; i < layers; i++)
        {
            var digest = i < layers - 3 ? new Random((i * 7_919) + _random.Next(6)) : _random;
            manifest.Append(i == 0 ? "" : ", ").Append("{\\\"mediaType\\\": \\\"application/vnd.docker.image.rootfs.diff.tar.gzip\\\", \\\"size\\\": ")
                .Append(digest.Next(100_000_000)).Append(", \\\"digest\\\": \\\"sha256:").Append(Hex(digest, 32)).Append("\\\"}");
        }

        return manifest.Append("]}").ToString();
    }

    private string Hex(int bytes) => Hex(_random, bytes);

    private static string Hex(Random random, int bytes)
    {
        var value = new byte[bytes];
        random.NextBytes(value);
        return Convert.ToHexStringLower(value);
    }

    private string Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
