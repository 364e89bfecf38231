using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;

namespace TrailBoard.Web.State;

/// <summary>Lines of changes on a page: what is said beside the values, and where a value leads to.</summary>
public static class ChangeWords
{
    /// <summary>What is said where a value does not say it.</summary>
    public static string? Note(ChangeLine line) => (line.Kind, line) switch
    {
        (ChangeKind.Changed, { IsMasked: true }) when line.Before == line.After => "changed; the values are masked",
        (ChangeKind.Removed, { Before: null }) => "removed; what it was is not recorded",
        _ when !line.WasAsked => "not asked for by this call: between two recorded calls something else changed it",
        _ => null,
    };

    /// <summary>What is said once below lines of which some do not tell what was before; null where all do.</summary>
    public static string? Unknown(IReadOnlyList<ChangeLine> lines) => lines.Any(line => line is { Kind: ChangeKind.Set, Path: not "forceNewDeployment" }) ? "What stands alone was set; what it was before is not recorded." : null;

    /// <summary>What a call did to a part of an API, in the past.</summary>
    public static string Past(string verb) => verb switch
    {
        "Put" => "set",
        "Reset" => "reset",
        "Flush" => "flushed",
        "Reimport" => "imported anew",
        "Create" => "created",
        "Update" => "updated",
        "Delete" => "deleted",
        "Import" => "imported",
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
    };

    /// <summary>The page of the thing that a value names, or null where it has none.</summary>
    /// <param name="call">A call of the account and region whose setting it is, or null: a task definition of one name may be in others too, and is another one there.</param>
    public static string? PageOf(ChangeLine line, string? value, TrailEvent? call = null)
    {
        if (value is null)
        {
            return null;
        }

        if (line.Path.EndsWith(".image", StringComparison.Ordinal) && ImageReference.Parse(value) is { Account: not null } image)
        {
            return image.Digest is { } digest ? Of(ThingKind.Image, digest) : Of(ThingKind.Tag, $"{image.Repository}:{image.Tag ?? "latest"}");
        }

        // What Image Builder is told to use has no page; its ARN leads to the events that name it.
        if (value.Split(':', 6) is ["arn", _, "imagebuilder", _, _, { Length: > 0 }])
        {
            return HandleLinks.Everything.Only(EventFields.Resource, value);
        }

        return line.Path == "taskDefinition" ? Of(ThingKind.TaskDefinition, value, call?.Account, call?.Region)
            : line.Path is "taskRoleArn" or "executionRoleArn" or "overrides.taskRoleArn" && value.Split('/') is [_, .., var role] ? HandleLinks.Everything.Only(EventFields.Role, role)
            : null;
    }

    private static string? Of(ThingKind kind, string value, string? account = null, string? region = null) =>
        ThingFields.Of(kind) is { } field && ThingFields.KindOf(field, value) is { } known ? PageUrls.Thing(known, value, account, region) : null;
}
