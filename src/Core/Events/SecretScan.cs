using System.Text.Json;

namespace TrailBoard.Core.Events;

/// <summary>Finds the secrets of valid JSON by their keys.</summary>
internal static class SecretScan
{
    private const int MaxDepth = 256;

    /// <summary>Adds the places of secret values: the inside of strings, and whole numbers.</summary>
    public static void Find(ReadOnlySpan<byte> json, List<Range> found)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var levels = new Level[MaxDepth + 2];
        while (reader.Read())
        {
            ref var level = ref levels[reader.CurrentDepth];
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    level.IsSecret = SecretKeys.IsSecret(reader.ValueSpan) || (level.AreVariables && SecretKeys.NamesSecret(reader.ValueSpan));
                    level.IsName = IsNameKey(reader.ValueSpan);
                    level.IsPath = reader.ValueSpan.SequenceEqual("path"u8);
                    level.IsValue = IsValueKey(reader.ValueSpan);
                    level.HoldsVariables = HoldsVariables(reader.ValueSpan);
                    break;
                case JsonTokenType.StartObject:
                    levels[reader.CurrentDepth + 1] = new Level { AreVariables = level.HoldsVariables };
                    break;
                case JsonTokenType.StartArray:
                    levels[reader.CurrentDepth + 1] = new Level { IsSecret = level.IsSecret };
                    break;
                case JsonTokenType.EndObject:
                    var closed = levels[reader.CurrentDepth + 1];
                    if (closed.NameIsSecret && closed.Value is { } value)
                    {
                        found.Add(value);
                    }

                    break;
                case JsonTokenType.String or JsonTokenType.Number:
                    Value(ref reader, ref level, found);
                    break;
            }
        }
    }

    private static void Value(ref Utf8JsonReader reader, ref Level level, List<Range> found)
    {
        var start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
        var range = start..(start + reader.ValueSpan.Length);
        if (level.IsName && reader.TokenType == JsonTokenType.String)
        {
            level.NameIsSecret |= SecretKeys.NamesSecret(reader.ValueSpan);
        }
        else if (level.IsPath && reader.TokenType == JsonTokenType.String)
        {
            level.NameIsSecret |= EndsInSecret(ref reader);
        }

        if (SecretKeys.IsMaskedAlready(reader.ValueSpan))
        {
            return;
        }

        if (level.IsSecret)
        {
            found.Add(range);
        }
        else if (level.IsValue)
        {
            level.Value = range;
        }
    }

    // A patch of API Gateway names what it changes by a path: {"op":"replace","path":"/variables/dbPassword","value":"..."}.
    private static bool EndsInSecret(ref Utf8JsonReader reader)
    {
        var path = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            var text = new byte[path.Length];
            path = text.AsSpan(0, JsonText.Unescape(path, text, out _));
        }

        var last = path.LastIndexOf((byte)'/');
        if (last < 0)
        {
            return false;
        }

        // What is left of ~0 and ~1, which stand for ~ and /, is in no secret's name; the word before or behind them is.
        var name = path[(last + 1)..];
        var holder = path[..last];
        return SecretKeys.IsSecret(name) || (HoldsVariables(holder[(holder.LastIndexOf((byte)'/') + 1)..]) && SecretKeys.NamesSecret(name));
    }

    private static bool IsNameKey(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("name"u8) || key.SequenceEqual("key"u8) || key.SequenceEqual("parameterKey"u8) || key.SequenceEqual("Name"u8) || key.SequenceEqual("Key"u8);

    private static bool IsValueKey(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("value"u8) || key.SequenceEqual("parameterValue"u8) || key.SequenceEqual("Value"u8);

    private static bool HoldsVariables(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("variables"u8) || key.SequenceEqual("environment"u8) || key.SequenceEqual("environmentVariables"u8) || key.SequenceEqual("stageVariables"u8)
        || key.SequenceEqual("stageVariableOverrides"u8);

    private struct Level
    {
        public bool IsSecret;
        public bool IsName;
        public bool IsPath;
        public bool IsValue;
        public bool HoldsVariables;
        public bool AreVariables;
        public bool NameIsSecret;
        public Range? Value;
    }
}
