using System.Collections;
using BenchmarkDotNet.Attributes;
using TrailBoard.Benchmarks.Scale.Trails;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store;

namespace TrailBoard.Benchmarks;

/// <summary>
/// What a question on columns in memory is made of, each beside the plain way: which values of a dictionary a condition matches, which rows,
/// how two conditions meet, and how rows are counted by a value. One operation is all of <see cref="Events"/> events of a generated trail.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(ReaderBenchmark.InProcessShortRun))]
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class InMemoryBenchmark
{
    /// <summary>The events of the trail.</summary>
    public const int Events = 100_000;

    private static readonly Filter Writes = FilterParser.Parse("readonly:false");
    private static readonly EventQuery Written = new(Writes, TimeRange.All);

    private readonly CodeSets _sets = new();
    private Bench? _bench;
    private Func<Task>? _end;
    private IEventQueries? _queries;
    private ColumnsSnapshot? _columns;
    private string?[] _users = [];
    private (ulong[] Left, ulong[] Right)[] _bits = [];
    private (BitArray Left, BitArray Right)[] _plainBits = [];

    /// <summary>Imports the trail and loads its columns.</summary>
    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    // What runs benchmarks within the process does not wait for a setup that is asynchronous.
    private async Task SetupAsync()
    {
        var cache = Environment.GetEnvironmentVariable("TRAILBOARD_BENCH_CACHE") ?? Path.Combine(Path.GetTempPath(), "trailboard-bench");
        var (trail, _) = await ScaleTrail.PrepareAsync(cache, Events, isFurther: false, Console.Error);
        _bench = await Bench.OpenAsync();
        if (!_bench.Part<ILocalTrails>().TryPaths([Path.Combine(trail, "AWSLogs")], out var source, out var problem))
        {
            throw new InvalidOperationException(problem);
        }

        await _bench.ImportAsync(source);
        _queries = _bench.Part<IEventQueries>();
        var columns = _bench.Part<LiveColumns>();
        var stop = new CancellationTokenSource();
        var running = columns.RunAsync(stop.Token);
        _end = async () =>
        {
            await stop.CancelAsync();
            await running.ContinueWith(_ => { }, TaskScheduler.Default);
            stop.Dispose();
        };
        while (columns.State is { IsLoading: true } or { Days: 0 })
        {
            await Task.Delay(5);
        }

        _columns = columns.Current!;
        _users = [.. Enumerable.Range(1, _columns.Terms.Values[(int)TermKind.Actor].Count).Select(code => _columns.Terms.PartsOf(TermKind.Actor, code)[2])];
        _bits = [.. _columns.Slices.Select(slice => (slice.Writes, slice.Errors))];
        _plainBits = [.. _columns.Slices.Select(slice => (Plain(slice, slice.Writes), Plain(slice, slice.Errors)))];
        if (ValuesOfPattern() != ValuesOfPatternOneByOne() || RowsOfActions() != RowsOfActionsOneByOne() || Meeting() != MeetingOfBitArrays() || (await ActionsOfWritesAsync()).Groups[0].Count != ActionsOfWritesOneByOne()
            || (await CountedActionsOfWritesAsync()).Groups[0].Count != ActionsOfWritesOneByOne())
        {
            throw new InvalidOperationException("Two ways gave different answers.");
        }
    }

    /// <summary>Ends what was begun.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _end!().GetAwaiter().GetResult();
        _bench!.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>How many callers' names hold a text: each is looked at, as a string that is there already.</summary>
    [Benchmark(Baseline = true), BenchmarkCategory("dictionary")]
    public int ValuesOfPatternOneByOne()
    {
        var count = 0;
        foreach (var user in _users)
        {
            count += user?.Contains("garcia", StringComparison.OrdinalIgnoreCase) == true ? 1 : 0;
        }

        return count;
    }

    /// <summary>The same as a set of codes, as the first question with this condition makes it; later ones have it.</summary>
    [Benchmark, BenchmarkCategory("dictionary")]
    public int ValuesOfPattern()
    {
        var set = new CodeSets().Of(TermKind.Actor, FilterParser.Parse("user:*garcia*"), _columns!.Terms, CancellationToken.None);
        return Enumerable.Range(1, _columns.Terms.Values[(int)TermKind.Actor].Count).Count(set.Contains);
    }

    /// <summary>The rows whose action a pattern matches: each row's code is looked up.</summary>
    [Benchmark(Baseline = true), BenchmarkCategory("mask")]
    public int RowsOfActionsOneByOne()
    {
        var (set, count) = (ActionsOfPattern(), 0);
        foreach (var slice in _columns!.Slices)
        {
            var column = slice[(int)TermKind.Action];
            for (var row = 0; row < slice.Rows; row++)
            {
                count += set.Contains(column[row]) ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>The same as bits.</summary>
    [Benchmark, BenchmarkCategory("mask")]
    public int RowsOfActions()
    {
        var (set, count) = (ActionsOfPattern(), 0);
        foreach (var slice in _columns!.Slices)
        {
            count += slice[(int)TermKind.Action].Match(set, slice) is { } rows ? RowBits.Count(rows) : 0;
        }

        return count;
    }

    /// <summary>How many rows two conditions share, with the bits of the framework.</summary>
    [Benchmark(Baseline = true), BenchmarkCategory("meeting")]
    public int MeetingOfBitArrays()
    {
        var count = 0;
        foreach (var (left, right) in _plainBits)
        {
            var both = new BitArray(left).And(right);
            for (var row = 0; row < both.Length; row++)
            {
                count += both[row] ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>The same with ours.</summary>
    [Benchmark, BenchmarkCategory("meeting")]
    public int Meeting()
    {
        var count = 0;
        foreach (var (left, right) in _bits)
        {
            count += RowBits.And(left, right) is { } both ? RowBits.Count(both) : 0;
        }

        return count;
    }

    /// <summary>The most frequent action of the writes: each row is looked at and counted in a dictionary.</summary>
    [Benchmark(Baseline = true), BenchmarkCategory("facet")]
    public long ActionsOfWritesOneByOne()
    {
        var counts = new Dictionary<int, long>();
        foreach (var slice in _columns!.Slices)
        {
            var (actions, flags) = (slice[(int)TermKind.Action], slice[0]);
            for (var row = 0; row < slice.Rows; row++)
            {
                if ((flags[row] & (int)TrailBoard.Core.Events.EventFlags.Write) != 0)
                {
                    counts[actions[row]] = counts.GetValueOrDefault(actions[row]) + 1;
                }
            }
        }

        return counts.Values.Max();
    }

    /// <summary>The facet as the Events page asks for it: its twenty first values and their counts.</summary>
    [Benchmark, BenchmarkCategory("facet")]
    public Task<EventGroups> CountedActionsOfWritesAsync() =>
        _queries!.GroupAsync(new GroupQuery(Written, EventFields.Action, 20) { CountsOnly = true }, CancellationToken.None);

    /// <summary>As groups are shown, with their errors, writes, first and last times.</summary>
    [Benchmark, BenchmarkCategory("facet")]
    public Task<EventGroups> ActionsOfWritesAsync() => _queries!.GroupAsync(new GroupQuery(Written, EventFields.Action, 20), CancellationToken.None);

    private CodeSet ActionsOfPattern() => _sets.Of(TermKind.Action, FilterParser.Parse("action:*Layer*"), _columns!.Terms, CancellationToken.None);

    private static BitArray Plain(Slice slice, ulong[] words) => new([.. Enumerable.Range(0, slice.Rows).Select(row => (words[row >> 6] >> (row & 63) & 1) != 0)]);
}
