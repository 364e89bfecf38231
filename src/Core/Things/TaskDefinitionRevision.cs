using TrailBoard.Core.Containers;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>A revision of a task definition, as the call that registered it says. All text is hostile; secrets are masked.</summary>
public sealed class TaskDefinitionRevision
{
    // What the response adds to what was asked for, or what is other in each revision.
    private static readonly string[] Response = ["taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy", "deregisteredAt"];

    private readonly Settings _asked;
    private readonly Settings _answered;

    private TaskDefinitionRevision(StoredEvent by, MaskedPart request, MaskedPart response)
    {
        By = by;
        var told = response["taskDefinition"];
        _asked = Settings.Of(request, "clientToken");
        _answered = Settings.Of(told, Response);
        Family = request["family"].Text ?? told["family"].Text;
        Revision = int.TryParse(told["revision"].Text, out var revision) ? revision : null;
        var definition = request.IsObject ? request : told;
        Containers = [.. definition["containerDefinitions"].Items().Select(container => new DefinedContainer(container["name"].Text, container["image"].Text))];
        TaskRole = definition["taskRoleArn"].Text;
        ExecutionRole = definition["executionRoleArn"].Text;
    }

    /// <summary>The call that registered it.</summary>
    public StoredEvent By { get; }

    /// <summary>Its family.</summary>
    public string? Family { get; }

    /// <summary>Its number in the family; null where the response was not recorded.</summary>
    public int? Revision { get; }

    /// <summary>Its containers, in their order.</summary>
    public IReadOnlyList<DefinedContainer> Containers { get; }

    /// <summary>Whether an image is named by a tag alone, so that what it means may change while its text does not.</summary>
    public bool NamesByTag => Containers.Any(container => ImageReference.Parse(container.Image) is { Digest: null });

    /// <summary>The role of what runs in it, or null.</summary>
    public string? TaskRole { get; }

    /// <summary>The role that starts it, or null.</summary>
    public string? ExecutionRole { get; }

    /// <summary>All that the call says of it, as lines.</summary>
    public IReadOnlyList<ChangeLine> Lines => SettingsDiff.SetTo(_asked.ByPlace.Count > 0 ? _asked : _answered);

    /// <summary>The name and number, as AWS writes them; the family alone where the number is not known.</summary>
    public string Name => Revision is null ? Family ?? "" : $"{Family}:{Revision}";

    /// <summary>The revisions that these events registered, oldest first. Calls that were refused registered nothing.</summary>
    public static IReadOnlyList<TaskDefinitionRevision> Read(IEnumerable<StoredEvent> events) =>
    [
        .. ThingEvents.Done(events).Where(stored => stored.Event.Action == "RegisterTaskDefinition")
            .Select(stored => (stored, MaskedPart.Read(stored.Record)))
            .Select(read => new TaskDefinitionRevision(read.stored, read.Item2.Request, read.Item2.Response))
            // Within a second only the numbers tell which came first.
            .OrderBy(revision => revision.By.Event.Time).ThenBy(revision => revision.Revision).ThenBy(revision => revision.By.Cursor.Value),
    ];

    /// <summary>What is other than in an earlier revision; null where the two records do not hold what could be compared, as CloudTrail leaves out what is very large.</summary>
    public IReadOnlyList<ChangeLine>? Since(TaskDefinitionRevision earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        // What was asked for is compared with what was asked for: the response adds AWS's defaults.
        return _asked.ByPlace.Count > 0 && earlier._asked.ByPlace.Count > 0 ? SettingsDiff.Between(earlier._asked, _asked)
            : _answered.ByPlace.Count > 0 && earlier._answered.ByPlace.Count > 0 ? SettingsDiff.Between(earlier._answered, _answered)
            : null;
    }
}

/// <summary>A container of a task definition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">Its image as written: <see cref="ImageReference"/> reads it.</param>
public sealed record DefinedContainer(string? Name, string? Image);
