using System.Text.Json;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>Reads what records say that became of repositories.</summary>
public static class RegistryChanges
{
    // As many as one call can name, and a push of more platforms than that is none.
    private const int MostOfOne = 1_000;

    /// <summary>What records changed, oldest first; the copies of one call are one change.</summary>
    internal static IEnumerable<RegistryChange> Of(IEnumerable<StoredEvent> records) => CallCopies.Once(records).Select(Read).OfType<RegistryChange>();

    /// <summary>What a record changed; null where it was refused or failed, changed nothing, or names no repository.</summary>
    /// <param name="stored">The event with its record.</param>
    public static RegistryChange? Read(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var trailEvent = stored.Event;
        if (trailEvent.IsError || ContainerActions.Find(trailEvent.Service, trailEvent.Action) is not { IsMutating: true, IsPlumbing: false } action
            || (action.Service != ContainerServices.Ecr && action.Service != ContainerServices.EcrPublic))
        {
            return null;
        }

        var things = ContainerThings.Of(trailEvent, stored.Record.Span);
        if (things.FirstOrDefault(thing => thing.Kind == ThingKind.Repository) is not { } repository)
        {
            return null;
        }

        using var json = RecordJson.Read(stored.Record);
        return action.Name switch
        {
            "PutImage" => Put(repository, stored, json),
            "BatchDeleteImage" => Deleted(repository, stored, json),
            "PolicyExecutionEvent" => Expired(repository, stored, json.Details),
            "SetRepositoryPolicy" => new RegistryChange.PolicySet(repository, stored, PolicyKind.Access, Written(stored, "policyText")),
            "DeleteRepositoryPolicy" => new RegistryChange.PolicySet(repository, stored, PolicyKind.Access, null),
            "PutLifecyclePolicy" => new RegistryChange.PolicySet(repository, stored, PolicyKind.Lifecycle, Written(stored, "lifecyclePolicyText")),
            "DeleteLifecyclePolicy" => new RegistryChange.PolicySet(repository, stored, PolicyKind.Lifecycle, null),
            "CreateRepository" => new RegistryChange.Created(repository, stored, [.. Settings(json)]),
            "PutImageTagMutability" or "PutImageScanningConfiguration" => new RegistryChange.SettingsGiven(repository, stored, [.. Settings(json)]),
            "DeleteRepository" => new RegistryChange.Deleted(repository, stored),
            "StartImageScan" => Scan(repository, stored, json),
            _ => new RegistryChange.Other(repository, stored),
        };
    }

    private static RegistryChange.ImagePut Put(ContainerThing repository, StoredEvent stored, RecordJson json)
    {
        var put = json.Response.Part("image").Part("imageId");
        return new(
            repository, stored,
            put.Text("imageTag") ?? json.Request.Text("imageTag"),
            put.Text("imageDigest") ?? json.Request.Text("imageDigest"),
            Platforms(json.Request.Text("imageManifest")));
    }

    // A list of images for several platforms names each of them: what runs is one of these, what has the tag is the list.
    private static IReadOnlyList<string> Platforms(string? manifest)
    {
        if (manifest is null)
        {
            return [];
        }

        try
        {
            using var list = JsonDocument.Parse(manifest);
            return [.. list.RootElement.Part("manifests").Items().Select(item => item.Text("digest")).OfType<string>().Take(MostOfOne)];
        }
        catch (JsonException)
        {
            // A manifest that was cut: the record shows it as it is.
            return [];
        }
    }

