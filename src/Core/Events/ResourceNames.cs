namespace TrailBoard.Core.Events;

/// <summary>The ARNs and ids that a record names, and the repositories among them, in order of appearance and each once.</summary>
internal sealed class ResourceNames
{
    private const int MaxLength = 2048;

    private readonly List<string> _resources = [];
    private readonly List<string> _repositories = [];
    private readonly List<string> _possible = [];

    /// <summary>The resources.</summary>
    public IReadOnlyList<string> Resources => _resources.Count == 0 ? [] : _resources.ToArray();

    /// <summary>The repositories: names under repository keys count only where the service is one of the registries.</summary>
    public IReadOnlyList<string> Repositories(string? service)
    {
        if (_possible.Count > 0 && service is "ecr.amazonaws.com" or "ecr-public.amazonaws.com")
        {
            foreach (var name in _possible)
            {
                Add(_repositories, name);
            }
        }

        return _repositories.Count == 0 ? [] : _repositories.ToArray();
    }

    /// <summary>Forgets the last record.</summary>
    public void Reset()
    {
        _resources.Clear();
        _repositories.Clear();
        _possible.Clear();
    }

    /// <summary>Looks at one string of the request, the response, the details or the resources.</summary>
    public void Note(ResourceRule rule, ReadOnlySpan<byte> text, ulong hash, TextInterner texts)
    {
        var isArn = IsArn(text);
        if ((!isArn && rule == ResourceRule.ArnOnly) || text.IsEmpty || text.Length > MaxLength || text.SequenceEqual("*"u8))
        {
            return;
        }

        var name = texts.Get(text, hash);
        Add(_resources, name);
        if (rule == ResourceRule.NamesRepository && !isArn)
        {
            Add(_possible, name);
        }
        else if (isArn && RepositoryOf(name) is { } repository)
        {
            Add(_repositories, repository);
        }
    }

    private static void Add(List<string> names, string name)
    {
        if (names.Count < TrailEvent.MaxResources && !names.Contains(name))
        {
            names.Add(name);
        }
    }

    // arn:partition:service:region:account:resource, region and account possibly empty.
    private static bool IsArn(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("arn:"u8) || text.ContainsAny((byte)' ', (byte)'\n', (byte)'"'))
        {
            return false;
        }

        var colons = 1;
        var rest = text[4..];
        while (colons < 5 && rest.IndexOf((byte)':') is var next and >= 0)
        {
            rest = rest[(next + 1)..];
            colons++;
        }

        return colons == 5 && !rest.IsEmpty;
    }

    private static string? RepositoryOf(string arn)
    {
        const string Marker = ":repository/";
        var marker = arn.IndexOf(Marker, StringComparison.Ordinal);
        if (marker < 0 || marker + Marker.Length == arn.Length || arn.Contains('*', StringComparison.Ordinal))
        {
            return null;
        }

        var service = arn.AsSpan(arn.IndexOf(':', 4) + 1);
        return service.StartsWith("ecr:") || service.StartsWith("ecr-public:") ? arn[(marker + Marker.Length)..] : null;
    }
}
