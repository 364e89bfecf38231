using System.Collections.Frozen;
using System.Text;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>Where the records of each service name things: the paths of <c>things.tsv</c> as a tree of keys.</summary>
internal static class ThingPaths
{
    private static readonly FrozenDictionary<string, string> Sections = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["req"] = "requestParameters",
        ["res"] = "responseElements",
        ["details"] = "serviceEventDetails",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ThingNode> Trees = Table.Read("things.tsv")
        .Select((cells, row) => (Service: cells[0], Paths: cells[2].Split(' '), Row: row, Kind: KindOf(cells[1]), Actions: ActionsOf(cells)))
        .GroupBy(row => row.Service, StringComparer.Ordinal)
        .ToFrozenDictionary(
            rows => rows.Key,
            rows => Tree([.. rows.SelectMany(row => row.Paths.Select((path, place) => new PathRule(Keys(path), new(row.Kind, row.Row, place, row.Actions))))]),
            StringComparer.Ordinal);

    /// <summary>The tree of a container service.</summary>
    public static ThingNode Of(ContainerService service) => Trees[service.Name];

    /// <summary>The kinds of things that stand at a path in the records of an action: for the comparison with AWS's models.</summary>
    /// <param name="path">As in the table, for example <c>req.imageIds[].imageTag</c>.</param>
    public static IEnumerable<ThingKind> KindsAt(ContainerService service, string action, string path)
    {
        var node = Of(service);
        foreach (var key in Keys(path))
        {
            node = key == "[]" ? node?.Items : node?.Child(Encoding.UTF8.GetBytes(key));
        }

        return node is null ? [] : node.Rules.Where(rule => rule.AppliesTo(action)).Select(rule => rule.Kind);
    }

    private static string[] Keys(string path) =>
    [
        .. path.Replace("[]", ".[]", StringComparison.Ordinal).Split('.').Select((key, depth) => depth == 0 ? Sections.GetValueOrDefault(key, key) : key),
    ];

    private static ThingKind KindOf(string name) =>
        ThingKind.Find(name) ?? throw new InvalidDataException($"things.tsv names the kind {name}, which kinds.tsv has not.");

    private static FrozenSet<string>? ActionsOf(string[] cells)
    {
        var actions = cells[3].Split(' ');
        var unknown = actions is ["*"] ? null : Array.Find(actions, action => ContainerActions.Find(cells[0], action) is not { IsCatalogued: true });
        return unknown is not null ? throw new InvalidDataException($"things.tsv names the action {unknown} of {cells[0]}, which actions.tsv has not.")
            : actions is ["*"] ? null
            : actions.ToFrozenSet(StringComparer.Ordinal);
    }

    private static ThingNode Tree(PathRule[] rules)
    {
        var count = 0;
        return Node(rules, 0);

        ThingNode Node(IReadOnlyCollection<PathRule> below, int depth)
        {
            var id = count++;
            var children = below.Where(rule => rule.Keys.Length > depth)
                .GroupBy(rule => rule.Keys[depth], StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => Node([.. group], depth + 1), StringComparer.Ordinal);
            ThingRule[] own = [.. below.Where(rule => rule.Keys.Length == depth).Select(rule => rule.Rule)];
            return new(id, count, own, children);
        }
    }

    private sealed record PathRule(string[] Keys, ThingRule Rule);
}

/// <summary>What a text at some path names.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Row">The place of the kind among those of its service: wholes come before their parts.</param>
/// <param name="Place">The place of the path among the candidates of its row.</param>
/// <param name="Actions">The only actions for which that holds; null where it holds for all, those too that AWS adds.</param>
internal sealed record ThingRule(ThingKind Kind, int Row, int Place, FrozenSet<string>? Actions)
{
    public bool IsBefore(ThingRule other) => Row < other.Row || (Row == other.Row && Place < other.Place);

    public bool AppliesTo(string action) => Actions?.Contains(action) ?? true;
}

/// <summary>A key on the way to things. Its own and the ids of all below it are those from <see cref="Id"/> up to <see cref="End"/>.</summary>
internal sealed class ThingNode
{
    private readonly FrozenDictionary<ulong, (byte[] Key, ThingNode Node)> _children;

    public ThingNode(int id, int end, ThingRule[] rules, Dictionary<string, ThingNode> children)
    {
        (Id, End, Rules, IsKept) = (id, end, rules, Array.Exists(rules, rule => KeptThings.Needs(rule.Kind)));
        Items = children.GetValueOrDefault("[]");
        children.Remove("[]");
        _children = children.Select(child => (Key: Encoding.UTF8.GetBytes(child.Key), Node: child.Value)).ToFrozenDictionary(child => StableHash.Of(child.Key));
    }

    public int Id { get; }

    public int End { get; }

    public IReadOnlyList<ThingRule> Rules { get; }

    /// <summary>Whether a name here is of a thing that events keep, or of what such a thing is a part of.</summary>
    public bool IsKept { get; }

    /// <summary>What the elements are, where a list stands here.</summary>
    public ThingNode? Items { get; }

    public bool HasChildren => _children.Count > 0;

    public IEnumerable<ThingNode> Children => _children.Values.Select(child => child.Node);

    public ThingNode? Child(ReadOnlySpan<byte> key) =>
        _children.TryGetValue(StableHash.Of(key), out var child) && key.SequenceEqual(child.Key) ? child.Node : null;
}
