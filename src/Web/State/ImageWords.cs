using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The passport of an image in words.</summary>
public static class ImageWords
{
    /// <summary>What is known of it in single facts.</summary>
    public static IEnumerable<ThingFact> Facts(ImagePassport passport)
    {
        ArgumentNullException.ThrowIfNull(passport);
        yield return new("Repository", new SentencePart(passport.Repository.Value, EventFields.Repository, passport.Repository.Value))
        {
            Note = $"{passport.Repository.Account} {passport.Repository.Region}",
        };
        if (passport.Pushes is [var first, ..])
        {
            yield return new(passport.Pushes.Count > 1 ? "First pushed" : "Pushed", RepositoryWords.Who(first.By)) { Time = first.Time, EventId = first.By.Event.EventId };
        }

        var now = passport.Tags.Where(tag => tag.Digest == passport.Digest).ToList();
        yield return new("Tags now", [.. now.Select(tag => RepositoryWords.Tag(passport.Repository, tag.Tag))]) { Note = now.Count == 0 ? "none that is known" : null };
        if (passport.Platforms.Count > 0)
        {
            yield return new("A list of images", [.. passport.Platforms.Select(RepositoryWords.Image)]) { Note = "one for each platform: what runs is one of these" };
        }

        yield return passport.End is { } end
            ? new(EndTitle(end.Kind), RepositoryWords.Who(end.By)) { Time = end.By.Event.Time, EventId = end.By.Event.EventId, Note = EndNote(end) }
            : new("Its end") { Note = "it is there, by what was imported" };
    }

    /// <summary>What became of its tags, newest first.</summary>
    public static IEnumerable<ThingMoment> Tags(ImagePassport passport)
    {
        ArgumentNullException.ThrowIfNull(passport);
        return passport.Tags.SelectMany(tag => tag.Moves.Select(move => (move.By.Cursor, Moment: RepositoryWords.Moment(passport.Repository, tag.Tag, move))))
            .OrderByDescending(step => step.Cursor.Value).Select(step => step.Moment);
    }

    /// <summary>What ran it, newest first.</summary>
    public static IEnumerable<ThingMoment> Uses(ImagePassport passport)
    {
        ArgumentNullException.ThrowIfNull(passport);
        return passport.Uses.Reverse().Select(use => new ThingMoment(use.Time, use.Use.By.Event.EventId, [.. RepositoryWords.Who(use.Use.By), .. Said(use)])
        {
            Tone = use.IsAmbiguous ? MomentTone.Change : MomentTone.Calm,
            Badge = use.IsAmbiguous ? "ambiguous" : use.Link == ImageLink.ByDigest ? "by digest" : "by tag at that time",
            Note = Note(use),
        });
    }

    /// <summary>The tasks that are reported to have run it, newest first.</summary>
    public static IEnumerable<ThingMoment> Reports(ImagePassport passport)
    {
        ArgumentNullException.ThrowIfNull(passport);
        return passport.Reports.Reverse().Select(use => new ThingMoment(
            use.Time,
            use.Use.By.Event.EventId,
            [.. RepositoryWords.Who(use.Use.By), new("reported that it ran in"), .. use.Use.Tasks.Count == 0 ? [new("a task")] : use.Use.Tasks.Take(2).Select(task => new SentencePart(task.Value, EventFields.Task, task.Value))])
        {
            Note = $"{use.Use.By.Event.Account} {use.Use.By.Event.Region}",
        });
    }

    /// <summary>The task definitions that name it, newest first.</summary>
    public static IEnumerable<ThingMoment> Definitions(ImagePassport passport)
    {
        ArgumentNullException.ThrowIfNull(passport);
        return passport.Definitions.Reverse().Select(naming => new ThingMoment(
            naming.Registered.By.Event.Time,
            naming.Registered.By.Event.EventId,
            [.. RepositoryWords.Who(naming.Registered.By), new("registered"), new(naming.Registered.Definition.Value, EventFields.TaskDefinition, naming.Registered.Definition.Value)])
        {
            Badge = naming.Link == ImageLink.ByDigest ? "by digest" : "by tag",
            Note = $"{naming.Reference} · {naming.Registered.Definition.Account} {naming.Registered.Definition.Region}",
        });
    }

    /// <summary>Its pushes into the repository, newest first.</summary>
    /// <param name="note">What is said below a push, or null.</param>
    public static IEnumerable<ThingMoment> Pushes(ImagePassport passport, Func<RegistryChange.ImagePut, string?> note)
    {
        ArgumentNullException.ThrowIfNull(passport);
        return passport.Pushes.Reverse().Select(push => new ThingMoment(
            push.Time,
            push.By.Event.EventId,
            [.. RepositoryWords.Who(push.By), new("pushed it"), .. push.Tag is { } tag ? [new("as"), RepositoryWords.Tag(passport.Repository, tag)] : Array.Empty<SentencePart>()])
        {
            Note = note(push),
        });
    }

    /// <summary>Who is behind a push, how far that can be trusted, and from which source it was built where a job's token says it.</summary>
    public static string Behind(ActorChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return $"behind it: {chain.Who.Label} ({ActorWords.Kind(chain.Who)}, {chain.Certainty})"
            + (OriginOf(chain) is { } origin ? $", built from {Source(origin)}" : "");
    }

    /// <summary>The source that the job's token names; null where nobody behind it is a job. It is as good as the chain that leads to it.</summary>
    public static GitOrigin? OriginOf(ActorChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return chain.Who is ActorHop.WebIdentity { Subject: { } subject } ? GitOrigin.Parse(subject) : null;
    }

    /// <summary>The source that an image was built from, in words.</summary>
    public static string Source(GitOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return origin.Repository + (origin.Ref is { } name ? $", {name}" : "") + (origin.Environment is { } environment ? $", environment {environment}" : "");
    }

    private static IEnumerable<SentencePart> Said(ImageUse use)
    {
        yield return EventSentence.Of(use.Use.By.Event).Did;
        if (use.Use.Service is { } service)
        {
            yield return new(service.Value, EventFields.EcsService, service.Value);
        }

        foreach (var task in use.Use.Tasks.Take(2))
        {
            yield return new(task.Value, EventFields.Task, task.Value);
        }

        if (use.Use.Definition is { } definition)
        {
            yield return new("with");
            yield return new(definition.Value, EventFields.TaskDefinition, definition.Value);
        }
    }

    private static string Note(ImageUse use)
    {
        var place = $"{use.Use.By.Event.Account} {use.Use.By.Event.Region}";
        var named = use.Reference is { } reference ? $"{reference} · {place}" : $"the record names the digest · {place}";
        var elsewhere = use.IsElsewhere ? " · the registry of another region, to which no push is known: it may have been copied there" : "";
        return named + elsewhere + (use.IsAmbiguous ? $" · while it was deployed the tag was also on {string.Join(" and ", use.Others.Select(other => other ?? "nothing that is known"))}" : "");
    }

    private static string EndTitle(TagMoveKind kind) => kind switch
    {
        TagMoveKind.Expired => "Expired",
        TagMoveKind.Untagged => "Lost its last tag",
        _ => "Deleted",
    };

    private static string? EndNote(ImageEnd end) => end.Kind switch
    {
        TagMoveKind.Expired when end.Rule is { } rule => $"by the rule “{rule}”",
        TagMoveKind.Untagged => "the last that is known: an image without tags is deleted with it, if it had no other",
        TagMoveKind.RepositoryDeleted => "with its repository",
        _ => null,
    };
}
