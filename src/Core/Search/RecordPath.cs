using System.Collections.Immutable;
using System.Text.Json;

namespace TrailBoard.Core.Search;

/// <summary>
/// Looks for a value of a deep field in a record's bytes. Arrays are looked through at any level, keys compare without case
/// (records hold keys that differ by nothing else), and values are texts, numbers as recorded, <c>true</c> and <c>false</c>;
/// null is no value. An object has no value of its own, but counts as present.
/// </summary>
internal static class RecordPath
{
    // CloudTrail's records are some ten levels deep; what is deeper than this was never read as a record.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    public static bool Any(ReadOnlyMemory<byte> record, EventField field, ValueTest test)
    {
        if (record.IsEmpty)
        {
            return false;
        }

        var keys = KeysOf(field);
        var reader = new Utf8JsonReader(record.Span, Options);
        return reader.Read() && new Search(keys, field, test).Find(ref reader, 0);
    }

    /// <summary>The keys that lead to the values of a deep field.</summary>
    public static ImmutableArray<string> KeysOf(EventField field) => field.Path is null ? ["requestID"]
        : FieldPath.Keys(field.Path).Insert(0, field.Name.StartsWith("req.", StringComparison.Ordinal) ? "requestParameters" : "responseElements");

    private readonly struct Search(ImmutableArray<string> keys, EventField field, ValueTest test)
    {
        /// <summary>Looks in the value at the reader and leaves the reader on its last token, unless it finds what it looks for.</summary>
        public bool Find(ref Utf8JsonReader reader, int depth)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        if (Find(ref reader, depth))
                        {
                            return true;
                        }
                    }

                    return false;
                case JsonTokenType.StartObject when depth < keys.Length:
                    return FindInObject(ref reader, depth);
                case JsonTokenType.StartObject:
                    reader.Skip();
                    return test is ValueTest.Present;
                case JsonTokenType.Null:
                    return false;
                default:
                    return depth == keys.Length && FilterParts.Test(test, field, RecordText.Of(ref reader));
            }
        }

        private bool FindInObject(ref Utf8JsonReader reader, int depth)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var leads = AsciiCase.Equal(RecordText.Of(ref reader), keys[depth]);
                reader.Read();
                if (!leads)
                {
                    reader.Skip();
                }
                else if (Find(ref reader, depth + 1))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
