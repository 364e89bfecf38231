using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>One queue on loopback, with what TrailBoard asks of SQS: it hides what it hands out, counts receives and never waits.</summary>
internal sealed class FakeSqs : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly List<Held> _messages = [];
    private int _ids;

    private FakeSqs(WebApplication app, TimeProvider time) => (_app, _time) = (app, time);

    /// <summary>Told of each call with its parameters; a code that it gives is the error that is answered.</summary>
    public Func<string, JsonNode, string?> Misbehave { get; set; } = (_, _) => null;

    /// <summary>The calls in their order: action, and how many entries it had.</summary>
    public ConcurrentQueue<(string Action, int Entries)> Calls { get; } = [];

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public int Left
    {
        get
        {
            lock (_messages)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>How many messages anybody could receive now.</summary>
    public int Visible
    {
        get
        {
            lock (_messages)
            {
                return _messages.Count(message => message.VisibleFrom <= _time.GetUtcNow());
            }
        }
    }

    public static async Task<FakeSqs> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeSqs(app, time);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    public AwsSession Session() => new(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), null, RegionEndpoint.EUWest1, Url);

    public void Send(string body, int receives = 0)
    {
        lock (_messages)
        {
            _messages.Add(new Held($"message-{++_ids}", body) { Receives = receives });
        }
    }

    /// <summary>Makes every message visible, as time does.</summary>
    public void Redeliver()
    {
        lock (_messages)
        {
            _messages.ForEach(message => message.VisibleFrom = DateTimeOffset.MinValue);
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Answers a request; also one that came to another server, which speaks for several services.</summary>
    internal async Task AnswerAsync(HttpContext context)
    {
        var action = context.Request.Headers["X-Amz-Target"].ToString().Replace("AmazonSQS.", "", StringComparison.Ordinal);
        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        Calls.Enqueue((action, request["Entries"]?.AsArray().Count ?? 1));
        context.Response.ContentType = "application/x-amz-json-1.0";
        if (Misbehave(action, request) is { } code)
        {
            context.Response.StatusCode = code.StartsWith("AccessDenied", StringComparison.Ordinal) ? 403 : 400;
            await context.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["__type"] = $"com.amazonaws.sqs#{code}", ["message"] = $"{code} it is." }));
            return;
        }

        object answer;
        lock (_messages)
        {
            answer = action switch
            {
                "ReceiveMessage" => Receive(request),
                "DeleteMessageBatch" => Delete(request),
                "ChangeMessageVisibility" => Change(request),
                _ => throw new InvalidOperationException($"{action} was asked."),
            };
        }

        await context.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    private Dictionary<string, object> Receive(JsonNode request)
    {
        var taken = _messages.Where(message => message.VisibleFrom <= _time.GetUtcNow()).Take((int)request["MaxNumberOfMessages"]!).ToList();
        foreach (var message in taken)
        {
            message.VisibleFrom = _time.GetUtcNow().AddSeconds((int)request["VisibilityTimeout"]!);
            message.Receives++;
        }

        // Like the service: no member at all where there is nothing.
        return taken.Count == 0 ? [] : new()
        {
            ["Messages"] = taken.Select(message => new
            {
                MessageId = message.Id,
                ReceiptHandle = message.Receipt,
                message.Body,
                Attributes = new { ApproximateReceiveCount = $"{message.Receives}" },
            }),
        };
    }

    private object Delete(JsonNode request)
    {
        var (successful, failed) = (new List<object>(), new List<object>());
        foreach (var entry in request["Entries"]!.AsArray())
        {
            if (_messages.RemoveAll(message => message.Receipt == (string)entry!["ReceiptHandle"]!) == 1)
            {
                successful.Add(new { Id = (string)entry!["Id"]! });
            }
            else
            {
                failed.Add(new { Id = (string)entry!["Id"]!, Code = "ReceiptHandleIsInvalid", SenderFault = true, Message = "The receipt has expired." });
            }
        }

        return new { Successful = successful, Failed = failed };
    }

    private object Change(JsonNode request)
    {
        if (_messages.Find(message => message.Receipt == (string)request["ReceiptHandle"]!) is { } found)
        {
            found.VisibleFrom = _time.GetUtcNow().AddSeconds((int)request["VisibilityTimeout"]!);
        }

        return new { };
    }

    private sealed class Held(string id, string body)
    {
        public string Id => id;

        public string Body => body;

        public int Receives { get; set; }

        public DateTimeOffset VisibleFrom { get; set; } = DateTimeOffset.MinValue;

        public string Receipt => $"{id}#{Receives}";
    }
}
