using System.Text.Json;

namespace TrailBoard.Web.State;

/// <summary>A statement of a policy. Every text is hostile.</summary>
/// <param name="Title">Its <c>Sid</c>, or null.</param>
/// <param name="Effect"><c>Allow</c>, <c>Deny</c>, or whatever else stands there.</param>
/// <param name="Lines">Who, what and on what, in the order of reading.</param>
public sealed record PolicyStatement(string? Title, string Effect, IReadOnlyList<PolicyLine> Lines)
{
    /// <summary>Whether it lets anybody in: everyone is its principal, and no condition narrows it.</summary>
    public bool IsForAnyone { get; init; }
}

/// <summary>A line of a statement: <c>Principal</c>, <c>Not resource</c>, <c>If StringEquals aws:SourceVpc</c>, and its values.</summary>
public sealed record PolicyLine(string Title, IReadOnlyList<string> Values);

/// <summary>A policy of IAM that stands somewhere in a record, as it is or as a text.</summary>
/// <param name="Path">Where it stands, from the root of the record.</param>
public sealed record PolicyDocument(string Path, IReadOnlyList<PolicyStatement> Statements)
{
    private const int MostDepth = 12;
    private const int MostPolicies = 10;
    private const int MostStatements = 60;
    private const int MostValues = 100;

    private static readonly (string Name, string Title)[] Parts =
    [
        ("Principal", "Principal"), ("NotPrincipal", "Not principal"), ("Action", "Action"), ("NotAction", "Not action"), ("Resource", "Resource"), ("NotResource", "Not resource"),
    ];

    /// <summary>The policies of a record's request and response.</summary>
    /// <param name="record">A record whose secrets are masked.</param>
    public static IReadOnlyList<PolicyDocument> In(JsonElement record)
    {
        var found = new List<PolicyDocument>();
        foreach (var name in (string[])["requestParameters", "responseElements"])
        {
            if (record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var part))
            {
                Find(part, name, 0, found);
            }
        }

        // Calls answer with the policy that they were given: it is told once.
        return [.. found.DistinctBy(policy => JsonSerializer.Serialize(policy.Statements), StringComparer.Ordinal)];
    }

    private static void Find(JsonElement element, string path, int depth, List<PolicyDocument> found)
    {
        if (depth > MostDepth || found.Count >= MostPolicies)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Object && Read(element) is { Count: > 0 } statements)
        {
            found.Add(new(path, statements));
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Find(property.Value, $"{path}.{property.Name}", depth + 1, found);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var (item, index) in element.EnumerateArray().Select((item, index) => (item, index)))
            {
                Find(item, $"{path}[{index}]", depth + 1, found);
            }
        }
        else if (JsonTexts.Of(element) is { } text && text.Contains("Statement", StringComparison.Ordinal) && JsonTexts.Open(text) is { } inner)
        {
            using (inner)
            {
                Find(inner.RootElement, path, depth + 1, found);
            }
        }
    }

    // Something else may have statements too: only those with an effect are of a policy.
    private static List<PolicyStatement> Read(JsonElement policy) => !policy.TryGetProperty("Statement", out var statement) ? []
        : [.. (statement.ValueKind == JsonValueKind.Array ? statement.EnumerateArray() : Enumerable.Repeat(statement, 1)).Take(MostStatements).Select(StatementOf).OfType<PolicyStatement>()];

    private static PolicyStatement? StatementOf(JsonElement statement)
    {
        if (statement.ValueKind != JsonValueKind.Object || !statement.TryGetProperty("Effect", out var effect) || JsonTexts.Of(effect) is not { } said)
        {
            return null;
        }

        var lines = new List<PolicyLine>();
        foreach (var (name, title) in Parts)
        {
            if (statement.TryGetProperty(name, out var part))
            {
                lines.Add(new(title, Values(part)));
            }
        }

        var conditions = statement.TryGetProperty("Condition", out var condition) && condition.ValueKind == JsonValueKind.Object
            ? condition.EnumerateObject().Where(test => test.Value.ValueKind == JsonValueKind.Object)
                .SelectMany(test => test.Value.EnumerateObject().Select(key => new PolicyLine($"If {test.Name} {key.Name}", Values(key.Value)))).ToList()
            : [];
        return new PolicyStatement(statement.TryGetProperty("Sid", out var sid) ? JsonTexts.Of(sid) : null, said, [.. lines, .. conditions])
        {
            IsForAnyone = said == "Allow" && conditions.Count == 0 && lines.Exists(line => line.Title == "Principal" && line.Values.Any(value => value is "*" or "AWS: *")),
        };
    }

    // One text, a list of them, or texts by their kind: {"AWS": ["…"], "Service": "…"}.
    private static List<string> Values(JsonElement part) =>
    [
        .. (part.ValueKind switch
        {
            JsonValueKind.Array => part.EnumerateArray().Select(Word),
            JsonValueKind.Object => part.EnumerateObject().SelectMany(kind => Values(kind.Value).Select(value => $"{kind.Name}: {value}")),
            _ => [Word(part)],
        }).Take(MostValues),
    ];

    private static string Word(JsonElement value) => JsonTexts.Of(value) ?? value.GetRawText();
}
