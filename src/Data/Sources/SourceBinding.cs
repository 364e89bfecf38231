using System.Globalization;
using Microsoft.Extensions.Configuration;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>Reads the sources from the settings. By hand, so that each mistake names its key and a key that is misspelt is told.</summary>
internal static class SourceBinding
{
    private static readonly string[] Keys =
    [
        nameof(SourceOptions.Name), nameof(SourceOptions.Type), nameof(SourceOptions.Profile), nameof(SourceOptions.RoleArns),
        nameof(SourceOptions.ExternalId), nameof(SourceOptions.Regions), nameof(SourceOptions.Bucket), nameof(SourceOptions.Prefix),
        nameof(SourceOptions.QueueUrl), nameof(SourceOptions.AllowedBuckets), nameof(SourceOptions.From), nameof(SourceOptions.To),
        nameof(SourceOptions.Endpoint), nameof(SourceOptions.Enabled),
    ];

    /// <summary>Reads the sources in order of their number.</summary>
    public static void Read(SourceList list, IConfiguration configuration)
    {
        var mistakes = list.Mistakes;
        var sections = configuration.GetSection(SourceOptions.Section).GetChildren().ToList();
        var sources = sections.ConvertAll(section => Read(section, mistakes));
        for (var i = 0; i < sections.Count; i++)
        {
            if (!string.Equals(sections[i].Key, i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            {
                mistakes.Add($"{sections[i].Path}: Number the sources from 0 without a gap; this should be {SourceOptions.Section}:{i}.");
            }
        }

        mistakes.AddRange(SourceOptionsCheck.Mistakes(sources).Where(mistake => !mistakes.Exists(known => SameKey(known, mistake))));
        list.Settings = new SourceSettings(sources);
    }

    private static SourceOptions Read(IConfigurationSection section, List<string> mistakes)
    {
        foreach (var child in section.GetChildren())
        {
            if (!Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                mistakes.Add($"{child.Path}: There is no such setting. The settings of a source are {string.Join(", ", Keys)}.");
            }
        }

        return new SourceOptions
        {
            Name = Text(section, nameof(SourceOptions.Name)),
            Type = Value<SourceType>(section, nameof(SourceOptions.Type), mistakes, "is not a type: write LookupEvents, S3 or Queue.", text =>
                Enum.GetValues<SourceType>().Where(type => string.Equals(type.ToString(), text, StringComparison.OrdinalIgnoreCase)).Cast<SourceType?>().FirstOrDefault()),
            Profile = Text(section, nameof(SourceOptions.Profile)),
            RoleArns = List(section, nameof(SourceOptions.RoleArns)),
            ExternalId = Text(section, nameof(SourceOptions.ExternalId)),
            Regions = List(section, nameof(SourceOptions.Regions)),
            Bucket = Text(section, nameof(SourceOptions.Bucket)),
            Prefix = Text(section, nameof(SourceOptions.Prefix)),
            QueueUrl = Text(section, nameof(SourceOptions.QueueUrl)),
            AllowedBuckets = List(section, nameof(SourceOptions.AllowedBuckets)),
            From = Time(section, nameof(SourceOptions.From), mistakes),
            To = Time(section, nameof(SourceOptions.To), mistakes),
            Endpoint = Text(section, nameof(SourceOptions.Endpoint)),
            Enabled = Value<bool>(section, nameof(SourceOptions.Enabled), mistakes, "is neither true nor false.", text =>
                bool.TryParse(text, out var enabled) ? enabled : null) ?? true,
        };
    }

    private static string Text(IConfigurationSection section, string key) => section[key]?.Trim() ?? "";

    /// <summary>A list, or one text with commas: an environment variable is easier to write so.</summary>
    private static List<string> List(IConfigurationSection section, string key)
    {
        var list = section.GetSection(key);
        return list.Value is { } text
            ? [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
            : [.. list.GetChildren().Select(child => child.Value?.Trim() ?? "")];
    }

    private static DateTimeOffset? Time(IConfigurationSection section, string key, List<string> mistakes) =>
        Value<DateTimeOffset>(section, key, mistakes, "is not a time, such as 2026-10-01 or 2026-10-01T12:00:00Z.", text =>
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null);

    private static T? Value<T>(IConfigurationSection section, string key, List<string> mistakes, string wrong, Func<string, T?> read)
        where T : struct
    {
        var text = Text(section, key);
        var value = text.Length == 0 ? null : read(text);
        if (text.Length > 0 && value is null)
        {
            mistakes.Add($"{section.Path}:{key}: \"{text}\" {wrong}");
        }

        return value;
    }

    private static bool SameKey(string one, string other) =>
        string.Equals(one[..one.IndexOf(": ", StringComparison.Ordinal)], other[..other.IndexOf(": ", StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase);
}
