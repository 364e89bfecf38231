using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What became of a repository, in words for its page.</summary>
public static class RepositoryWords
{
    /// <summary>As many changed lines of a policy are laid out; the event has it whole.</summary>
    private const int MostLines = 400;

    /// <summary>A tag by its own name; its page has it with its repository.</summary>
    public static SentencePart Tag(ContainerThing repository, string tag) => new(tag, EventFields.Tag, $"{repository.Value}:{tag}");

    /// <summary>An image by the start of its digest.</summary>
    public static SentencePart Image(string digest) => new(digest.Length > 19 ? digest[..19] : digest, EventFields.Image, digest);

    /// <summary>Who did it: the name that people know, and in what guise.</summary>
    public static IReadOnlyList<SentencePart> Who(StoredEvent by)
    {
        var sentence = EventSentence.Of(by.Event);
        return sentence.How is { } how ? [sentence.Who, new("as"), how] : [sentence.Who];
    }

    /// <summary>A step in the life of a tag.</summary>
    public static ThingMoment Moment(ContainerThing repository, string tag, TagMove move)
    {
        var name = Tag(repository, tag);
        List<SentencePart> said = [.. Who(move.By)];
        said.AddRange(move.Kind switch
        {
            TagMoveKind.Pushed => [new("pushed"), .. On(move.Digest), new("as"), name],
            TagMoveKind.PushedAgain => [new("pushed"), .. On(move.Digest), new("as"), name, new("again")],
            TagMoveKind.Moved => [new("moved"), name, new("from"), .. On(move.Before), new("to"), .. On(move.Digest)],
            TagMoveKind.Untagged => [new("took"), name, new("from"), .. On(move.Before)],
            TagMoveKind.Deleted => [new("deleted"), .. On(move.Before), new(", which had the tag"), name],
            TagMoveKind.Expired => [new("expired"), .. On(move.Before), new(", which had the tag"), name],
            TagMoveKind.RepositoryDeleted => [new("deleted the repository, and"), name, new("with it")],
            _ => throw new ArgumentOutOfRangeException(nameof(move), move.Kind, null),
        });
        return new(move.Time, move.By.Event.EventId, said)
        {
            Tone = move.Kind is TagMoveKind.Pushed or TagMoveKind.PushedAgain ? MomentTone.Calm : move.Kind == TagMoveKind.Moved ? MomentTone.Change : MomentTone.Danger,
            Badge = move.Kind == TagMoveKind.Moved ? "moved" : null,
            Note = move.Rule is { } rule ? $"by the rule “{rule}”" : null,
        };
    }

    /// <summary>What was deleted and what expired, newest first.</summary>
    public static IEnumerable<ThingMoment> Ends(RepositoryStory story)
    {
        ArgumentNullException.ThrowIfNull(story);
        foreach (var change in story.Changes.Reverse())
        {
            var (verb, images) = change switch
            {
                RegistryChange.ImagesDeleted deleted => ("deleted", deleted.Images),
                RegistryChange.ImagesExpired expired => ("expired", expired.Images),
                RegistryChange.Deleted => ("deleted the repository with all its images", []),
                _ => (null, (IReadOnlyList<RemovedImage>)[]),
            };
            if (verb is null)
            {
                continue;
            }

            List<SentencePart> said = [.. Who(change.By), new(images.Count > 0 && images.All(image => !image.IsWhole) ? "took tags away:" : verb)];
            foreach (var (image, index) in images.Take(4).Select((image, index) => (image, index)))
            {
                said.AddRange(index > 0 ? [new(",")] : []);
                said.AddRange(image.Digest is { } digest ? [Image(digest)] : []);
                said.AddRange(image.Tags.Count > 0 && image.Digest is not null ? [new("with the tag")] : []);
                said.AddRange(image.Tags.Take(3).Select(tag => Tag(story.Repository, tag)));
            }

            said.AddRange(images.Count > 4 ? [new($"and {images.Count - 4} more")] : []);
            var rules = images.Select(image => image.Rule).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            yield return new(change.Time, change.By.Event.EventId, said)
            {
                Tone = MomentTone.Danger,
                Note = rules.Count == 0 ? null : $"by the rule{(rules.Count == 1 ? "" : "s")} {string.Join(", ", rules.Select(rule => $"“{rule}”"))}",
            };
        }
    }

