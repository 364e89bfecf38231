using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;

namespace TrailBoard.Benchmarks;

/// <summary>
/// Reading records and whole trail files, against the plain way with <see cref="JsonDocument"/> that reads fewer fields, checks
/// nothing and hashes nothing. One operation is <see cref="Count"/> records of about 1.5 KB.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(InProcessShortRun))]
public class ReaderBenchmark
{
    /// <summary>Records of one operation: a busy trail file.</summary>
    public const int Count = 1000;

    private byte[][] _records = [];
    private byte[] _json = [];
    private byte[] _gzip = [];
    private TrailRecordReader _recordReader = new(TimeProvider.System, new KeptThings());
    private TrailObjectReader _objectReader = new(TimeProvider.System);

    /// <summary>Makes the records: few users, services and addresses, many ids, as trails have them.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _records = [.. Enumerable.Range(0, Count).Select(i => Encoding.UTF8.GetBytes(Record(i)))];
        _json = Encoding.UTF8.GetBytes("{\"Records\":[" + string.Join(',', _records.Select(Encoding.UTF8.GetString)) + "]}");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(_json);
        }

        _gzip = packed.ToArray();
        _recordReader = new TrailRecordReader(TimeProvider.System, new KeptThings());
        _objectReader = new TrailObjectReader(TimeProvider.System);
    }

    /// <summary>The plain way, records only.</summary>
    [Benchmark(Baseline = true)]
    public int RecordsByJsonDocument()
    {
        var read = 0;
        foreach (var record in _records)
        {
            using var document = JsonDocument.Parse(record);
            read += Fields(document.RootElement);
        }

        return read;
    }

    /// <summary>TrailBoard's record reader.</summary>
    [Benchmark]
    public int RecordsByTrailBoard()
    {
        var read = 0;
        for (var i = 0; i < _records.Length; i++)
        {
            read += _recordReader.TryRead(_records[i], i, 0, out _, out _) ? 1 : 0;
        }

        return read;
    }

    /// <summary>The plain way, a gzip file as a whole.</summary>
    [Benchmark]
    public int FileByJsonDocument()
    {
        using var gzip = new GZipStream(new MemoryStream(_gzip), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(gzip);
        return document.RootElement.GetProperty("Records").EnumerateArray().Sum(Fields);
    }

    /// <summary>TrailBoard's object reader: verified gzip, two SHA-256, records, block.</summary>
    [Benchmark]
    public async Task<int> FileByTrailBoard()
    {
        var read = 0;
        await foreach (var reading in _objectReader.ReadAsync(new Trail(_gzip), CancellationToken.None))
        {
            read += reading is ObjectReading.Batch batch ? batch.Records.Count : 0;
        }

        return read;
    }

    private static int Fields(JsonElement record)
    {
        _ = record.GetProperty("eventTime").GetDateTimeOffset();
        string[] names = ["eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "requestID", "eventID", "eventType", "recipientAccountId", "eventCategory"];
        var length = names.Sum(name => record.GetProperty(name).GetString()!.Length);
        var identity = record.GetProperty("userIdentity");
        length += identity.GetProperty("arn").GetString()!.Length + identity.GetProperty("accessKeyId").GetString()!.Length;
        return length > 0 ? 1 : 0;
    }

    private static string Record(int i)
    {
        var user = i % 40;
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i)));
        var time = new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(i).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $$$$"""{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE{{{{user}}}}:deploy-{{{{user}}}}","arn":"arn:aws:sts::111122223333:assumed-role/github-deploy-{{{{user}}}}/deploy-{{{{user}}}}","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE{{{{i % 200}}}}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE{{{{user}}}}","arn":"arn:aws:iam::111122223333:role/ci/github-deploy-{{{{user}}}}","accountId":"111122223333","userName":"github-deploy-{{{{user}}}}"},"webIdFederationData":{},"attributes":{"creationDate":"{{{{time}}}}","mfaAuthenticated":"false"}}},"eventTime":"{{{{time}}}}","eventSource":"ecr.amazonaws.com","eventName":"PutImage","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.{{{{user}}}}","userAgent":"docker\/28.1.1 go\/go1.23 git-commit\/abc kernel\/6.8 os\/linux arch\/amd64 UpstreamClient(Docker-Client\/28.1.1 \\(linux\\))","requestParameters":{"registryId":"111122223333","repositoryName":"team/api-{{{{user}}}}","imageTag":"v{{{{i}}}}","imageManifestMediaType":"application/vnd.docker.distribution.manifest.v2+json"},"responseElements":{"image":{"registryId":"111122223333","repositoryName":"team/api-{{{{user}}}}","imageId":{"imageDigest":"sha256:{{{{digest}}}}","imageTag":"v{{{{i}}}}"},"imageManifestMediaType":"application/vnd.docker.distribution.manifest.v2+json"}},"requestID":"9e3f1c1e-0001-4000-8000-{{{{i:d12}}}}","eventID":"0f6a6f0c-6d5a-4a4e-9d0a-{{{{i:d12}}}}","readOnly":false,"resources":[{"accountId":"111122223333","ARN":"arn:aws:ecr:eu-west-1:111122223333:repository/team/api-{{{{user}}}}"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"api.ecr.eu-west-1.amazonaws.com"}}""";
    }

    // In this process: the tool's own way builds a project that central package versions do not allow.
    internal sealed class InProcessShortRun : ManualConfig
    {
        public InProcessShortRun() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }

    private sealed class Trail(byte[] bytes) : TrailObject
    {
        public override string Source => "benchmark";

        public override string Name => "trail.json.gz";

        public override long? Size => bytes.Length;

        public override DateTimeOffset? Modified => null;

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(bytes, writable: false));
    }
}
