using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>Steps of one key that follow each other: what a push or a deployment is made of.</summary>
internal sealed class Chain
{
    private readonly List<StoredEvent> _steps;
    private readonly List<StoredEvent> _reads = [];

    public Chain(FoldKey key, StoredEvent first) => (Key, _steps) = (key, [first]);

    public FoldKey Key { get; }

    public IEnumerable<StoredEvent> Events => _steps;

    public TrailEvent First => _steps[0].Event;

    public TrailEvent Last => _steps[^1].Event;

    public bool IsFinished => Key.Kind != ActivityKind.Deployment || IsDeploying(Last);

    /// <summary>How far from the steps a read of the same caller still belongs to them: who deploys, or builds, then watches.</summary>
    public TimeSpan Watched => Key.Kind == ActivityKind.Pull || Key.Kind == ActivityKind.Expiry ? TimeSpan.Zero
        : Key.Kind == ActivityKind.Build ? TimeSpan.FromMinutes(20)
        : Key.Kind == ActivityKind.Deployment || Key.Kind == ActivityKind.ApiChange ? TimeSpan.FromMinutes(5)
        : TimeSpan.FromMinutes(2);

    /// <summary>Adds the next step, unless something else begins with it.</summary>
    public bool TryAdd(StoredEvent next)
    {
        var gap = next.Event.Time - Last.Time;
        var goesOn = gap <= Longest && (Key.Kind == ActivityKind.Push ? Last.Action != "PutImage" || (next.Event.Action == "PutImage" && gap <= TimeSpan.FromMinutes(1))
            : Key.Kind != ActivityKind.Deployment || !IsDeploying(Last));
        if (goesOn)
        {
            _steps.Add(next);
        }

        return goesOn;
    }

    public void AddRead(StoredEvent read) => _reads.Add(read);

    public Activity ToActivity()
    {
        var events = _reads.Count == 0 ? _steps : [.. _steps.Concat(_reads).Order(EventOrder.Instance)];
        return new(Key.Kind, events, Headline);
    }

    private StoredEvent Headline => Key.Kind == ActivityKind.Pull ? _steps.FindLast(step => step.Event.Action == "BatchGetImage") ?? _steps[^1]
        : Key.Kind == ActivityKind.ApiChange ? _steps.FindLast(step => step.Event.Action == "CreateDeployment") ?? _steps[^1]
        : _steps[^1];

    // Pulls of a caller go together all day: a cluster pulls whenever a task starts.
    private TimeSpan Longest => Key.Kind == ActivityKind.Pull ? TimeSpan.MaxValue
        : Key.Kind == ActivityKind.ApiChange ? TimeSpan.FromHours(1)
        : Key.Kind == ActivityKind.Exec ? TimeSpan.FromMinutes(30)
        : Key.Kind == ActivityKind.Deployment ? TimeSpan.FromMinutes(15)
        : TimeSpan.FromMinutes(10);

    private static bool IsDeploying(TrailEvent step) => step.Action is "UpdateService" or "CreateService";
}