    /// <summary>The changes of policies and settings, newest first.</summary>
    public static IEnumerable<ThingMoment> Rules(RepositoryStory story)
    {
        ArgumentNullException.ThrowIfNull(story);
        var policies = story.Policies.ToDictionary(policy => policy.Set.By.Cursor);
        foreach (var change in story.Changes.Reverse())
        {
            IReadOnlyList<SentencePart>? said = change switch
            {
                RegistryChange.PolicySet { Text: null, Kind: var kind } => [new($"took the {Name(kind)} away")],
                RegistryChange.PolicySet { Kind: var kind } => [new($"set the {Name(kind)}")],
                RegistryChange.SettingsGiven given => [new("set " + string.Join(", ", given.Settings.Select(setting => $"{Name(setting.Setting)} to {Value(setting.Setting, setting.Value)}")))],
                RegistryChange.Created => [new("made the repository")],
                RegistryChange.Other => [EventSentence.Of(change.By.Event).Did],
                _ => null,
            };
            if (said is not null)
            {
                var (title, detail) = policies.TryGetValue(change.By.Cursor, out var policy) ? Text(policy) : (null, null);
                yield return new(change.Time, change.By.Event.EventId, [.. Who(change.By), .. said])
                {
                    Tone = change is RegistryChange.PolicySet or RegistryChange.SettingsGiven ? MomentTone.Change : MomentTone.Calm,
                    DetailTitle = title,
                    Detail = detail,
                };
            }
        }
    }

    /// <summary>Scans that were asked for, newest first.</summary>
    public static IEnumerable<ThingMoment> Scans(ContainerThing repository, IEnumerable<RegistryChange.ScanStarted> scans) => scans.Reverse().Select(scan => new ThingMoment(
        scan.Time,
        scan.By.Event.EventId,
        [.. Who(scan.By), new("asked for a scan of"), .. scan.Digest is { } digest ? [Image(digest)] : Array.Empty<SentencePart>(), .. scan.Tag is { } tag ? [new("the tag"), Tag(repository, tag)] : Array.Empty<SentencePart>()]));

    /// <summary>What is known of it now.</summary>
    public static IEnumerable<ThingFact> Facts(RepositoryStory story)
    {
        ArgumentNullException.ThrowIfNull(story);
        if (story.Created is { } created)
        {
            yield return new("Made", Who(created.By)) { Time = created.Time, EventId = created.By.Event.EventId };
        }

        if (story.Deleted is { } deleted)
        {
            yield return new("Deleted", Who(deleted.By)) { Time = deleted.Time, EventId = deleted.By.Event.EventId };
        }

        foreach (var setting in story.Settings)
        {
            yield return new(Title(setting.Setting), new SentencePart(Value(setting.Setting, setting.Value))) { Time = setting.By.Event.Time, EventId = setting.By.Event.EventId };
        }

        foreach (var policy in story.Policies.GroupBy(policy => policy.Set.Kind).Select(policies => policies.Last().Set))
        {
            yield return new(policy.Kind == PolicyKind.Access ? "Access policy" : "Lifecycle policy", new SentencePart(policy.Text is null ? "taken away" : "set")) { Time = policy.Time, EventId = policy.By.Event.EventId };
        }
    }

    private static (string Title, string Detail) Text(PolicyChange change)
    {
        var now = change.Set.Text is null ? "" : TextDiff.Indented(change.Set.Text);
        if (change.Before?.Text is not { } before)
        {
            return now.Length == 0 ? ("What it was is not known", "") : ("Show it", now);
        }

        var lines = TextDiff.Of(TextDiff.Indented(before), now);
        return lines is null ? ("Show it", now)
            : lines.All(line => line.Kind == DiffKind.Same) ? (now.Contains(Redaction.MaskText, StringComparison.Ordinal) ? "The same as before, as far as it is not masked" : "The same as before", now)
            : ("What changed", string.Join('\n', lines.Take(MostLines).Select(line => (line.Kind switch { DiffKind.Added => "+ ", DiffKind.Removed => "- ", _ => "  " }) + line.Text)));
    }

    private static IEnumerable<SentencePart> On(string? digest) => digest is null ? [new("an image that the record does not name")] : [Image(digest)];

    private static string Name(PolicyKind kind) => kind == PolicyKind.Access ? "access policy" : "lifecycle policy";

    private static string Name(RepositorySetting setting) => setting switch
    {
        RepositorySetting.TagMutability => "tag mutability",
        RepositorySetting.ScanOnPush => "scan on push",
        RepositorySetting.Encryption => "encryption",
        RepositorySetting.EncryptionKey => "the encryption key",
        _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, null),
    };

    private static string Title(RepositorySetting setting) => setting switch
    {
        RepositorySetting.TagMutability => "Tags",
        RepositorySetting.ScanOnPush => "Scan on push",
        RepositorySetting.Encryption => "Encryption",
        RepositorySetting.EncryptionKey => "Encryption key",
        _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, null),
    };

    private static string Value(RepositorySetting setting, string value) => (setting, value) switch
    {
        (RepositorySetting.TagMutability, "MUTABLE") => "mutable",
        (RepositorySetting.TagMutability, "IMMUTABLE") => "immutable",
        (RepositorySetting.ScanOnPush, "true") => "on",
        (RepositorySetting.ScanOnPush, "false") => "off",
        _ => value,
    };
}
