using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>The kind of thing that a call does: a closed set, ordered as pages show it.</summary>
public sealed class EventVerb
{
    private EventVerb(string name, string title, int order)
    {
        Name = name;
        Title = title;
        Order = order;
    }

    /// <summary>The word in tables and addresses, for example <c>push</c>.</summary>
    public string Name { get; }

    /// <summary>The word for people, for example <c>Push</c>.</summary>
    public string Title { get; }

    /// <summary>Its place on pages, from 0.</summary>
    public int Order { get; }

    /// <summary>An image, or a layer of one, was put into a registry.</summary>
    public static EventVerb Push { get; } = new("push", "Push", 0);

    /// <summary>An image was taken from a registry.</summary>
    public static EventVerb Pull { get; } = new("pull", "Pull", 1);

    /// <summary>What runs was changed: a service, a stage, a deployment.</summary>
    public static EventVerb Deploy { get; } = new("deploy", "Deploy", 2);

    /// <summary>Something was started: a task, a build, a function.</summary>
    public static EventVerb Run { get; } = new("run", "Run", 3);

    /// <summary>A shell was opened in a container.</summary>
    public static EventVerb Exec { get; } = new("exec", "Exec", 4);

    /// <summary>Something that ran was stopped.</summary>
    public static EventVerb Stop { get; } = new("stop", "Stop", 5);

    /// <summary>Something was made.</summary>
    public static EventVerb Create { get; } = new("create", "Create", 6);

    /// <summary>Something was changed.</summary>
    public static EventVerb Update { get; } = new("update", "Update", 7);

    /// <summary>Something was deleted.</summary>
    public static EventVerb Delete { get; } = new("delete", "Delete", 8);

    /// <summary>A setting was changed.</summary>
    public static EventVerb Config { get; } = new("config", "Configure", 9);

    /// <summary>Who may do what was changed.</summary>
    public static EventVerb Policy { get; } = new("policy", "Policy", 10);

    /// <summary>Tags were changed.</summary>
    public static EventVerb Tag { get; } = new("tag", "Tag", 11);

    /// <summary>An image was scanned.</summary>
    public static EventVerb Scan { get; } = new("scan", "Scan", 12);

    /// <summary>A definition was taken in.</summary>
    public static EventVerb Import { get; } = new("import", "Import", 13);

    /// <summary>A definition was taken out.</summary>
    public static EventVerb Export { get; } = new("export", "Export", 14);

    /// <summary>Something was tried out.</summary>
    public static EventVerb Test { get; } = new("test", "Test", 15);

    /// <summary>Somebody signed in, or got credentials.</summary>
    public static EventVerb Auth { get; } = new("auth", "Sign in", 16);

    /// <summary>The ECS agent reported to its service.</summary>
    public static EventVerb Agent { get; } = new("agent", "Agent", 17);

    /// <summary>Something was looked at.</summary>
    public static EventVerb Read { get; } = new("read", "Read", 18);

    /// <summary>Nothing tells what the call does.</summary>
    public static EventVerb Other { get; } = new("other", "Other", 19);

    /// <summary>All verbs, in order.</summary>
    public static IReadOnlyList<EventVerb> All { get; } =
    [
        Push, Pull, Deploy, Run, Exec, Stop, Create, Update, Delete, Config, Policy, Tag, Scan, Import, Export, Test, Auth, Agent, Read, Other,
    ];

    /// <summary>Finds a verb by its name.</summary>
    public static EventVerb? Find(string name) =>
        All.FirstOrDefault(verb => string.Equals(verb.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The verb of a call: from the catalogue for the five container services, else from the words of the action's name,
    /// else from whether the record says that it reads or writes.
    /// </summary>
    /// <param name="service">The event source or its short name.</param>
    /// <param name="action">The event name.</param>
    /// <param name="flags">What the record says about reading and writing.</param>
    public static EventVerb Of(string? service, string? action, EventFlags flags = EventFlags.None) =>
        ContainerActions.Find(service, action) is { IsCatalogued: true } known ? known.Verb : ActionWords.Verb(action, flags);

    /// <summary>The verb of an event.</summary>
    public static EventVerb Of(TrailEvent trailEvent)
    {
        ArgumentNullException.ThrowIfNull(trailEvent);
        return Of(trailEvent.Service, trailEvent.Action, trailEvent.Flags);
    }

    /// <summary>
    /// Whether a call changes anything: for the five container services as the catalogue says, whatever the record's
    /// <c>readOnly</c> says (an expiry deletes, and its record says that it reads); else as the record says, but who signs in
    /// changes nothing; else as the verb suggests, and null where that says nothing either.
    /// </summary>
    /// <param name="service">The event source or its short name.</param>
    /// <param name="action">The event name.</param>
    /// <param name="flags">What the record says about reading and writing.</param>
    public static bool? Changes(string? service, string? action, EventFlags flags = EventFlags.None)
    {
        if (ContainerActions.Find(service, action) is { IsCatalogued: true } known)
        {
            return known.IsMutating;
        }

        var verb = ActionWords.Verb(action, flags);
        return verb == Auth ? false
            : flags.HasFlag(EventFlags.Write) ? true
            : flags.HasFlag(EventFlags.ReadOnly) || verb == Read ? false
            : verb == Other ? null
            : true;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
