using System.Threading.Channels;
using TrailBoard.Core.Import.Reading;

namespace TrailBoard.Core.Import;

/// <summary>
/// Imports what a source lists: readers run side by side, one writer commits, queues are bounded and everything waits for
/// the store. The same for files, uploads, demo data and AWS.
/// </summary>
/// <remarks>
/// Nothing can wait in a circle. The listing waits for the fetchers only, and they for the readers. A reader waits for room in the queue of the sink, or,
/// once its object is in that queue, for room in that object's own channel. The sink takes objects in the order of that queue,
/// and each of them is either read to its end or has a reader that needs nothing but the sink. A reader hands its object over
/// when it is wholly read or when its channel is full, whichever is first, so a slow object does not keep the sink from others.
/// </remarks>
public sealed class ImportRun
{
    // So many objects are listed ahead of the readers: enough to know the total of most imports early, and little memory.
    private const int ListedAhead = 65_536;
    private const int AskedAtOnce = 500;
    private const string StoppedSentence = "Stopped before its end. What was committed stays; run it again to go on.";

    private readonly IEventSink _sink;
    private readonly IImportLedger _ledger;
    private readonly Func<TrailObject, CancellationToken, IAsyncEnumerable<ObjectReading>> _read;
    private readonly ImportFeed _feed;
    private readonly ImportOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Joins the parts of an import.</summary>
    public ImportRun(
        IEventSink sink,
        IImportLedger ledger,
        TrailObjectReader reader,
        ImportFeed feed,
        ImportOptions options,
        TimeProvider time)
        : this(sink, ledger, reader.ReadAsync, feed, options, time)
    {
    }

    internal ImportRun(
        IEventSink sink,
        IImportLedger ledger,
        Func<TrailObject, CancellationToken, IAsyncEnumerable<ObjectReading>> read,
        ImportFeed feed,
        ImportOptions options,
        TimeProvider time)
    {
        (_sink, _ledger, _read, _feed, _options, _time) = (sink, ledger, read, feed, options, time);
    }

    /// <summary>
    /// Runs to the end of the source. What was committed stays when it is cancelled or a fault stops it; the summary then says
    /// why in <see cref="ImportProgress.Error"/>, and the next run goes on.
    /// </summary>
    /// <param name="source">What to import.</param>
    /// <param name="kind">How it was started, for the ledger.</param>
    /// <param name="progress">Told of every settled object, and now and then of one being read, by one thread at a time; may be null.</param>
    /// <param name="cancellationToken">Stops the run cleanly.</param>
    /// <exception cref="Store.StoreException">The store cannot even open a run.</exception>
    public async Task<ImportSummary> RunAsync(
        ITrailSource source,
        string kind,
        Action<ImportProgress, ObjectOutcome?>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var runId = await _ledger.StartRunAsync(kind, source.Label, cancellationToken);
        var books = new RunBooks(runId, source.Label, _time, (snapshot, outcome) =>
        {
            // Whoever started the run first: pages that watch ask it which run is whose.
            progress?.Invoke(snapshot, outcome);
            _feed.Publish(snapshot);
        });

        var fault = await ImportAsync(runId, source, books, cancellationToken);
        var error = fault switch
        {
            null => null,
            OperationCanceledException when cancellationToken.IsCancellationRequested => StoppedSentence,
            _ => fault.Message,
        };

        // A source is asked every few minutes, and most of the time there is nothing: such runs would hide the others.
        var isForgotten = source is IRemoteSource && books.FoundNothing && (fault is null || error == StoppedSentence);
        try
        {
            // Not with the caller's token: a run that was stopped is closed all the same.
            await (isForgotten
                ? _ledger.ForgetRunAsync(runId, CancellationToken.None)
                : _ledger.FinishRunAsync(runId, books.Unchanged, error, CancellationToken.None));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The store that stopped the run may not take its last line either; the first reason is the one to tell.
            error ??= exception.Message;
            fault ??= exception;
            isForgotten = false;
        }

        return books.Finish(error, fault is OperationCanceledException ? null : fault, isForgotten);
    }

