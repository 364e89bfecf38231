using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>One event laid out for its pane: fields in the order in which people ask, then what the record says in full.</summary>
public sealed class EventReading
{
    private static readonly HashSet<string> ShownElsewhere = new(StringComparer.Ordinal)
    {
        "requestParameters", "responseElements", "eventID", "eventTime", "eventName", "eventSource", "awsRegion", "sourceIPAddress", "userAgent",
        "errorCode", "errorMessage", "requestID", "readOnly", "eventType", "eventCategory", "recipientAccountId",
    };

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private EventReading(EventDetail detail)
    {
        Detail = detail;
        Sentence = EventSentence.Of(detail.Stored.Event);
    }

    public EventDetail Detail { get; }

    public EventSentence Sentence { get; }

    public TrailEvent Event => Detail.Stored.Event;

    /// <summary>Sections of fields, empty ones left out.</summary>
    public IReadOnlyList<EventSection> Sections { get; private init; } = [];

    public JsonOutline? Request { get; private init; }

    public JsonOutline? Response { get; private init; }

    /// <summary>Everything of the record that stands nowhere else.</summary>
    public JsonOutline? Rest { get; private init; }

    /// <summary>What the record says of having come late or correcting another, or null.</summary>
    public Addendum? Addendum { get; private init; }

    /// <summary>The image manifests that the call brought or returned.</summary>
    public IReadOnlyList<ImageManifest> Manifests { get; private init; } = [];

    /// <summary>The policies that the call brought or returned.</summary>
    public IReadOnlyList<PolicyDocument> Policies { get; private init; } = [];

    /// <summary>The account of the registry that the request names, or null.</summary>
    public string? Registry { get; private init; }

    /// <summary>The record as it was delivered.</summary>
    public string Plain { get; private init; } = "";

    /// <summary>The record with line breaks; numbers and escapes may be written otherwise than in <see cref="Plain"/>.</summary>
    public string Indented { get; private init; } = "";

    /// <summary>How many secrets were masked.</summary>
    public int Masked { get; private init; }

    /// <summary>What is out of the ordinary about the record, in words. What an addendum says is told in full elsewhere.</summary>
    public IReadOnlyList<string> Notes => EventNotes.Of(Addendum is null ? Event.Flags : Event.Flags & ~EventFlags.Addendum);

    public static EventReading Of(EventDetail detail)
    {
        // Masked first: nothing behind this line, the raw record included, ever holds a secret.
        var record = Redaction.Mask(detail.Stored.Record, out var masked);
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        return new EventReading(detail)
        {
            Sections = SectionsOf(detail.Stored.Event, root),
            Request = Part(root, "requestParameters"),
            Response = Part(root, "responseElements"),
            Rest = RestOf(root),
            Addendum = Addendum.Of(root),
            Manifests = ImageManifest.In(root),
            Policies = PolicyDocument.In(root),
            Registry = root.TryGetProperty("requestParameters", out var request) && request.ValueKind == JsonValueKind.Object && request.TryGetProperty("registryId", out var registry) ? JsonTexts.Of(registry) : null,
            Plain = Encoding.UTF8.GetString(record.Span),
            Indented = JsonSerializer.Serialize(root, Pretty),
            Masked = masked,
        };
    }

    private static JsonOutline? Part(JsonElement root, string name) =>
        root.TryGetProperty(name, out var part) && part.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? JsonOutline.Of(part) : null;

    private static JsonOutline? RestOf(JsonElement root)
    {
        var rest = root.EnumerateObject().Where(property => !ShownElsewhere.Contains(property.Name)).ToDictionaryKeepingLast();
        return rest.Count == 0 ? null : JsonOutline.Of(JsonSerializer.SerializeToElement(rest));
    }

    private static List<EventSection> SectionsOf(TrailEvent e, JsonElement root)
    {
        var requestId = root.TryGetProperty("requestID", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        EventSection[] sections =
        [
            new("Actor", [.. Fields(e, EventFields.Identity, EventFields.IdentityType, EventFields.User, EventFields.Role, EventFields.Session, EventFields.AccessKey, EventFields.Mfa)]),
            new("Action", [.. Fields(e, EventFields.Action, EventFields.Service, EventFields.Verb, EventFields.ReadOnly, EventFields.Mutating, EventFields.Category, EventFields.Type)]),
            new("Target", [.. Fields(e, [EventFields.Repository, .. EventFields.All.Where(field => field.ThingKinds.Count > 0), EventFields.Resource])]),
            new("Context", [.. Fields(e, EventFields.Address, EventFields.Region, EventFields.Account, EventFields.UserAgent, EventFields.EventId),
                .. requestId is null ? Array.Empty<FieldValue>() : [new(EventFields.RequestId, requestId)]]),
            new("Error", [.. Fields(e, EventFields.Error, EventFields.ErrorMessage)]),
        ];
        return [.. sections.Where(section => section.Fields.Count > 0)];
    }

    private static IEnumerable<FieldValue> Fields(TrailEvent e, params EventField[] fields) =>
        fields.SelectMany(field => field.Values(e).Select(value => new FieldValue(field, value)));
}

/// <summary>A heading and the fields below it.</summary>
public sealed record EventSection(string Title, IReadOnlyList<FieldValue> Fields);

/// <summary>A value of a field.</summary>
public sealed record FieldValue(EventField Field, string Value);

file static class Properties
{
    // A record may name a key twice; the outline shows the value that was read.
    public static Dictionary<string, JsonElement> ToDictionaryKeepingLast(this IEnumerable<JsonProperty> properties)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in properties)
        {
            all[property.Name] = property.Value;
        }

        return all;
    }
}
