using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>A resource that a record lists.</summary>
internal readonly record struct Named(string Type, string Arn);

/// <summary>
/// One event before it is written. Its bodies are made only when it is written, so that counting and sorting a month is
/// cheap; a body therefore draws no dice.
/// </summary>
internal sealed record Call(string Id, DateTimeOffset Time, Place Place, Caller Caller, string Service, string Action)
{
    public bool IsRead { get; init; }

    public Func<JsonObject?>? Request { get; init; }

    public Func<JsonObject?>? Response { get; init; }

    public Func<JsonObject?>? Additional { get; init; }

    /// <summary>For what a service did by itself: an AwsServiceEvent without a request.</summary>
    public Func<JsonObject>? Details { get; init; }

    public IReadOnlyList<Named> Resources { get; init; } = [];

    public string? Error { get; init; }

    public string? ErrorMessage { get; init; }

    public string Type { get; init; } = "AwsApiCall";

    /// <summary>Writes the record with its members in CloudTrail's order.</summary>
    public void WriteTo(Utf8JsonWriter writer, string requestId)
    {
        writer.WriteStartObject();
        writer.WriteString("eventVersion", "1.11");
        Write(writer, "userIdentity", Caller.Identity());
        writer.WriteString("eventTime", Callers.Iso(Time));
        writer.WriteString("eventSource", Service + ".amazonaws.com");
        writer.WriteString("eventName", Action);
        writer.WriteString("awsRegion", Place.Region);
        writer.WriteString("sourceIPAddress", Caller.Address);
        writer.WriteString("userAgent", Caller.UserAgent);
        if (Error is not null)
        {
            writer.WriteString("errorCode", Error);
            writer.WriteString("errorMessage", ErrorMessage);
        }

        Write(writer, "requestParameters", Request?.Invoke());
        Write(writer, "responseElements", Error is null ? Response?.Invoke() : null);
        if (Additional?.Invoke() is { } additional)
        {
            Write(writer, "additionalEventData", additional);
        }

        if (Details is null)
        {
            writer.WriteString("requestID", requestId);
        }

        writer.WriteString("eventID", Id);
        writer.WriteBoolean("readOnly", IsRead);
        WriteResources(writer);
        writer.WriteString("eventType", Type);
        writer.WriteBoolean("managementEvent", true);
        writer.WriteString("recipientAccountId", Place.Account);
        if (Details is not null)
        {
            Write(writer, "serviceEventDetails", Details());
        }

        writer.WriteString("eventCategory", "Management");
        WriteClient(writer);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonObject? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private void WriteResources(Utf8JsonWriter writer)
    {
        if (Resources.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("resources");
        foreach (var resource in Resources)
        {
            var account = resource.Arn.Split(':', 6)[4];
            writer.WriteStartObject();
            writer.WriteString("accountId", account.Length == 12 ? account : Place.Account);
            writer.WriteString("type", resource.Type);
            writer.WriteString("ARN", resource.Arn);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteClient(Utf8JsonWriter writer)
    {
        // Only a caller outside AWS has a connection to tell of.
        if (char.IsAsciiDigit(Caller.Address[0]) && Type == "AwsApiCall")
        {
            writer.WriteStartObject("tlsDetails");
            writer.WriteString("tlsVersion", "TLSv1.3");
            writer.WriteString("cipherSuite", "TLS_AES_128_GCM_SHA256");
            writer.WriteString("clientProvidedHostHeader", string.Create(CultureInfo.InvariantCulture, $"{Service}.{Place.Region}.amazonaws.com"));
            writer.WriteEndObject();
        }

        if (Caller.IsConsole && Type == "AwsApiCall")
        {
            writer.WriteString("sessionCredentialFromConsole", "true");
        }
    }
}
