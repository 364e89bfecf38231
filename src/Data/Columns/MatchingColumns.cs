using System.Runtime.CompilerServices;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>Events in memory, counted by at most two threads.</summary>
internal sealed class MatchingColumns(ColumnsSnapshot columns, ColumnFilter filter) : IMatchingEvents
{
    private const int Threads = 2;

    // Fewer slices than this are counted before a second thread would have begun.
    private const int FewSlices = 4;

    private readonly Lock _lock = new();
    private readonly Lock _rowsLock = new();
    private ulong[]?[]? _rows;

    /// <summary>Whether no other rows are found than those that match.</summary>
    public bool IsExact => filter.IsExact;

    /// <summary>The keys of the newest events that match, below a cursor. No more slices are looked at than that takes, unless all were already.</summary>
    public List<long> NewestKeys(long? below, int limit, CancellationToken cancellationToken) => columns.NewestKeys(
        Volatile.Read(ref _rows) is { } known ? i => known[i] : i => filter.On(columns.Slices[i]), below, limit, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var rows = Rows(cancellationToken);
        var count = 0L;
        for (var i = 0; i < rows.Length; i++)
        {
            count += rows[i] is not { } some ? 0 : some == columns.Slices[i].Every ? columns.Slices[i].Rows : RowBits.Count(some);
        }

        return Task.FromResult(count);
    }

    public Task<(long First, long Last)?> EndsAsync(CancellationToken cancellationToken)
    {
        var rows = Rows(cancellationToken);
        var (first, last) = (Array.FindIndex(rows, some => some is not null), Array.FindLastIndex(rows, some => some is not null));
        return Task.FromResult<(long, long)?>(first < 0
            ? null
            : (columns.Slices[first].Keys[RowBits.Lowest(rows[first]!)], columns.Slices[last].Keys[RowBits.Highest(rows[last]!)]));
    }

    public Task AddToAsync(GroupTally groups, CancellationToken cancellationToken)
    {
        ForEachPass(groups.Values, PlaceCounts.Lend, PlaceCounts.TakeBack, (pass, slice, rows, counts) =>
        {
            var column = slice[pass.Kind];
            if (rows == slice.Every && column.Summary is { } summary)
            {
                counts = summary;
            }
            else
            {
                column.Count(slice, rows, counts);
            }

            lock (_lock)
            {
                Add(groups, slice, column.Codes, pass.Codes, counts);
            }
        }, cancellationToken);
        return Task.CompletedTask;
    }

    public Task AddToAsync(ValueCounts counts, CancellationToken cancellationToken)
    {
        // A thread's own counts cost as much as the field has values; its first slice has those that are added to.
        var first = counts;
        ForEachPass(
            counts.Values,
            () => Interlocked.Exchange(ref first, null) ?? new ValueCounts(counts.Values),
            own =>
            {
                if (own != counts)
                {
                    counts.Add(own);
                    own.Dispose();
                }
            },
            (pass, slice, rows, own) => slice[pass.Kind].AddTo(own, pass.Codes, slice, rows),
            cancellationToken);
        return Task.CompletedTask;
    }

    public Task AddToAsync(GroupSparks sparks, CancellationToken cancellationToken)
    {
        ForEachPass(sparks.Values, () => new SparkCounts(), _ => { }, (pass, slice, rows, counts) =>
        {
            counts.Begin(slice[pass.Kind].Codes, code => sparks.Has(pass.Codes.Of(code)));
            foreach (var (bucket, from, to) in Spans(slice, sparks.Buckets))
            {
                counts.Count(slice[pass.Kind], rows, from, to);
                lock (_lock)
                {
                    counts.AddTo((code, count) => sparks.Add(pass.Codes.Of(code), bucket, count));
                }
            }
        }, cancellationToken);
        return Task.CompletedTask;
    }

