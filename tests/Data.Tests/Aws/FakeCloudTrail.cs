using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TrailBoard.Tests.Aws;

/// <summary>One call of LookupEvents as the server saw it.</summary>
internal sealed record LookupCall(int Number, string Account, string Region, string AccessKey, JsonObject Body, DateTimeOffset At)
{
    public string? Token => (string?)Body["NextToken"];

    /// <summary>All but the token.</summary>
    public string Parameters
    {
        get
        {
            var others = Body.DeepClone().AsObject();
            others.Remove("NextToken");
            return others.ToJsonString();
        }
    }
}

/// <summary>An error as AWS JSON sends it.</summary>
internal sealed record LookupFault(string Code, string Message = "As the test says.", int Status = 400);

/// <summary>
/// LookupEvents over a set of records, with what the service does: newest first, 50 a page, an end that is included, tokens for
/// identical parameters only, 90 days, and a limit of two calls a second. STS as far as it is needed.
/// </summary>
internal sealed class FakeCloudTrail : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<LookupCall> _calls = [];
    private readonly Dictionary<string, (string Parameters, int Offset)> _tokens = [];
    private readonly Dictionary<string, List<DateTimeOffset>> _accepted = [];
    private readonly List<(DateTimeOffset Time, string Account, string Region, JsonObject Event)> _events = [];
    private readonly TimeProvider _time;
    private Loopback? _server;
    private int _sessions;

    private FakeCloudTrail(TimeProvider time) => _time = time;

    public string Url => _server!.Url;

    /// <summary>What to refuse a call with, or null to answer it.</summary>
    public Func<LookupCall, LookupFault?> Refuse { get; set; } = _ => null;

    /// <summary>Whether a page comes empty, though there are events and a token for them.</summary>
    public Func<LookupCall, bool> EmptyPage { get; set; } = _ => false;

    /// <summary>How a page is written, for text that .NET would not write.</summary>
    public Func<string, string> Written { get; set; } = page => page;

    /// <summary>Whether more than two calls within a second of the clock are throttled.</summary>
    public bool Throttles { get; set; }

    /// <summary>Whether an account sees only its own events; else all see all.</summary>
    public bool ByAccount { get; set; }

    /// <summary>How far the server's clock is ahead; calls that are signed more than five minutes off are refused.</summary>
    public TimeSpan ClockAhead { get; set; }

    /// <summary>Whether calls are answered however they are signed: the SDK signs by the machine's clock, which a test cannot set.</summary>
    public bool IgnoresSigningTime { get; set; }

    public IReadOnlyList<LookupCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>What STS was asked, by action.</summary>
    public List<Dictionary<string, string>> StsCalls { get; } = [];

    public static async Task<FakeCloudTrail> StartAsync(TimeProvider time, IEnumerable<string> records, string region = "eu-west-1")
    {
        var server = new FakeCloudTrail(time);
        server.Add(records, region);
        server._server = await Loopback.StartAsync(server.AnswerAsync);
        return server;
    }

    public void Add(IEnumerable<string> records, string region = "eu-west-1")
    {
        lock (_lock)
        {
            foreach (var record in records)
            {
                var json = JsonNode.Parse(record)!.AsObject();
                var at = DateTimeOffset.Parse((string)json["eventTime"]!, CultureInfo.InvariantCulture);
                _events.Add((at, (string?)json["recipientAccountId"] ?? "", region, new JsonObject
                {
                    ["AccessKeyId"] = "AKIAEXAMPLE",
                    ["CloudTrailEvent"] = record,
                    ["EventId"] = (string)json["eventID"]!,
                    ["EventName"] = (string)json["eventName"]!,
                    ["EventSource"] = (string)json["eventSource"]!,
                    ["EventTime"] = at.ToUnixTimeSeconds(),
                    ["ReadOnly"] = "false",
                    ["Resources"] = new JsonArray(),
                    ["Username"] = "alice",
                }));
            }
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Answers a request; also one that came to another server, which speaks for several services.</summary>
    internal async Task AnswerAsync(HttpContext context)
    {
        var now = _time.GetUtcNow() + ClockAhead;
        context.Response.Headers.Date = now.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);
        if (context.Request.HasFormContentType)
        {
            await StsAsync(context);
            return;
        }

        // Credential=KEY/DATE/REGION/SERVICE/aws4_request
        var scope = ((string?)context.Request.Headers.Authorization)?.Split("Credential=")[1].Split(',')[0].Split('/') ?? [];
        if (scope is not [var key, _, var region, "cloudtrail", "aws4_request"] || !((string)context.Request.Headers.Authorization!).Contains("Signature=", StringComparison.Ordinal))
        {
            await RefuseAsync(context, new LookupFault("MissingAuthenticationTokenException"));
            return;
        }

        if (context.Request.Headers["X-Amz-Target"] != "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents" || context.Request.ContentType != "application/x-amz-json-1.1")
        {
            await RefuseAsync(context, new LookupFault("UnknownOperationException"));
            return;
        }

        var signed = DateTimeOffset.ParseExact((string)context.Request.Headers["X-Amz-Date"]!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (ClockAhead != default && !IgnoresSigningTime && (now - signed).Duration() > TimeSpan.FromMinutes(5))
        {
            await RefuseAsync(context, new LookupFault("InvalidSignatureException", $"Signature expired: {signed:yyyyMMdd'T'HHmmss'Z'} is now earlier than {now - TimeSpan.FromMinutes(5):yyyyMMdd'T'HHmmss'Z'} ({now:yyyyMMdd'T'HHmmss'Z'} - 5 min.)"));
            return;
        }

        var body = (await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body))!;
        var (fault, page) = Decide(key, region, body, now);
        if (fault is not null)
        {
            await RefuseAsync(context, fault);
            return;
        }

        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(Written(page!.ToJsonString()));
    }

    private (LookupFault? Fault, JsonObject? Page) Decide(string key, string region, JsonObject body, DateTimeOffset now)
    {
        lock (_lock)
        {
            var call = new LookupCall(_calls.Count + 1, key.StartsWith("ASIA", StringComparison.Ordinal) ? key[4..16] : TestCredentials.Account, region, key, body, now);
            _calls.Add(call);
            if (Refuse(call) is { } refused)
            {
                return (refused, null);
            }

            if (Throttles && !Admit(call))
            {
                return (new LookupFault("ThrottlingException", "Rate exceeded"), null);
            }

            if (Time(body, "StartTime") is { } early && early < now.AddDays(-90))
            {
                return (new LookupFault("InvalidTimeRangeException", "The range lies beyond 90 days."), null);
            }

            var offset = 0;
            if (call.Token is { } token)
            {
                if (!_tokens.TryGetValue(token, out var known) || known.Parameters != call.Parameters + region)
                {
                    return (new LookupFault("InvalidNextTokenException", "Invalid token."), null);
                }

                offset = known.Offset;
            }

            return (null, Page(call, offset));
        }
    }

    private JsonObject Page(LookupCall call, int offset)
    {
        var size = (int?)call.Body["MaxResults"] ?? 50;
        var found = _events
            .Where(one => one.Region == call.Region && (!ByAccount || one.Account == call.Account) && (Time(call.Body, "StartTime") is not { } start || one.Time >= start) && (Time(call.Body, "EndTime") is not { } end || one.Time <= end))
            .OrderByDescending(one => one.Time)
            .ToList();
        var taken = EmptyPage(call) ? [] : found.Skip(offset).Take(size).ToList();
        var page = new JsonObject { ["Events"] = new JsonArray([.. taken.Select(one => one.Event.DeepClone())]) };
        if (offset + taken.Count < found.Count)
        {
            var token = $"token-{_tokens.Count + 1}";
            _tokens[token] = (call.Parameters + call.Region, offset + taken.Count);
            page["NextToken"] = token;
        }

        return page;
    }

    private bool Admit(LookupCall call)
    {
        var lane = call.Account + call.Region;
        var accepted = _accepted.TryGetValue(lane, out var known) ? known : _accepted[lane] = [];
        if (accepted.Count(at => at > call.At - TimeSpan.FromSeconds(1)) >= 2)
        {
            return false;
        }

        accepted.Add(call.At);
        return true;
    }

    private async Task StsAsync(HttpContext context)
    {
        var form = (await context.Request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        lock (_lock)
        {
            StsCalls.Add(form);
        }

        var key = ((string)context.Request.Headers.Authorization!).Split("Credential=")[1].Split('/')[0];
        var account = key.StartsWith("ASIA", StringComparison.Ordinal) ? key[4..16] : TestCredentials.Account;
        context.Response.ContentType = "text/xml";
        var result = form["Action"] switch
        {
            "GetCallerIdentity" => $"<Arn>arn:aws:iam::{account}:user/test</Arn><UserId>AIDA</UserId><Account>{account}</Account>",
            "AssumeRole" => $"<Credentials><AccessKeyId>ASIA{form["RoleArn"].Split(':')[4]}{Interlocked.Increment(ref _sessions):d4}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{DateTimeOffset.MaxValue.AddYears(-7900):yyyy-MM-dd'T'HH:mm:ss'Z'}</Expiration></Credentials>",
            var other => throw new InvalidOperationException(other),
        };
        await context.Response.WriteAsync($"<{form["Action"]}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{form["Action"]}Result>{result}</{form["Action"]}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{form["Action"]}Response>");
    }

    private static DateTimeOffset? Time(JsonObject body, string key) =>
        body[key] is { } seconds ? DateTimeOffset.UnixEpoch.AddSeconds((double)seconds) : null;

    private static Task RefuseAsync(HttpContext context, LookupFault fault)
    {
        context.Response.StatusCode = fault.Status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["__type"] = fault.Code, ["message"] = fault.Message }));
    }
}
