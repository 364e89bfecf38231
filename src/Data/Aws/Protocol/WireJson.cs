using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using TrailBoard.Core.Events;

namespace TrailBoard.Data.Aws.Protocol;

/// <summary>The AWS JSON protocol: names as they are, absent instead of null, times as seconds since 1970, blobs as base64.</summary>
internal static class WireJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new EpochSeconds(), new Blob(), new Text(), new Constant() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutTheSdk } },
    };

    // Requests and answers inherit members that belong to the SDK and not to the message.
    private static void LeaveOutTheSdk(JsonTypeInfo type)
    {
        if (!typeof(AmazonWebServiceRequest).IsAssignableFrom(type.Type) && !typeof(AmazonWebServiceResponse).IsAssignableFrom(type.Type))
        {
            return;
        }

        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider is System.Reflection.MemberInfo { DeclaringType.Assembly: var assembly }
                && assembly == typeof(AmazonWebServiceRequest).Assembly)
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    private sealed class EpochSeconds : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTime.UnixEpoch.AddTicks((long)(reader.GetDecimal() * TimeSpan.TicksPerSecond));

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
        {
            var ticks = (value.ToUniversalTime() - DateTime.UnixEpoch).Ticks;
            if (ticks % TimeSpan.TicksPerSecond == 0)
            {
                writer.WriteNumberValue(ticks / TimeSpan.TicksPerSecond);
            }
            else
            {
                writer.WriteNumberValue((decimal)ticks / TimeSpan.TicksPerSecond);
            }
        }
    }

    /// <summary>
    /// Text in which what is not Unicode stands as U+FFFD. Callers choose names that CloudTrail tells beside a record: one of them must
    /// not keep the whole page from being read.
    /// </summary>
    private sealed class Text : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is not JsonTokenType.String)
            {
                throw new JsonException("A text was expected.");
            }

            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException fault)
            {
                var escaped = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan.ToArray();
                var text = new byte[escaped.Length];
                var length = JsonText.Unescape(escaped, text, out _);
                return length < 0 ? throw new JsonException("A text has an escape that is none.", fault) : Encoding.UTF8.GetString(text, 0, length);
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    private sealed class Blob : JsonConverter<MemoryStream>
    {
        public override MemoryStream Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetBytesFromBase64());

        public override void Write(Utf8JsonWriter writer, MemoryStream value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.ToArray());
    }

    /// <summary>The SDK's open enumerations: a known or unknown word.</summary>
    private sealed class Constant : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeof(ConstantClass).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T>
            where T : ConstantClass
        {
            public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                (T)Activator.CreateInstance(typeof(T), reader.GetString())!;

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
    }
}
