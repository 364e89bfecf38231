using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Api;

/// <summary>
/// An event as JSON: the one shape that the HTTP API and the <c>query</c> verb speak. Members are named as the filter
/// language names its fields; a field without a value is left out, <c>repository</c>, <c>resource</c> and the fields
/// of things are lists, yes-or-no fields are booleans. The default encoder keeps everything but plain ASCII escaped, so that a record cannot steer a terminal.
/// </summary>
internal static class EventJson
{
    private const EventFlags InFields = EventFlags.ReadOnly | EventFlags.Write | EventFlags.Mfa | EventFlags.NoMfa;

    private static readonly FrozenSet<EventField> Lists =
        EventFields.All.Where(field => field == EventFields.Repository || field == EventFields.Resource || field.ThingKinds.Count > 0).ToFrozenSet();

    /// <summary>Writes <c>{"eventId","time",…fields…,"flags","record"}</c> on one line.</summary>
    /// <param name="record">The record's bytes, already masked; empty leaves the member out.</param>
    public static void Write(Utf8JsonWriter writer, TrailEvent trailEvent, ReadOnlyMemory<byte> record = default)
    {
        writer.WriteStartObject();
        writer.WriteString(EventFields.EventId.Name, trailEvent.EventId);
        writer.WriteString(EventFields.Time.Name, TimeText.Of(trailEvent.Time));
        foreach (var field in EventFields.All)
        {
            if (field != EventFields.EventId && field != EventFields.Time)
            {
                WriteField(writer, field, trailEvent);
            }
        }

        WriteFlags(writer, trailEvent.Flags & ~InFields);
        if (!record.IsEmpty)
        {
            writer.WritePropertyName("record");
            writer.WriteRawValue(OneLine(record).Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// A record without line breaks, for NDJSON. A JSON string cannot hold a raw line break, so each one in a valid record is
    /// white space between tokens.
    /// </summary>
    public static ReadOnlyMemory<byte> OneLine(ReadOnlyMemory<byte> record)
    {
        if (record.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            return record;
        }

        var copy = record.ToArray();
        copy.AsSpan().Replace((byte)'\n', (byte)' ');
        copy.AsSpan().Replace((byte)'\r', (byte)' ');
        return copy;
    }

    /// <summary>What <see cref="Write"/> writes, for the description of the API.</summary>
    public static OpenApiSchema Schema()
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "An event; fields without a value are left out.",
            Required = new HashSet<string> { EventFields.EventId.Name, EventFields.Time.Name },
            Properties = EventFields.All.ToDictionary(field => field.Name, IOpenApiSchema (field) => SchemaOf(field)),
        };
        schema.Properties["flags"] = Texts("What a reader should know about the record, for example conflict or omitted.");
        return schema;
    }

    private static OpenApiSchema SchemaOf(EventField field) => Lists.Contains(field)
        ? Texts(field.Description)
        : new OpenApiSchema { Type = field.Kind == FieldKind.YesNo ? JsonSchemaType.Boolean : JsonSchemaType.String, Description = field.Description };

    private static OpenApiSchema Texts(string description) =>
        new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = description };

    private static void WriteField(Utf8JsonWriter writer, EventField field, TrailEvent trailEvent)
    {
        var values = field.Values(trailEvent);
        if (Lists.Contains(field))
        {
            if (values.Any())
            {
                writer.WriteStartArray(field.Name);
                foreach (var value in values)
                {
                    writer.WriteStringValue(value);
                }

                writer.WriteEndArray();
            }
        }
        else if (values.FirstOrDefault() is { } value)
        {
            if (field.Kind == FieldKind.YesNo)
            {
                writer.WriteBoolean(field.Name, value == "true");
            }
            else
            {
                writer.WriteString(field.Name, value);
            }
        }
    }

    private static void WriteFlags(Utf8JsonWriter writer, EventFlags flags)
    {
        if (flags == EventFlags.None)
        {
            return;
        }

        writer.WriteStartArray("flags");
        foreach (var flag in Enum.GetValues<EventFlags>())
        {
            if (flag != EventFlags.None && flags.HasFlag(flag))
            {
                writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(flag.ToString()));
            }
        }

        writer.WriteEndArray();
    }
}

/// <summary>A group as JSON, in the API and in the <c>query</c> verb. Times are texts, so that they read alike everywhere.</summary>
internal sealed record GroupJson(
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("count")] long Count,
    [property: JsonPropertyName("errors")] long Errors,
    [property: JsonPropertyName("writes")] long Writes,
    [property: JsonPropertyName("first")] string First,
    [property: JsonPropertyName("last")] string Last)
{
    public static GroupJson Of(EventGroup group) =>
        new(group.Value, group.Count, group.Errors, group.Writes, TimeText.Of(group.First), TimeText.Of(group.Last));
}

/// <summary>Lets a serializer write events where a response type holds them.</summary>
internal sealed class EventJsonConverter : JsonConverter<TrailEvent>
{
    public override TrailEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Events are read from trail records only.");

    public override void Write(Utf8JsonWriter writer, TrailEvent value, JsonSerializerOptions options) => EventJson.Write(writer, value);
}
