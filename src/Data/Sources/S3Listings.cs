using System.Collections.Concurrent;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>
/// Follows the listings of a bucket and takes down those that are whole: listed to their end, with every file of them settled one way
/// or another. It outlives passes, to know since when a place has had files: what comes before the first may lie before the trail.
/// </summary>
internal sealed class S3Listings(string source, ICoverageBook? book, TimeProvider time)
{
    // Taking down costs a sync of the disk, so it is done for many at once, or every now and then while an import goes on.
    private const int Enough = 200;
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Account, string Region), DateOnly> _firstDays = [];
    private readonly ConcurrentQueue<ListedPlace> _whole = [];
    private long _taken = time.GetTimestamp();
    private int _openDays;

    /// <summary>Begins a pass: of places that had files before, a day without a folder is known to hold none.</summary>
    /// <param name="days">The folders of days that were found.</param>
    /// <param name="first">The first day that was looked for.</param>
    /// <param name="last">The last day that was looked for.</param>
    /// <param name="at">When the looking began.</param>
    public void Begin(IReadOnlyList<(string Place, DateOnly Day)> days, DateOnly first, DateOnly last, DateTimeOffset at)
    {
        _whole.Clear();
        // Held open by one until the pass is at its end.
        _openDays = 1;
        var found = days.Where(day => IsOfEvents(day.Place)).ToLookup(day => PlaceOf(day.Place), day => day.Day);
        foreach (var place in found)
        {
            var day = place.Min();
            _firstDays[place.Key] = _firstDays.TryGetValue(place.Key, out var known) && known < day ? known : day;
        }

        foreach (var (place, firstDay) in _firstDays)
        {
            var withFiles = found[place].ToHashSet();
            for (var day = firstDay > first ? firstDay : first; day <= last && StartOf(day) < at; day = day.AddDays(1))
            {
                if (!withFiles.Contains(day))
                {
                    _whole.Enqueue(new ListedPlace(place.Account, place.Region, StartOf(day), EndOf(day, at), at));
                }
            }
        }
    }

    /// <summary>Begins the listing of a day of a place.</summary>
    public DayListing Start(string place, DateOnly day)
    {
        Interlocked.Increment(ref _openDays);
        return new DayListing(this, IsOfEvents(place) ? PlaceOf(place) : null, day, time.GetUtcNow());
    }

    /// <summary>Takes down what is whole at the end of a pass; what is settled later is taken down then.</summary>
    public Task EndAsync(CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _openDays);
        return TakeDownAsync(cancellationToken);
    }

    private static bool IsOfEvents(string place) => place.Split('/') is [.., var folder, _, ""] && folder == TrailKey.NameOf(TrailFolder.Events);

    private static (string Account, string Region) PlaceOf(string place) => place.Split('/') is [.., var account, _, var region, ""]
        ? (account, region)
        : throw new ArgumentException($"{place} is not the place of a trail.", nameof(place));

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static DateTimeOffset EndOf(DateOnly day, DateTimeOffset at) => StartOf(day.AddDays(1)) is var end && end < at ? end : at;

    private async Task TakeDownAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _taken, time.GetTimestamp());
        var whole = new List<ListedPlace>();
        while (_whole.TryDequeue(out var listed))
        {
            whole.Add(listed);
        }

        if (book is not null && whole.Count > 0)
        {
            await book.ListedAsync(source, whole, cancellationToken);
        }
    }

    private bool IsTimeToTakeDown => _whole.Count >= Enough
        || (!_whole.IsEmpty && (Volatile.Read(ref _openDays) == 0 || time.GetElapsedTime(Interlocked.Read(ref _taken)) >= LongEnough));

    /// <summary>The listing of one day of a place. It is whole when it and all that it listed are settled.</summary>
    internal sealed class DayListing(S3Listings listings, (string Account, string Region)? place, DateOnly day, DateTimeOffset at)
    {
        // One more than the files that are not settled, until the listing is at its end.
        private int _open = 1;

        /// <summary>Files were listed that are not settled yet. To be told before anybody can settle them.</summary>
        public void Add(int files) => Interlocked.Add(ref _open, files);

        /// <summary>The listing came to its end.</summary>
        public void ReachEnd() => Close();

        /// <summary>A file was settled.</summary>
        public Task SettleAsync(CancellationToken cancellationToken)
        {
            Close();
            return listings.IsTimeToTakeDown ? listings.TakeDownAsync(cancellationToken) : Task.CompletedTask;
        }

        private void Close()
        {
            if (Interlocked.Decrement(ref _open) > 0)
            {
                return;
            }

            if (place is { } of && StartOf(day) < at)
            {
                listings._whole.Enqueue(new ListedPlace(of.Account, of.Region, StartOf(day), EndOf(day, at), at));
            }

            Interlocked.Decrement(ref listings._openDays);
        }
    }
}
