using System.Text;
using TrailBoard.Core.Import;

namespace TrailBoard.Web.State;

/// <summary>How a source of a type is written in the settings: to copy, and to change what is made up.</summary>
/// <param name="Keys">The keys of the source and their values.</param>
public sealed record SourceExample(SourceType Type, string Title, string Sentence, IReadOnlyList<(string Key, string Value)> Keys)
{
    /// <summary>One example of each type.</summary>
    public static IReadOnlyList<SourceExample> All { get; } =
    [
        new(SourceType.LookupEvents, "LookupEvents", "Asks CloudTrail itself: needs no trail and no bucket. Management events of the last 90 days, about 15 minutes late.",
            [("Name", "production"), ("Type", "LookupEvents"), ("Profile", "audit"), ("Regions", "eu-west-1, us-east-1")]),
        new(SourceType.S3, "The bucket of a trail", "Reads what a trail delivers: all of its events, of one account or of a whole organisation, as far back as the bucket goes.",
            [("Name", "org-trail"), ("Type", "S3"), ("Profile", "audit"), ("Bucket", "example-trails"), ("From", "2026-01-01")]),
        new(SourceType.Queue, "A queue of new files", "Is told of each new file within a minute or two, and asks for nothing else. Keep a bucket beside it for what came before.",
            [("Name", "new-files"), ("Type", "Queue"), ("Profile", "audit"), ("QueueUrl", "https://sqs.eu-west-1.amazonaws.com/111122223333/trailboard"), ("AllowedBuckets", "example-trails")]),
    ];

    /// <summary>As a whole <c>appsettings.json</c>.</summary>
    public string Json => Written(
        "{\n  \"Sources\": [\n    {\n",
        (key, value) => $"      \"{key}\": {(IsList(key) ? $"[{string.Join(", ", value.Split(", ").Select(one => $"\"{one}\""))}]" : $"\"{value}\"")}",
        ",\n",
        "\n    }\n  ]\n}");

    /// <summary>As lines of an environment file.</summary>
    public string Environment => Written("", (key, value) => $"TRAILBOARD_Sources__0__{key}={value.Replace(", ", ",", StringComparison.Ordinal)}", "\n", "");

    private static bool IsList(string key) => key is nameof(SourceOptions.Regions) or nameof(SourceOptions.AllowedBuckets);

    private string Written(string begin, Func<string, string, string> line, string between, string end) =>
        new StringBuilder(begin).AppendJoin(between, Keys.Select(key => line(key.Key, key.Value))).Append(end).ToString();
}
