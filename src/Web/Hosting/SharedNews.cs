using System.Collections.Concurrent;

namespace TrailBoard.Web.Hosting;

/// <summary>Tells the open pages of this site that something has changed which all people share: saved views, watches and what they found.</summary>
internal sealed class SharedNews
{
    private readonly ConcurrentDictionary<Guid, Action> _readers = [];

    /// <summary>Calls an action at each change, on the thread of whoever tells it: it must neither wait nor throw.</summary>
    /// <returns>Ends the calls when it is disposed.</returns>
    public IDisposable Subscribe(Action changed)
    {
        var id = Guid.NewGuid();
        _readers[id] = changed;
        return new Subscription(_readers, id);
    }

    /// <summary>Something has changed.</summary>
    public void Tell()
    {
        foreach (var reader in _readers.Values)
        {
            reader();
        }
    }

    private sealed class Subscription(ConcurrentDictionary<Guid, Action> readers, Guid id) : IDisposable
    {
        public void Dispose() => readers.TryRemove(id, out _);
    }
}