    private static RegistryChange.ImagesDeleted? Deleted(ContainerThing repository, StoredEvent stored, RecordJson json)
    {
        var wanted = json.Request.Part("imageIds").Items().ToList();
        var answer = json.Response.Part("imageIds");
        var answered = answer.Items().ToList();
        if (answer.ValueKind is JsonValueKind.Array && answered.Count == 0)
        {
            // The call went through and each of its images failed: none was there, or something still needs it.
            return null;
        }


        // Who names a digest deletes the image; who names a tag takes the tag away, and the image only with its last one.
        var whole = wanted.Select(id => id.Text("imageDigest")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var images = (answered.Count > 0 ? answered : wanted).Take(MostOfOne)
            .Select(id => (Digest: id.Text("imageDigest"), Tag: id.Text("imageTag")))
            .Where(id => id.Digest is not null || id.Tag is not null)
            .GroupBy(id => id.Digest, StringComparer.Ordinal)
            .SelectMany(image => image.Key is { } digest
                ? [new RemovedImage(digest, TagsOf(image), whole.Contains(digest) || image.All(id => id.Tag is null))]
                : image.Select(id => new RemovedImage(null, [id.Tag!], false)));
        return new(repository, stored, [.. images]);
    }

    private static IReadOnlyList<string> TagsOf(IEnumerable<(string? Digest, string? Tag)> ids) => [.. ids.Select(id => id.Tag).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static RegistryChange.ImagesExpired Expired(ContainerThing repository, StoredEvent stored, JsonElement details)
    {
        using var shown = Shown(stored);
        var rules = shown.Details.Part("lifecycleEventPolicy").Part("lifecycleEventRules").Items()
            .GroupBy(rule => rule.Word("rulePriority") ?? "", StringComparer.Ordinal).ToDictionary(rule => rule.Key, rule => rule.First(), StringComparer.Ordinal);
        var images = new List<RemovedImage>();
        foreach (var act in details.Part("lifecycleEventImageActions").Items().Take(MostOfOne))
        {
            var image = act.Part("lifecycleEventImage");
            var priority = act.Word("rulePriority") ?? "";
            var rule = rules.GetValueOrDefault(priority);
            if (image.Text("digest") is { } digest)
            {
                // A rule can also move an image to another class of storage, which leaves it where it is.
                images.Add(new(digest, [.. image.Part("tagList").Items().Select(tag => tag.Text()).OfType<string>()],
                    rule.Text("action") is null or "expire" or "EXPIRE", rule.Text("description") ?? (priority.Length > 0 ? $"rule {priority}" : null)));
            }
        }

        return new(repository, stored, images);
    }

    private static string? Written(StoredEvent stored, string name)
    {
        using var shown = Shown(stored);
        return shown.Request.Text(name);
    }

    // What people wrote into a policy is told in their words, so it is read as masking shows it.
    private static RecordJson Shown(StoredEvent stored) => RecordJson.Read(Redaction.Mask(stored.Record, out _));

    private static IEnumerable<(RepositorySetting Setting, string Value)> Settings(RecordJson json)
    {
        var request = json.Request;
        var made = json.Response.Part("repository");
        (RepositorySetting Setting, string? Value)[] found =
        [
            (RepositorySetting.TagMutability, request.Text("imageTagMutability") ?? made.Text("imageTagMutability")),
            (RepositorySetting.ScanOnPush, request.Part("imageScanningConfiguration").Word("scanOnPush") ?? made.Part("imageScanningConfiguration").Word("scanOnPush")),
            (RepositorySetting.Encryption, request.Part("encryptionConfiguration").Text("encryptionType") ?? made.Part("encryptionConfiguration").Text("encryptionType")),
            (RepositorySetting.EncryptionKey, request.Part("encryptionConfiguration").Text("kmsKey") ?? made.Part("encryptionConfiguration").Text("kmsKey")),
        ];
        return found.Where(setting => setting.Value is not null).Select(setting => (setting.Setting, setting.Value!));
    }

    private static RegistryChange.ScanStarted Scan(ContainerThing repository, StoredEvent stored, RecordJson json)
    {
        var (asked, told) = (json.Request.Part("imageId"), json.Response.Part("imageId"));
        return new(repository, stored, told.Text("imageTag") ?? asked.Text("imageTag"), told.Text("imageDigest") ?? asked.Text("imageDigest"));
    }
}
