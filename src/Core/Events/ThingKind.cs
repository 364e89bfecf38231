using System.Collections.Frozen;

namespace TrailBoard.Core.Events;

/// <summary>How a kind of thing is written where a record does not name it by its ARN.</summary>
internal enum ThingForm
{
    /// <summary>Only by ARN: what else stands there is not read.</summary>
    Arn,

    /// <summary>One word without <c>/</c> and <c>:</c>.</summary>
    Name,

    /// <summary>A word that may hold <c>/</c>.</summary>
    Path,

    /// <summary>A family, or a family and a revision: <c>api:42</c>.</summary>
    Revision,

    /// <summary>A content's digest: <c>sha256:…</c>.</summary>
    Digest,

    /// <summary>An image as it is pulled: <c>registry/repository:tag@digest</c>.</summary>
    Reference,

    /// <summary>An account's twelve digits.</summary>
    Account,

    /// <summary>A name of DNS, in which letters have no case.</summary>
    Host,

    /// <summary>A host with what may follow it.</summary>
    Address,

    /// <summary>Any text in one line.</summary>
    Text,
}

/// <summary>A kind of thing that container actions touch: a closed set, kept in <c>kinds.tsv</c>.</summary>
public sealed class ThingKind
{
    private static readonly FrozenDictionary<string, ThingKind> ByName = Read();

    private ThingKind(string name, string title, ThingForm form, ThingKind? within) =>
        (Name, Title, Form, Within) = (name, title, form, within);

    /// <summary>All kinds, in the order of their table.</summary>
    public static IReadOnlyList<ThingKind> All { get; } = [.. Table.Read("kinds.tsv").Select(cells => ByName[cells[0]])];

    /// <summary>An account's registry in a region, or its public one.</summary>
    public static ThingKind Registry { get; } = ByName["registry"];

    /// <summary>A repository of a registry.</summary>
    public static ThingKind Repository { get; } = ByName["repository"];

    /// <summary>An image by its digest, in whatever repository.</summary>
    public static ThingKind Image { get; } = ByName["image"];

    /// <summary>A tag of a repository.</summary>
    public static ThingKind Tag { get; } = ByName["tag"];

    /// <summary>An image as somebody asked for it: the image reference of containers reads it.</summary>
    public static ThingKind ImageReference { get; } = ByName["imageReference"];

    /// <summary>A layer by its digest.</summary>
    public static ThingKind Layer { get; } = ByName["layer"];

    /// <summary>The upload of one layer.</summary>
    public static ThingKind Upload { get; } = ByName["upload"];

    /// <summary>A cluster of ECS.</summary>
    public static ThingKind Cluster { get; } = ByName["cluster"];

    /// <summary>A service of a cluster.</summary>
    public static ThingKind Service { get; } = ByName["service"];

    /// <summary>A revision of a task definition.</summary>
    public static ThingKind TaskDefinition { get; } = ByName["taskDefinition"];

    /// <summary>A task definition without its revision.</summary>
    public static ThingKind TaskFamily { get; } = ByName["taskFamily"];

    /// <summary>A task by its id.</summary>
    public static ThingKind Task { get; } = ByName["task"];

    /// <summary>A pipeline of Image Builder.</summary>
    public static ThingKind Pipeline { get; } = ByName["pipeline"];

    /// <summary>A REST, HTTP or WebSocket API by its id: what an API mapping names may be any of them.</summary>
    public static ThingKind Api { get; } = ByName["api"];

    /// <summary>A stage of an API.</summary>
    public static ThingKind Stage { get; } = ByName["stage"];

    /// <summary>A deployment of an API.</summary>
    public static ThingKind Deployment { get; } = ByName["deployment"];

    /// <summary>An IAM role.</summary>
    public static ThingKind Role { get; } = ByName["role"];

    /// <summary>A user or another principal of IAM.</summary>
    public static ThingKind Principal { get; } = ByName["principal"];

    /// <summary>What an ARN names that is none of the other kinds.</summary>
    public static ThingKind Other { get; } = ByName["other"];

    /// <summary>The word in tables and addresses, for example <c>taskDefinition</c>.</summary>
    public string Name { get; }

    /// <summary>The words for people, for example <c>Task definition</c>.</summary>
    public string Title { get; }

    /// <summary>The kind of thing that it is a part of, whose value its own begins with; null where it stands alone.</summary>
    public ThingKind? Within { get; }

    internal ThingForm Form { get; }

    /// <summary>Finds a kind by its name.</summary>
    public static ThingKind? Find(string name) => ByName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static FrozenDictionary<string, ThingKind> Read()
    {
        var kinds = new Dictionary<string, ThingKind>(StringComparer.Ordinal);
        foreach (var cells in Table.Read("kinds.tsv"))
        {
            // A part stands below its whole, so that the whole is known here.
            kinds.Add(cells[0], new(cells[0], cells[1], FormOf(cells[2]), cells[3] == "-" ? null : kinds[cells[3]]));
        }

        return kinds.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static ThingForm FormOf(string name) => name switch
    {
        "arn" => ThingForm.Arn,
        "name" => ThingForm.Name,
        "path" => ThingForm.Path,
        "revision" => ThingForm.Revision,
        "digest" => ThingForm.Digest,
        "reference" => ThingForm.Reference,
        "account" => ThingForm.Account,
        "host" => ThingForm.Host,
        "address" => ThingForm.Address,
        "text" => ThingForm.Text,
        _ => throw new InvalidDataException($"kinds.tsv names the form {name}, which does not exist."),
    };
}
