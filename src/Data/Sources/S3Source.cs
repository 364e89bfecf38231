using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Amazon.S3.Model;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>Opens sources that list a trail's bucket.</summary>
internal sealed class S3Opener(TimeProvider time, ICoverageBook book) : IRemoteSourceOpener
{
    public SourceType Type => SourceType.S3;

    public IRemoteSource Open(SourceOptions source) => new S3Source(
        source,
        () =>
        {
            var session = AwsSessions.First(source);
            return new S3Bucket(source.Bucket, session.S3, session.HomeRegion, time, S3Patience.Default);
        },
        time,
        book);
}

/// <summary>
/// The files of a trail, listed day by day, the newest day first: people look at today before they look at March. A file that is
/// late sorts between earlier ones, so whole days are listed again and the ledger tells what is new.
/// </summary>
/// <param name="open">Opens the bucket when it is first listed.</param>
/// <param name="book">Takes down what was listed to its end; null where nobody wants to know.</param>
internal sealed class S3Source(SourceOptions options, Func<S3Bucket> open, TimeProvider time, ICoverageBook? book = null) : IRemoteSource, IDisposable
{
    /// <summary>How many days are listed again in each pass after one that listed all: deliveries take minutes, sometimes hours.</summary>
    public const int DaysListedAgain = 3;

    /// <summary>How many pages wait to be handed on before no more are asked for.</summary>
    public const int PagesAhead = 16;

    // CloudTrail was announced in this month.
    private static readonly DateOnly FirstDayOfAll = new(2013, 11, 1);

    // CloudTrail tries a delivery again for up to 30 days, and what failed is to be tried again too.
    private static readonly TimeSpan ListAllAfter = TimeSpan.FromDays(1);

    private readonly S3Listings _listings = new(options.Name, book, time);
    private S3Bucket? _bucket;
    private Pass? _last;
    private DateTimeOffset? _allListed;

    public string Label => options.Prefix.Length == 0 ? $"{options.Name}: s3://{options.Bucket}" : $"{options.Name}: s3://{options.Bucket}/{options.Prefix.TrimEnd('/')}";

    public TimeSpan PollAfter { get; } = TimeSpan.FromMinutes(5);

    public IReadOnlyList<string> Notes => [];

    public SourceOutlook? Outlook => null;

    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bucket = _bucket ??= open();
        var pass = Begin();
        var days = await new S3Layout(bucket, options.Prefix, options.Regions, pass.From, pass.To).DaysAsync(cancellationToken);
        _listings.Begin(days, pass.From, pass.To, pass.Began);
        var pages = Channel.CreateBounded<ListedPage>(new BoundedChannelOptions(PagesAhead) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listing = ListDaysAsync(bucket, days, pages.Writer, _listings, stop.Token);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var listed in page.Objects)
                {
                    if (!listed.Key.EndsWith('/'))
                    {
                        yield return ObjectOf(bucket, listed, pass, page.Listing);
                    }
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await listing;
        }

        pass.IsListed = true;
        await _listings.EndAsync(cancellationToken);
    }

    public void Dispose() => _bucket?.Dispose();

    /// <summary>What this pass lists: all, or, after a pass that came to its end, the last days.</summary>
    private Pass Begin()
    {
        var now = time.GetUtcNow();
        if (_last is { IsThrough: true, IsAll: true })
        {
            _allListed = _last.Began;
        }

        // An event is delivered on its own day or later: a file of the day after the range may still belong to it.
        var first = options.From is { } begin ? DayOf(begin) : FirstDayOfAll;
        var last = DayOf(options.To is { } end && end < now ? end : now).AddDays(1);

        // All too where a pass before began later than now: the clock has been set back, and its days are not the last ones.
        var isAll = _allListed is not { } listed || now - listed >= ListAllAfter || _last is not { IsThrough: true } || now < _last.Began;
        var again = isAll ? first : DayOf(_last!.Began).AddDays(-DaysListedAgain);
        return _last = new Pass(now, again > first ? again : first, last, isAll);
    }

    private static async Task ListDaysAsync(S3Bucket bucket, IReadOnlyList<(string Place, DateOnly Day)> days, ChannelWriter<ListedPage> pages, S3Listings listings, CancellationToken cancellationToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                days,
                new ParallelOptions { MaxDegreeOfParallelism = S3Layout.AtOnce, CancellationToken = cancellationToken },
                async (day, token) =>
                {
                    var listing = listings.Start(day.Place, day.Day);
                    await foreach (var page in bucket.PagesAsync(day.Place + TrailKey.DayFolders(day.Day), null, token))
                    {
                        var listed = page.S3Objects ?? [];
                        listing.Add(listed.Count(one => !one.Key.EndsWith('/')));
                        await pages.WriteAsync(new ListedPage(listing, listed), token);
                    }

                    listing.ReachEnd();
                });
            pages.Complete();
        }
        catch (Exception fault)
        {
            // Whoever reads the pages is told; this task itself never fails, so that it can be awaited on every way out.
            pages.Complete(fault);
        }
    }

    private S3TrailObject ObjectOf(S3Bucket bucket, S3Object listed, Pass pass, S3Listings.DayListing listing)
    {
        pass.List();
        var archived = listed.StorageClass?.Value is "GLACIER" or "DEEP_ARCHIVE" ? listed.StorageClass.Value : null;
        var restored = archived is not null && listed.RestoreStatus?.RestoreExpiryDate is not null;
        var modified = S3TrailObject.Utc(listed.LastModified);
        return new S3TrailObject(options.Name, bucket, listed.Key, listed.Size)
        {
            ETag = listed.ETag,
            ArchivedIn = restored ? null : archived,
            // A restored object counts as changed, or the ledger would pass it over for having been archived.
            Settled = (outcome, token) =>
            {
                pass.Settle(outcome);
                return listing.SettleAsync(token);
            },
            Listed = restored ? modified?.AddSeconds(1) : modified,
        };
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private sealed record ListedPage(S3Listings.DayListing Listing, List<S3Object> Objects);

    /// <summary>One listing. It is through when all that it listed is settled and nothing of it failed.</summary>
    private sealed class Pass(DateTimeOffset began, DateOnly from, DateOnly to, bool isAll)
    {
        private int _open;

        public DateTimeOffset Began => began;

        public DateOnly From => from;

        public DateOnly To => to;

        public bool IsAll => isAll;

        public bool IsListed { get; set; }

        public bool IsThrough => IsListed && Volatile.Read(ref _open) == 0;

        public void List() => Interlocked.Increment(ref _open);

        public void Settle(ObjectOutcome outcome)
        {
            if (outcome.State is not ObjectState.Failed)
            {
                Interlocked.Decrement(ref _open);
            }
        }
    }
}