    private async Task<Exception?> ImportAsync(long runId, ITrailSource source, RunBooks books, CancellationToken cancellationToken)
    {
        var listed = Channel.CreateBounded<TrailObject>(new BoundedChannelOptions(ListedAhead) { SingleWriter = true });
        var fetched = Channel.CreateBounded<MeteredObject>(new BoundedChannelOptions(_options.ReaderCount));
        var inFlight = Channel.CreateBounded<ObjectInFlight>(new BoundedChannelOptions(_options.ReaderCount * 2) { SingleReader = true });

        // When any part ends by an exception the others are stopped; the first exception is the reason that is told.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? fault = null;
        async Task Guarded(Func<Task> part)
        {
            try
            {
                await part();
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref fault, exception, null);
                await stop.CancelAsync();
            }
        }

        var fetchers = new ObjectFetchers(books);
        async Task Fetchers()
        {
            // One alone keeps the order of the listing.
            await Task.WhenAll(Enumerable.Range(0, source is IRemoteSource ? ObjectFetchers.AtOnce : 1)
                .Select(_ => Guarded(() => fetchers.FetchAllAsync(listed.Reader, fetched.Writer, stop.Token))));
            fetched.Writer.Complete();
        }

        var readers = new ObjectReaders(_read);
        async Task Readers()
        {
            await Task.WhenAll(Enumerable.Range(0, _options.ReaderCount)
                .Select(_ => Guarded(() => readers.ReadAllAsync(fetched.Reader, inFlight.Writer, stop.Token))));
            inFlight.Writer.Complete();
        }

        await Task.WhenAll(
            Guarded(() => ListAsync(source, listed.Writer, books, stop.Token)),
            Fetchers(),
            Readers(),
            Guarded(async () =>
            {
                await _sink.WriteAsync(runId, inFlight.Reader, books.Settle, stop.Token);
                if (!inFlight.Reader.Completion.IsCompleted)
                {
                    // Otherwise the readers would wait for ever for a sink that has gone.
                    throw new InvalidOperationException("The store stopped writing before the import ended.");
                }
            }));

        while (fetched.Reader.TryRead(out var unread))
        {
            await unread.DropAsync();
        }

        return fault;
    }

    private async Task ListAsync(ITrailSource source, ChannelWriter<TrailObject> listed, RunBooks books, CancellationToken cancellationToken)
    {
        // Work on a thread of its own: a source may list without ever waiting.
        await Task.Yield();
        try
        {
            var batch = new List<TrailObject>(AskedAtOnce);
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using var listing = source.ListAsync(giveUp.Token).GetAsyncEnumerator(giveUp.Token);
            while (true)
            {
                var next = listing.MoveNextAsync().AsTask();
                try
                {
                    if (batch.Count == AskedAtOnce || !next.IsCompleted)
                    {
                        // What is listed goes on while the source waits: a queue may not receive its next message before
                        // the objects of the earlier ones are settled.
                        await AskAsync(batch, listed, books, cancellationToken);
                        batch.Clear();
                    }
                }
                catch
                {
                    // A listing that is at work cannot be disposed.
                    await giveUp.CancelAsync();
                    await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                    throw;
                }

                if (!await next)
                {
                    break;
                }

                books.List(listing.Current);
                batch.Add(listing.Current);
            }

            await AskAsync(batch, listed, books, cancellationToken);
            books.ListingComplete();
        }
        finally
        {
            listed.Complete();
        }
    }

    private async Task AskAsync(List<TrailObject> batch, ChannelWriter<TrailObject> listed, RunBooks books, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var answers = await _ledger.AlreadyImportedAsync(batch, cancellationToken);
        for (var i = 0; i < batch.Count; i++)
        {
            if (answers[i] is { } known)
            {
                var outcome = new ObjectOutcome(batch[i].Source, batch[i].Name, ObjectState.Skipped, known, default);
                books.SettleUnchanged(outcome, batch[i].Size ?? 0);
                await batch[i].SettledAsync(outcome, cancellationToken);
            }
            else
            {
                await listed.WriteAsync(batch[i], cancellationToken);
            }
        }
    }
}

/// <summary>How a run ended.</summary>
/// <param name="Progress">The last snapshot.</param>
/// <param name="Notable">Objects that failed, were skipped or had refusals, in order of settling; at most 1,000, of them 200 skipped ones; the rest is counted in <paramref name="Progress"/>.</param>
/// <param name="Fault">What broke, for the log, where <see cref="ImportProgress.Error"/> is set and nobody asked for the stop; else null.</param>
public sealed record ImportSummary(ImportProgress Progress, IReadOnlyList<ObjectOutcome> Notable, Exception? Fault = null);
