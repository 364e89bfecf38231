using System.Globalization;

namespace TrailBoard.Tests;

/// <summary>A push as whoever made it would tell of it.</summary>
/// <param name="AccessKey">The key that signed all its calls.</param>
/// <param name="Tags">The tags that it gave, the last last.</param>
/// <param name="Digest">The digest of the last manifest, which the last tag names.</param>
/// <param name="Layers">How many layers that manifest has; null for a list of manifests.</param>
/// <param name="Ids">The ids of its calls.</param>
internal sealed record Pushed(string AccessKey, string Repository, IReadOnlyList<string> Tags, string Digest, int? Layers, IReadOnlyList<string> Ids);

/// <summary>Calls that were made together: perhaps of several pushes, interleaved.</summary>
internal sealed record PushScene(IReadOnlyList<string> Records, IReadOnlyList<Pushed> Pushes);

/// <summary>
/// A seeded trail of registries into which much is pushed, with a ledger of the pushes: jobs with a key each, old servers that push to several
/// repositories at once with one key, people; images for one platform and for several, several tags, layers in many parts, layers that are
/// there already, uploads that begin anew, pushes that are refused, and pulls between them. Nobody pushes twice at once to one repository
/// with one key, and nobody works at midnight.
/// </summary>
internal sealed class PushTrail
{
    private const string Account = "111122223333";
    private static readonly string[] Refusals = ["AccessDenied", "RepositoryNotFoundException"];

    private readonly Random _random;
    private readonly double _pace;
    private readonly int _favourite;
    private readonly Dictionary<(string Key, string Repository), DateTime> _busy = [];
    private DateTime _now;
    private int _number;
    private List<(DateTime Time, string Json)> _calls = [];

    /// <param name="pace">How many seconds lie between two scenes, about.</param>
    /// <param name="favourite">How many of a hundred pushes go to the first repository more than its share.</param>
    public PushTrail(int seed, DateTime begin, double pace, int favourite = 0) => (_random, _now, _pace, _favourite) = (new(seed), begin, pace, favourite);

    /// <summary>The repository that has the most.</summary>
    public static string Favourite => Repository(0);

    /// <summary>Scenes without an end, by the time at which they begin.</summary>
    public IEnumerable<PushScene> Tell()
    {
        while (true)
        {
            _now = _now.AddSeconds(_random.NextDouble() * 2 * _pace);
            if (_now.Hour >= 23)
            {
                _now = _now.Date.AddHours(25);
            }

            _calls = [];
            var pushes = _random.Next(100) switch
            {
                < 55 => Job(),
                < 70 => Server(),
                < 80 => Person(),
                < 84 => Refused(),
                _ => Pull(),
            };
            yield return new([.. _calls.OrderBy(call => call.Time).Select(call => call.Json)], pushes);
        }
    }

    private static string Repository(int number) => $"team-{number % 7}/service-{number}";

    private string Draw() => _random.Next(100) < _favourite ? Favourite : Repository(_random.Next(40));

    private List<Pushed> Job()
    {
        var run = _random.Next(1_000_000, 9_999_999);
        var caller = Session("github-publish", $"GitHubActions-{run}", Key("ASIA"));
        Add(_now, Identity("WebIdentityUser", $"repo:shop/build-{run % 9}:ref:refs/heads/main"), "sts", "AssumeRoleWithWebIdentity", "192.0.2.44", "null", "null", null);
        return [Push(caller, Draw(), _now.AddSeconds(3))];
    }