    public Task AddToAsync(TimeBucket[] bars, TimeBuckets buckets, CancellationToken cancellationToken)
    {
        var rows = Rows(cancellationToken);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] is not { } some)
            {
                continue;
            }

            var slice = columns.Slices[i];
            foreach (var (bucket, from, to) in Spans(slice, buckets))
            {
                ref var bar = ref bars[bucket];
                bar = new TimeBucket(
                    bar.Count + RowBits.Count(some, some, from, to),
                    bar.Errors + RowBits.Count(some, slice.Errors, from, to),
                    bar.Writes + RowBits.Count(some, slice.Writes, from, to));
            }
        }

        return Task.CompletedTask;
    }

    // The rows of a slice by bucket: they are in the order of time. Rows out of the range match nothing, so any bucket is right for them.
    private static IEnumerable<(int Bucket, int From, int To)> Spans(Slice slice, TimeBuckets buckets)
    {
        for (var from = 0; from < slice.Rows;)
        {
            var bucket = Math.Max(0, buckets.Of(slice.Keys[from]));
            var behind = (Int128)buckets.StartKey + ((Int128)(bucket + 1) * buckets.WidthKey);
            var to = bucket == buckets.Count - 1 || behind > long.MaxValue ? slice.Rows : slice.RowsBelow((long)behind);
            yield return (bucket, from, to);
            from = to;
        }
    }

    // A slice may have as many codes as rows: not to be run as slow first code for long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(GroupTally groups, Slice slice, int[] codes, CodePart part, PlaceCounts counts)
    {
        for (var place = 0; place < codes.Length; place++)
        {
            if (counts.Count(place) is var count and > 0)
            {
                groups.Add(part.Of(codes[place]), new RowCounts(
                    count, counts.Errors(place), counts.Writes(place), slice.Keys[counts.First(place)], slice.Keys[counts.Last(place)]));
            }
        }
    }

    private ulong[]?[] Rows(CancellationToken cancellationToken)
    {
        // Those who ask the same at once wait for the first, rather than do its work again.
        lock (_rowsLock)
        {
            if (_rows is null)
            {
                var rows = new ulong[]?[columns.Slices.Length];
                For(rows.Length, i => rows[i] = filter.On(columns.Slices[i]), cancellationToken);
                Volatile.Write(ref _rows, rows);
            }

            return _rows;
        }
    }

    private void ForEach<T>(Func<T> tool, Action<T> done, Action<Slice, ulong[], T> work, CancellationToken cancellationToken)
    {
        var rows = Rows(cancellationToken);
        var slices = Enumerable.Range(0, rows.Length).Where(i => rows[i] is not null).ToArray();
        using var tools = new ThreadLocal<T>(tool, trackAllValues: true);
        For(slices.Length, i => work(columns.Slices[slices[i]], rows[slices[i]]!, tools.Value!), cancellationToken);
        foreach (var used in tools.Values)
        {
            done(used);
        }
    }

    private static void For(int count, Action<int> work, CancellationToken cancellationToken)
    {
        if (count <= FewSlices)
        {
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(i);
            }

            return;
        }

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken }, work);
    }

    private void ForEachPass<T>(FieldValues values, Func<T> tool, Action<T> done, Action<ColumnPass, Slice, ulong[], T> work, CancellationToken cancellationToken)
    {
        var passes = ColumnPass.Of(values, columns.Terms, cancellationToken);
        ForEach(tool, done, (slice, rows, own) =>
        {
            foreach (var pass in passes)
            {
                if (pass.Of(slice, rows) is { } some)
                {
                    work(pass, slice, some, own);
                }
            }
        }, cancellationToken);
    }

    /// <summary>Counts of those codes of a slice that are in a group.</summary>
    private sealed class SparkCounts
    {
        private readonly List<int> _codes = [];
        private int[] _numberOfPlace = [];
        private int[] _counts = [];

        public void Begin(int[] codes, Func<int, bool> isWanted)
        {
            if (_numberOfPlace.Length < codes.Length)
            {
                _numberOfPlace = new int[codes.Length];
            }

            _codes.Clear();
            for (var place = 0; place < codes.Length; place++)
            {
                _numberOfPlace[place] = isWanted(codes[place]) ? _codes.Count : -1;
                if (_numberOfPlace[place] >= 0)
                {
                    _codes.Add(codes[place]);
                }
            }

            if (_counts.Length < _codes.Count)
            {
                _counts = new int[_codes.Count];
            }
        }

        public void Count(CodeColumn column, ulong[] rows, int from, int to)
        {
            if (_codes.Count > 0)
            {
                Array.Clear(_counts, 0, _codes.Count);
                column.CountInto(_counts, _numberOfPlace, rows, from, to);
            }
        }

        public void AddTo(Action<int, int> add)
        {
            for (var number = 0; number < _codes.Count; number++)
            {
                if (_counts[number] > 0)
                {
                    add(_codes[number], _counts[number]);
                }
            }
        }
    }
}
