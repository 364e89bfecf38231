using System.Text.Json;

namespace TrailBoard.Core.Events;

/// <summary>
/// What a record says of itself where it came late or corrects another (AWS guide, "CloudTrail record contents", <c>addendum</c>).
/// All of it is hostile text, like the rest of the record.
/// </summary>
/// <param name="Reason"><c>DELIVERY_DELAY</c>, <c>UPDATED_DATA</c>, <c>SERVICE_OUTAGE</c>, or what else the record says; null where it says nothing.</param>
/// <param name="UpdatedFields">The fields that it corrects, at most <see cref="MaxUpdatedFields"/>.</param>
/// <param name="OriginalRequestId">The <c>requestID</c> of what it corrects, or null.</param>
/// <param name="OriginalEventId">The <c>eventID</c> of what it corrects, or null.</param>
public sealed record Addendum(string? Reason, IReadOnlyList<string> UpdatedFields, string? OriginalRequestId, string? OriginalEventId)
{
    /// <summary>How many corrected fields are told.</summary>
    public const int MaxUpdatedFields = 64;

    /// <summary>The addendum of a record, or null where it has none.</summary>
    public static Addendum? Of(JsonElement record) =>
        record.ValueKind is JsonValueKind.Object && record.TryGetProperty("addendum", out var addendum) && addendum.ValueKind is JsonValueKind.Object
            ? new Addendum(Text(addendum, "reason"), Fields(addendum), Text(addendum, "originalRequestID"), Text(addendum, "originalEventID"))
            : null;

    private static string? Text(JsonElement addendum, string name) =>
        addendum.TryGetProperty(name, out var value) ? TextOf(value) : null;

    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, which is no text.
            return null;
        }
    }

    // The guide calls it a list and writes it as one text with commas.
    private static string[] Fields(JsonElement addendum)
    {
        if (!addendum.TryGetProperty("updatedFields", out var fields))
        {
            return [];
        }

        var named = fields.ValueKind is JsonValueKind.Array
            ? fields.EnumerateArray().Select(TextOf).OfType<string>()
            : (TextOf(fields) ?? "").Split(',', MaxUpdatedFields + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. named.Take(MaxUpdatedFields)];
    }
}
