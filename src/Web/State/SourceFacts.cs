using TrailBoard.Core.Import;

namespace TrailBoard.Web.State;

/// <summary>The settings of a source as a page may show them: what is set, and nothing that is secret.</summary>
public static class SourceFacts
{
    /// <summary>The names of the settings and their values, line by line.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Value)> Of(SourceOptions source)
    {
        var facts = new List<(string, IReadOnlyList<string>)>();
        void Add(string name, params IReadOnlyList<string> value)
        {
            if (value.Count > 0 && value[0].Length > 0)
            {
                facts.Add((name, value));
            }
        }

        Add("Profile", source.Profile.Length > 0 ? source.Profile : "none: the usual search for credentials");
        Add("Roles", source.RoleArns);
        Add("External id", source.ExternalId.Length > 0 ? "set, not shown" : "");
        Add("Regions", source.Regions is ["*"] ? ["all"] : source.Regions);
        Add("Bucket", source.Bucket);
        Add("Prefix", source.Prefix);
        Add("Queue", SourceWords.WithoutSecrets(source.QueueUrl));
        Add("Allowed buckets", source.AllowedBuckets);
        Add("From", source.From is { } from ? ViewerTime.Iso(from) : "");
        Add("To", source.To is { } to ? ViewerTime.Iso(to) : "");
        Add("Endpoint", SourceWords.WithoutSecrets(source.Endpoint));
        Add("Enabled", source.Enabled ? "" : "no");
        return facts;
    }
}
