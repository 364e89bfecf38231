namespace TrailBoard.Core.Activities;

/// <summary>What somebody did, whatever number of calls it took: a closed set.</summary>
public sealed class ActivityKind
{
    private ActivityKind(string name, string title)
    {
        Name = name;
        Title = title;
    }

    /// <summary>The word in tables and in the API, for example <c>push</c>.</summary>
    public string Name { get; }

    /// <summary>The word for people, for example <c>Push</c>.</summary>
    public string Title { get; }

    /// <summary>An image was pushed: its layers, then its manifest, or several of them for several platforms.</summary>
    public static ActivityKind Push { get; } = new("push", "Push");

    /// <summary>Images were pulled.</summary>
    public static ActivityKind Pull { get; } = new("pull", "Pull");

    /// <summary>A service was told what to run, after its task definition was registered or without.</summary>
    public static ActivityKind Deployment { get; } = new("deployment", "Deployment");

    /// <summary>Tasks were run by hand or by a program.</summary>
    public static ActivityKind Run { get; } = new("run", "Task run");

    /// <summary>EC2 Image Builder was told to build an image.</summary>
    public static ActivityKind Build { get; } = new("build", "Image build");

    /// <summary>APIs were changed, and perhaps deployed.</summary>
    public static ActivityKind ApiChange { get; } = new("api-change", "API change");

    /// <summary>A shell was opened in a task.</summary>
    public static ActivityKind Exec { get; } = new("exec", "Shell");

    /// <summary>A registry expired images by its lifecycle policies.</summary>
    public static ActivityKind Expiry { get; } = new("expiry", "Expiry");

    /// <summary>Roles were taken by web identity, SAML or Identity Center: the steps before the sessions that tell what was done.</summary>
    public static ActivityKind SignIn { get; } = new("sign-in", "Sign-in");

    /// <summary>Somebody looked around: reads that belong to nothing else.</summary>
    public static ActivityKind Look { get; } = new("look", "Look");

    /// <summary>What AWS services, agents, tasks and hosts call by themselves all day.</summary>
    public static ActivityKind Chatter { get; } = new("chatter", "Chatter");

    /// <summary>The same call, again and again.</summary>
    public static ActivityKind Repeat { get; } = new("repeat", "Repeated call");

    /// <summary>One call that belongs to nothing else.</summary>
    public static ActivityKind Single { get; } = new("single", "Call");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<ActivityKind> All { get; } =
        [Push, Pull, Deployment, Run, Build, ApiChange, Exec, Expiry, SignIn, Look, Chatter, Repeat, Single];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
