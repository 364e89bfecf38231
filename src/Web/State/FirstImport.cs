using TrailBoard.Core.Import;

namespace TrailBoard.Web.State;

/// <summary>Follows the imports that begin while the welcome page is open; what ended before does not concern it.</summary>
public sealed class FirstImport(ImportFeed feed)
{
    private readonly HashSet<long> _before = [.. feed.Current.Where(progress => progress.Finished).Select(progress => progress.RunId)];

    /// <summary>The run that is going on, or null.</summary>
    public ImportProgress? Progress { get; private set; }

    /// <summary>The newest run that has ended, while none is going on, or null.</summary>
    public ImportProgress? Ended { get; private set; }

    /// <summary>Takes the newest progress.</summary>
    public void Look()
    {
        var current = feed.Current;
        Progress = current.FirstOrDefault(progress => !progress.Finished);
        Ended = Progress is null ? current.FirstOrDefault(progress => !_before.Contains(progress.RunId)) : null;
    }
}
