using System.Collections.Frozen;

namespace TrailBoard.Core.Search;

/// <summary>Finds the field that a person meant by a name that is none.</summary>
internal static class FilterNames
{
    // CloudTrail's own names, and those of other tools, for what the language calls by shorter ones.
    private static readonly FrozenDictionary<string, string> Others = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["eventTime"] = "time", ["date"] = "time", ["timestamp"] = "time",
        ["eventSource"] = "service", ["source"] = "service",
        ["eventName"] = "action", ["event"] = "action", ["operation"] = "action", ["verb"] = "action",
        ["awsRegion"] = "region",
        ["sourceIPAddress"] = "ip", ["sourceIP"] = "ip", ["address"] = "ip", ["addr"] = "ip",
        ["recipientAccountId"] = "account", ["accountId"] = "account",
        ["userIdentity"] = "identity", ["principal"] = "identity", ["principalId"] = "identity", ["who"] = "identity",
        ["userName"] = "user", ["roleName"] = "role", ["sessionName"] = "session",
        ["accessKeyId"] = "accessKey", ["key"] = "accessKey",
        ["mfaAuthenticated"] = "mfa",
        ["repo"] = "repository", ["repositoryName"] = "repository", ["image"] = "repository",
        ["errorCode"] = "error", ["message"] = "errorMessage",
        ["write"] = "readonly", ["agent"] = "userAgent", ["id"] = "eventId",
        ["eventCategory"] = "category", ["eventType"] = "type",
        ["req"] = "req.PATH", ["request"] = "req.PATH", ["requestParameters"] = "req.PATH", ["params"] = "req.PATH",
        ["res"] = "res.PATH", ["response"] = "res.PATH", ["responseElements"] = "res.PATH",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The nearest field's name, or null where none is near.</summary>
    public static string? Nearest(string name)
    {
        var head = name.Split('.', 2)[0];
        if (Others.TryGetValue(name, out var other) || (Others.TryGetValue(head, out other) && other.EndsWith("PATH", StringComparison.Ordinal)))
        {
            return other;
        }

        if (name.Length > 24)
        {
            return null;
        }

        var nearest = EventFields.All.Append(EventFields.Record).Select(field => field.Name).MinBy(field => Distance(name, field))!;
        return Distance(name, nearest) <= Math.Max(1, Math.Min(name.Length, nearest.Length) / 3) ? nearest : null;
    }

    /// <summary>Text from the filter as a message can hold it.</summary>
    public static string Short(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : string.Concat(text[..40], "…");

    /// <summary>How many letters to add, drop, change or swap with their neighbour (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        var costs = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                costs[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1,
                    costs[i - 1, j - 1] + (Same(i, j) ? 0 : 1));
                if (i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j))
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }

        return costs[left.Length, right.Length];

        bool Same(int i, int j) => AsciiCase.Fold(left[i - 1]) == AsciiCase.Fold(right[j - 1]);
    }
}