    // To several repositories at once, with one key.
    private List<Pushed> Server()
    {
        var server = _random.Next(3);
        var caller = new Caller($"AKIA00000000000000{server:d2}", Identity("IAMUser", $"ci-legacy-{server}", $"AKIA00000000000000{server:d2}"));
        return [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Draw()).Distinct(StringComparer.Ordinal)
            .Where(repository => !(_busy.TryGetValue((caller.Key, repository), out var until) && until > _now))
            .Select(repository => Push(caller, repository, _now.AddSeconds(_random.Next(3))))];
    }

    private List<Pushed> Person()
    {
        var caller = Session("AWSReservedSSO_Developer_0123456789abcdef", $"person-{_random.Next(5)}@harborlane.example", Key("ASIA"));
        var pushed = Push(caller, Draw(), _now);
        Add(_busy[(caller.Key, pushed.Repository)].AddSeconds(-1), caller.Identity, "ecr", "DescribeImages", "203.0.113.9", $$"""{"repositoryName":"{{pushed.Repository}}"}""", "null", pushed.Repository, isRead: true);
        return [pushed];
    }

    private List<Pushed> Refused()
    {
        var (caller, repository, error) = (Session("github-publish", $"GitHubActions-{_random.Next(1_000_000, 9_999_999)}", Key("ASIA")), Draw(), Refusals[_random.Next(2)]);
        for (var call = 0; call < 20; call++)
        {
            Add(_now.AddSeconds(call), caller.Identity, "ecr", call < 10 ? "BatchCheckLayerAvailability" : "InitiateLayerUpload", "192.0.2.44", $$"""{"repositoryName":"{{repository}}"}""", "null", repository, error);
        }

        return [];
    }

    private List<Pushed> Pull()
    {
        var (caller, repository) = (Session("ecs-execution", Hex(32), Key("ASIA")), Draw());
        Add(_now, caller.Identity, "ecr", "GetAuthorizationToken", "198.51.100.9", "{}", "null", null, isRead: true);
        Add(_now.AddSeconds(1), caller.Identity, "ecr", "BatchGetImage", "198.51.100.9", $$"""{"repositoryName":"{{repository}}","imageIds":[{"imageTag":"latest"}]}""", "null", repository, isRead: true);
        for (var layer = _random.Next(2, 12); layer > 0; layer--)
        {
            Add(_now.AddSeconds(2), caller.Identity, "ecr", "GetDownloadUrlForLayer", "AWS Internal", $$"""{"repositoryName":"{{repository}}","layerDigest":"sha256:{{Hex(64)}}"}""", "null", repository, isRead: true);
        }

        return [];
    }

    private Pushed Push(Caller caller, string repository, DateTime begin)
    {
        var (time, ids) = (begin, new List<string>());
        void Step(string action, string request, string response = "null") =>
            ids.Add(Add(time, caller.Identity, "ecr", action, "AWS Internal", $$"""{"registryId":"{{Account}}","repositoryName":"{{repository}}"{{request}}}""", response, repository));

        Add(time, caller.Identity, "ecr", "GetAuthorizationToken", "192.0.2.44", "{}", "null", null, isRead: true);
        var isThere = _random.Next(10) == 0;
        var platforms = _random.Next(5) == 0 ? _random.Next(2, 4) : 1;
        var images = new List<(string Digest, string Manifest, int Layers)>();
        for (var platform = 0; platform < platforms; platform++)
        {
            var layers = Enumerable.Range(0, _random.Next(4, 15)).Select(_ => (Digest: "sha256:" + Hex(64), Size: _random.Next(10) == 0 ? 400_000_000 : _random.Next(4_000, 48_000_000))).ToList();
            foreach (var (digest, size) in layers)
            {
                Step("BatchCheckLayerAvailability", $$""","layerDigests":["{{digest}}"]""");
                for (var uploads = isThere || _random.Next(3) == 0 ? 0 : _random.Next(12) == 0 ? 2 : 1; uploads > 0; uploads--)
                {
                    var upload = Hex(32);
                    Step("InitiateLayerUpload", "", $$"""{"uploadId":"{{upload}}"}""");
                    for (var first = 0L; first < size && (uploads == 1 || first == 0); first += 20_971_520)
                    {
                        time = time.AddSeconds(_random.Next(6));
                        Step("UploadLayerPart", $$""","uploadId":"{{upload}}","partFirstByte":{{first}}""");
                    }

                    if (uploads == 1)
                    {
                        Step("CompleteLayerUpload", $$""","uploadId":"{{upload}}","layerDigests":["{{digest}}"]""");
                    }
                }
            }

            var manifest = $$"""{"schemaVersion":2,"layers":[{{string.Join(',', layers.Select(layer => $$"""{"size":{{layer.Size}},"digest":"{{layer.Digest}}"}"""))}}]}""";
            images.Add(("sha256:" + Hex(64), manifest, layers.Count));
        }

        var version = $"{_random.Next(1, 9)}.{_random.Next(40)}.{_random.Next(1_000)}";
        string[] tags = _random.Next(6) == 0 ? ["latest", version] : [version];
        void Put(string digest, string manifest, string? tag)
        {
            time = time.AddSeconds(_random.Next(1, 4));
            var named = tag is null ? "" : $",\"imageTag\":\"{tag}\"";
            Step("PutImage", $$""","imageManifest":{{System.Text.Json.JsonSerializer.Serialize(manifest)}}{{named}}""", $$"""{"image":{"repositoryName":"{{repository}}","imageId":{"imageDigest":"{{digest}}"{{named}}} } }""");
        }

        // As buildx does: all layers, then the manifests of the platforms without a tag, then the list.
        var (last, ofLast) = (images[^1].Digest, (int?)images[^1].Layers);
        if (platforms > 1)
        {
            images.ForEach(image => Put(image.Digest, image.Manifest, tag: null));
            (last, ofLast) = ("sha256:" + Hex(64), null);
        }

        foreach (var tag in tags)
        {
            Put(last, platforms > 1 ? """{"schemaVersion":2,"manifests":[]}""" : images[0].Manifest, tag);
        }

        _busy[(caller.Key, repository)] = time.AddSeconds(5);
        return new(caller.Key, repository, tags, last, ofLast, ids);
    }

    private string Add(
        DateTime time, string identity, string service, string action, string address, string request, string response, string? repository, string? error = null, bool isRead = false)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{_random.Next():x8}-0000-4000-8000-{_number++:d12}");
        var resources = repository is null ? "" : $$""","resources":[{"accountId":"{{Account}}","ARN":"arn:aws:ecr:eu-west-1:{{Account}}:repository/{{repository}}"}]""";
        var refused = error is null ? "" : $",\"errorCode\":\"{error}\",\"errorMessage\":\"not for you\"";
        _calls.Add((time, $$"""{"eventVersion":"1.11","userIdentity":{{identity}},"eventTime":"{{time:yyyy-MM-dd'T'HH:mm:ss'Z'}}","eventSource":"{{service}}.amazonaws.com","eventName":"{{action}}","awsRegion":"eu-west-1","sourceIPAddress":"{{address}}","userAgent":"docker/27.3"{{refused}},"requestParameters":{{request}},"responseElements":{{response}},"eventID":"{{id}}","readOnly":{{(isRead ? "true" : "false")}}{{resources}},"eventType":"AwsApiCall","recipientAccountId":"{{Account}}"}"""));
        return id;
    }

    private Caller Session(string role, string session, string key) => new(
        key,
        $$$$"""{"type":"AssumedRole","principalId":"AROA{{{{role.ToUpperInvariant()}}}}:{{{{session}}}}","arn":"arn:aws:sts::{{{{Account}}}}:assumed-role/{{{{role}}}}/{{{{session}}}}","accountId":"{{{{Account}}}}","accessKeyId":"{{{{key}}}}","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::{{{{Account}}}}:role/{{{{role}}}}","userName":"{{{{role}}}}"}}}""");

    private static string Identity(string type, string user, string? key = null) =>
        $$"""{"type":"{{type}}","principalId":"AIDA{{user}}","arn":"arn:aws:iam::{{Account}}:user/{{user}}","accountId":"{{Account}}"{{(key is null ? "" : $",\"accessKeyId\":\"{key}\"")}},"userName":"{{user}}"}""";

    private string Key(string prefix) => prefix + Hex(16).ToUpperInvariant();

    private string Hex(int length)
    {
        Span<byte> bytes = stackalloc byte[length / 2];
        _random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private sealed record Caller(string Key, string Identity);
}
