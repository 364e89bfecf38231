using System.Buffers;
using System.Text;
using System.Text.Json;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>A text that names a thing, with what it is there.</summary>
internal readonly record struct NamingText(ThingRule Rule, int Node, string Text);

/// <summary>
/// Walks one record and takes the texts at the paths of its service. What has another shape than the path says (an object for a
/// text, a text for a list) names nothing; keys compare exactly; where an object has a key twice, the last one counts.
/// </summary>
internal sealed class ThingScan
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    // Such texts name nothing: two of them would look like one.
    private static readonly SearchValues<char> Unseen =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(c => char.IsControl(c) || c == '\uFFFD')]);

    private readonly List<NamingText> _found = [];
    private readonly string _action;
    private readonly TextInterner? _kept;

    private ThingScan(string action, TextInterner? kept = null) => (_action, _kept) = (action, kept);

    /// <summary>The texts in the order of the table, those of one path in the order of the record; none where the bytes are not JSON.</summary>
    public static IEnumerable<NamingText> Read(ThingNode root, string action, ReadOnlySpan<byte> record)
    {
        var scan = new ThingScan(action);
        try
        {
            var reader = new Utf8JsonReader(record, Options);
            if (reader.Read())
            {
                scan.Value(ref reader, root);
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return scan.Ordered();
    }

    /// <summary>
    /// The same of the parts of a record that was read already, so that they are JSON and each is there once; only texts that may name
    /// things which an event keeps.
    /// </summary>
    public static List<NamingText> Read(ThingNode root, string action, in RecordSections sections, TextInterner texts)
    {
        var scan = new ThingScan(action, texts);
        scan.Section(root.Child("requestParameters"u8), sections.Request);
        scan.Section(root.Child("responseElements"u8), sections.Response);
        scan.Section(root.Child("serviceEventDetails"u8), sections.Details);
        scan.Section(root.Child("resources"u8), sections.Resources);
        return scan.Ordered();
    }

    // Few, and mostly in order already; those of one place stay in the order of the record.
    private List<NamingText> Ordered()
    {
        for (var i = 1; i < _found.Count; i++)
        {
            var one = _found[i];
            var at = i;
            for (; at > 0 && one.Rule.IsBefore(_found[at - 1].Rule); at--)
            {
                _found[at] = _found[at - 1];
            }

            _found[at] = one;
        }

        return _found;
    }

    private void Section(ThingNode? node, ReadOnlySpan<byte> section)
    {
        if (node is null || section.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(section, Options);
        reader.Read();
        Value(ref reader, node);
    }

    private void Value(ref Utf8JsonReader reader, ThingNode node)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when node.HasChildren:
                Object(ref reader, node);
                break;
            case JsonTokenType.StartArray when node.Items is not null:
                List(ref reader, node.Items);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                break;
            case JsonTokenType.String when node.Rules.Count > 0:
                Take(ref reader, node);
                break;
        }
    }

    private void Object(ref Utf8JsonReader reader, ThingNode node)
    {
        var start = _found.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var child = Child(ref reader, node);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
                continue;
            }

            Forget(start, child);
            Value(ref reader, child);
        }
    }

    private void List(ref Utf8JsonReader reader, ThingNode node)
    {
        for (var count = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count < ContainerThings.MaxOfOneList)
            {
                Value(ref reader, node);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Forgets what an earlier value of the same key brought.</summary>
    private void Forget(int start, ThingNode node)
    {
        for (var i = _found.Count - 1; i >= start; i--)
        {
            if (_found[i].Node >= node.Id && _found[i].Node < node.End)
            {
                _found.RemoveAt(i);
            }
        }
    }

    private void Take(ref Utf8JsonReader reader, ThingNode node)
    {
        if ((_kept is not null && !MayBeKept(ref reader, node)) || Text(ref reader) is not { } text)
        {
            return;
        }

        foreach (var rule in node.Rules)
        {
            if (rule.AppliesTo(_action))
            {
                _found.Add(new(rule, node.Id, text));
            }
        }
    }

    // What is not kept itself tells by its ARN what it is a part of, where it is of a service with parts.
    private static bool MayBeKept(ref Utf8JsonReader reader, ThingNode node) =>
        node.IsKept || reader.ValueIsEscaped || (reader.ValueSpan.StartsWith("arn:"u8) && IsOfParts(reader.ValueSpan));

    private static bool IsOfParts(ReadOnlySpan<byte> arn)
    {
        var rest = arn[4..];
        rest = rest[(rest.IndexOf((byte)':') + 1)..];
        return rest.StartsWith("ecs:"u8) || rest.StartsWith("imagebuilder:"u8) || rest.StartsWith("apigateway:"u8);
    }

    private static ThingNode? Child(ref Utf8JsonReader reader, ThingNode node) =>
        !reader.ValueIsEscaped ? node.Child(reader.ValueSpan)
        : Unescaped(ref reader) is { } key ? node.Child(key)
        : null;

    // No name that AWS allows is longer, has control characters or is broken Unicode.
    private string? Text(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan;
        if (bytes.IsEmpty || bytes.Length > ContainerThings.MaxLength)
        {
            return null;
        }

        var text = _kept is null || bytes.Contains((byte)0) ? Encoding.UTF8.GetString(bytes) : _kept.Get(bytes, StableHash.Of(bytes));
        return text.AsSpan().ContainsAny(Unseen) ? null : text;
    }

    private static byte[]? Unescaped(ref Utf8JsonReader reader)
    {
        // A sign takes at most six bytes as an escape.
        if (reader.ValueSpan.Length > 6 * ContainerThings.MaxLength)
        {
            return null;
        }

        var target = new byte[reader.ValueSpan.Length];
        var length = JsonText.Unescape(reader.ValueSpan, target, out _);
        return length < 0 ? null : target[..length];
    }
}
