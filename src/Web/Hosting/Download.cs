using System.Runtime.CompilerServices;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Hosting;

/// <summary>An export on its way to a browser: the export says how far it is, the page reads it and may stop it. Safe to use from any thread.</summary>
internal sealed class Download(string file, CancellationTokenSource stop, TimeProvider clock)
{
    // What takes less needs no words beside those of the browser.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private readonly long _began = clock.GetTimestamp();
    private long _written;
    private long _expected = -1;
    private double _searched;
    private bool _wasLong;
    private volatile DownloadEnd _end;

    public string File => file;

    /// <summary>How many events were written.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>How many events it will be, or null while nobody knows.</summary>
    public long? Expected => Interlocked.Read(ref _expected) is var known and >= 0 ? known : null;

    /// <summary>Where the records themselves are searched: which part of the events was, from 0 to 1.</summary>
    public double Searched => Volatile.Read(ref _searched);

    public DownloadEnd End => _end;

    public bool IsRunning => _end == DownloadEnd.None;

    /// <summary>Whether there is something to tell of it: it takes long, or did, or came to a bad end.</summary>
    public bool IsTold => _end switch
    {
        DownloadEnd.None => IsLong,
        DownloadEnd.Whole => _wasLong,
        _ => true,
    };

    /// <summary>Cancelled once a person wants it no more.</summary>
    public CancellationToken Stopped => stop.Token;

    private bool IsLong => clock.GetElapsedTime(_began) >= Long;

    public Task StopAsync() => stop.CancelAsync();

    /// <summary>
    /// The events of the export, counted as they are written. How many it will be is asked first, but not where only the records tell: that would be the
    /// whole search once more, so the search says how far it is.
    /// </summary>
    public async IAsyncEnumerable<StoredEvent> ReadAsync(IEventQueries queries, EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (FilterParts.IsDeep(query.Filter))
        {
            query = query with { Watch = new SearchWatch(progress => Volatile.Write(ref _searched, progress.Share)) };
        }
        else
        {
            Interlocked.Exchange(ref _expected, await queries.CountAsync(query, cancellationToken));
        }

        await foreach (var stored in queries.ExportAsync(query, cancellationToken))
        {
            yield return stored;
            Interlocked.Increment(ref _written);
        }
    }

    public void Finish(DownloadEnd end)
    {
        // Before the end, which says that it can be read.
        _wasLong = IsLong;
        _end = end;
    }
}

/// <summary>How a download ended.</summary>
internal enum DownloadEnd
{
    /// <summary>Not yet.</summary>
    None,

    /// <summary>All of it was sent.</summary>
    Whole,

    /// <summary>A person stopped it, on the page or in the browser, or the browser is gone.</summary>
    Stopped,

    /// <summary>It could not be read to the end.</summary>
    Broken,
}
