using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Store;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>
/// Loads the columns and keeps them at the store's last commit. One at a time makes the next state; readers take the last that
/// was published and wait for nobody.
/// </summary>
internal sealed partial class LiveColumns(
    TrailDatabase database, Terms terms, IOptions<StoreOptions> options, TimeProvider time, ILogger<LiveColumns> logger) : ILiveColumns, IDisposable
{
    // Between two looks at whether another process has committed.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // So long a question waits for the state that its other half is answered from; then the database answers all of it.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // More changes than this are not merged: loading anew is faster, and needs no memory for them.
    private const int MaxChanges = 500_000;

    // Following takes a quarter of the time at most.
    private const int RestsOfWork = 3;

    // After something was taken in: what comes meanwhile is taken in together. The more that is, the less of it touches the same slice
    // anew; and with the work itself what was committed is still seen within a second.
    private static readonly TimeSpan PauseAfterWork = TimeSpan.FromMilliseconds(600);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AnnouncedRows _announced = new();
    private SliceBuilder? _builder;
    private ColumnsSnapshot? _current;
    private ColumnsState _state = ColumnsState.Off;
    private bool _isLoaded;

    /// <summary>How many bytes the slices and the dictionaries may take. Dictionaries are there in full, however many that are.</summary>
    public long Limit { get; set; } = options.Value.ColumnsMegabytes * 1_048_576L;

    /// <summary>How many rows a slice may have: fewer in tests, so that there are many slices of few events.</summary>
    public int SliceRows { get; set; } = Slice.MaxRows;

    /// <summary>How many rows may wait to be taken in, about three seconds of an import and 20 MB; beyond them the import waits. Fewer in tests.</summary>
    public int MostAnnounced { get; set; } = 200_000;

    /// <summary>The last state, or null where there is none.</summary>
    public ColumnsSnapshot? Current => Volatile.Read(ref _current);

    public ColumnsState State => Volatile.Read(ref _state);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Limit == 0)
        {
            return;
        }

        try
        {
            await InTurnAsync(BeginAsync, cancellationToken);
            var pause = Pause;
            while (true)
            {
                if (!_isLoaded)
                {
                    await InTurnAsync(LoadDayAsync, cancellationToken);
                }
                else
                {
                    await WriteNowAndThenAsync(cancellationToken);
                    await Task.Delay(pause, time, cancellationToken);
                    var (begun, before) = (time.GetTimestamp(), Current);
                    await InTurnAsync(FollowAsync, cancellationToken);
                    var least = ReferenceEquals(Current, before) ? Pause : PauseAfterWork;
                    pause = time.GetElapsedTime(begun) * RestsOfWork is var rest && rest > least ? rest : least;
                }
            }
        }
        finally
        {
            // In turn: a commit that is being taken in would publish columns that nobody keeps up to date.
            await _turn.WaitAsync(CancellationToken.None);
            await WriteStoredAsync(CancellationToken.None);
            Volatile.Write(ref _current, null);
            Volatile.Write(ref _state, ColumnsState.Off);
            _announced.Clear();
            _turn.Release();
        }
    }

    /// <summary>
    /// The columns exactly at a mark of the store, or null where they are not there soon. It takes in what this process has
    /// committed, which is known; what another has is searched for only behind, and no question waits for that.
    /// </summary>
    public async Task<ColumnsSnapshot?> AtAsync(StoreMark mark, CancellationToken cancellationToken)
    {
        if (Current is { } behind && behind.Mark.Object < mark.Object && await _turn.WaitAsync(Patience, cancellationToken))
        {
            await WithTurnAsync(TakeInAnnouncedAsync, cancellationToken);
        }

        return Current is { } current && current.Mark == mark ? current : null;
    }

    /// <summary>Remembers what this process has just committed. Called while the writer's gate is held, so that it is in the order of commits.</summary>
    public void Announce(CommittedRows committed)
    {
        if (Current is not null)
        {
            _announced.Add(committed);
        }
    }

    /// <summary>
    /// Waits where so much is announced that the memory for it would grow and grow: events in no order touch all days, and can be written
    /// faster than they are taken in.
    /// </summary>
    public Task WaitForRoomAsync() => _announced.Rows > MostAnnounced ? TakeInAsync() : Task.CompletedTask;

    /// <summary>Takes in what was committed, for whoever has no more to write. Until then the columns follow by themselves, within a second.</summary>
    public async Task TakeInAsync()
    {
        if (Current is null)
        {
            return;
        }

        // Without a token: the rows are committed, and whoever asks after the import was told of it shall find them.
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            await WithTurnAsync(FollowAsync, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever it is, the import that has just been committed must not end with it.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The next look at the store finds the rows there, or ends the run with what is wrong and leaves the database to answer.
            _announced.Clear();
        }
    }

    public void Dispose() => _turn.Dispose();

    // Only whoever has the turn makes slices.
    private SliceBuilder Builder => _builder ??= new SliceBuilder(SliceRows);

    private async Task InTurnAsync(Func<TrailContext, CancellationToken, Task<bool>> step, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        await WithTurnAsync(step, cancellationToken);
    }

    // Gives the turn back.
    private async Task WithTurnAsync(Func<TrailContext, CancellationToken, Task<bool>> step, CancellationToken cancellationToken)
    {
        try
        {
            await database.ReadAsync(context => step(context, cancellationToken), cancellationToken);
        }
        catch
        {
            // Broken off within a column it would number the next one's codes wrongly.
            _builder = null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> BeginAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var (days, mark) = (await CodedRows.CountDaysAsync(context, long.MaxValue, cancellationToken), await StoreMark.ReadAsync(context, cancellationToken));
        await OpenStoredAsync(context, mark, cancellationToken);
        _isLoaded = false;
        Publish(new ColumnsSnapshot(mark, long.MaxValue, [], await terms.AsOfAsync(context, cancellationToken)), days);
        return true;
    }

    private async Task<bool> LoadDayAsync(TrailContext context, CancellationToken cancellationToken)
    {
        await FollowAsync(context, cancellationToken);
        var columns = Current!;
        if (await CodedRows.NewestBelowAsync(context, columns.Floor, cancellationToken) is not { } newest)
        {
            _isLoaded = true;
            Publish(columns with { Floor = long.MinValue }, 0);
            return true;
        }

        var day = Slice.StartOf(Slice.DayOf(newest));
        var slices = await StoredDayAsync(context, columns, newest, cancellationToken) is { } stored
            ? stored.Sum(slice => slice.Bytes) <= Limit - columns.Bytes ? stored : null
            : CodedRows.Slices(context, day, columns.Floor, Limit - columns.Bytes, Builder);
        _isLoaded = slices is null;
        var daysBelow = Math.Max(0, State.Days - State.DaysLoaded - (_isLoaded ? 0 : 1));
        Publish(slices is null ? columns : columns with { Floor = day, Slices = [.. slices, .. columns.Slices] }, daysBelow);
        return true;
    }

    private async Task<bool> FollowAsync(TrailContext context, CancellationToken cancellationToken)
    {
        if (await TakeInAnnouncedAsync(context, cancellationToken))
        {
            return true;
        }

        // Another process wrote, or this one more than it remembers.
        var (columns, mark) = (Current!, await StoreMark.ReadAsync(context, cancellationToken));
        var rows = columns.Mark.IsBeyond(mark)
            ? null
            : await CodedRows.WrittenAfterAsync(context, columns.Floor, long.MaxValue, columns.Mark.Block, MaxChanges, cancellationToken);
        if (rows is null)
        {
            return await BeginAsync(context, cancellationToken);
        }

        var daysBelow = Math.Max(0, State.Days - State.DaysLoaded);
        if (mark.Removal != columns.Mark.Removal)
        {
            // First: what was written after a removal may lie below its key, and stays.
            columns = columns.WithoutBelow(await Removals.BelowAsync(context, columns.Mark.Removal, cancellationToken), Builder);
            daysBelow = columns.Floor == long.MinValue ? 0 : await CodedRows.CountDaysAsync(context, columns.Floor, cancellationToken);
        }

        Grow(columns, rows, mark, await terms.AsOfAsync(context, cancellationToken), daysBelow);
        return true;
    }

    // Whether the columns are then as the context's snapshot of the store is.
    private async Task<bool> TakeInAnnouncedAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var mark = await StoreMark.ReadAsync(context, cancellationToken);
        if (Current is not { } columns || columns.Mark == mark)
        {
            return true;
        }

        var dictionaries = await terms.AsOfAsync(context, cancellationToken);
        if (columns.Mark.Removal != mark.Removal || _announced.Between(columns.Mark.Object, mark.Object) is not { } committed)
        {
            return false;
        }

        Grow(columns, committed, mark, dictionaries, Math.Max(0, State.Days - State.DaysLoaded));
        return true;
    }

    private void Grow(ColumnsSnapshot columns, CodedBatch rows, StoreMark mark, TermsSnapshot dictionaries, int daysBelow)
    {
        var next = rows.Count == 0
            ? columns with { Mark = mark, Terms = dictionaries }
            : columns.With(rows, mark, dictionaries, Builder);
        var days = DaysOf(next.Slices);
        while (next.Bytes > Limit && days.Count > 0)
        {
            // The oldest day goes back to the database.
            _isLoaded = true;
            daysBelow++;
            var floor = Slice.StartOf(days[0] + 1);
            next = next with { Floor = floor, Slices = [.. next.Slices.Where(slice => slice.Keys[0] >= floor)] };
            days.RemoveAt(0);
        }

        Publish(next, daysBelow);
        _announced.Forget(mark.Object);
    }

    private void Publish(ColumnsSnapshot columns, int daysBelow)
    {
        var days = DaysOf(columns.Slices).Count;
        DateTimeOffset? since = columns.Floor switch
        {
            long.MinValue => null,
            long.MaxValue => EventKey.MaxTime,
            var floor => EventKey.TimeOf(floor),
        };
        Volatile.Write(ref _state, new ColumnsState(days, days + daysBelow, !_isLoaded, since, columns.Bytes) { TextBytes = columns.Terms.Bytes });
        Volatile.Write(ref _current, columns);
    }

    private static List<long> DaysOf(Slice[] slices) => [.. slices.Select(slice => Slice.DayOf(slice.Keys[0])).Distinct()];
}
