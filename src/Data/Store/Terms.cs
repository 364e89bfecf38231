using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace TrailBoard.Data.Store;

/// <summary>The dictionaries in memory, for readers. They only ever grow, so what is here stays right; what is missing is read when a question begins.</summary>
internal sealed class Terms : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TermsSnapshot _current = TermsSnapshot.Empty;

    /// <summary>The dictionaries as the context's snapshot of the store has them, or newer.</summary>
    public async Task<TermsSnapshot> AsOfAsync(TrailContext context, CancellationToken cancellationToken)
    {
        // Dictionaries grow with a line of the ledger, in the same commit.
        var head = (await StoreMark.ReadAsync(context, cancellationToken)).Object;
        if (Volatile.Read(ref _current) is var current && head <= current.Head)
        {
            return current;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (head > _current.Head)
            {
                Volatile.Write(ref _current, await GrowAsync(_current, context, head, cancellationToken));
            }

            return _current;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static async Task<TermsSnapshot> GrowAsync(TermsSnapshot from, TrailContext context, long head, CancellationToken cancellationToken)
    {
        var values = from.Values.ToBuilder();
        var sets = from.Sets.ToBuilder();
        foreach (var kind in Enum.GetValues<TermKind>())
        {
            await foreach (var value in NewAsync(context, (int)kind, values[(int)kind].Count, cancellationToken))
            {
                values[(int)kind] = values[(int)kind].Add(Term.Split(value));
            }

            await foreach (var value in NewAsync(context, TermBlocks.SetsOf(kind), sets[(int)kind].Count, cancellationToken))
            {
                sets[(int)kind] = sets[(int)kind].Add(TermBlocks.MembersOf(value));
            }
        }

        return new TermsSnapshot(head, values.ToImmutable(), sets.ToImmutable());
    }

    private static async IAsyncEnumerable<string> NewAsync(
        TrailContext context, int dictionary, int last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var blocks = context.TermBlocks.Where(row => row.Dictionary == dictionary && row.LastId > last).OrderBy(row => row.LastId);
        await foreach (var block in blocks.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            foreach (var value in TermBlocks.Unpack(block.Packed))
            {
                yield return value;
            }
        }
    }
}

/// <summary>The dictionaries at a moment. Codes are dense: the value of code <c>n</c> is item <c>n - 1</c>.</summary>
internal sealed record TermsSnapshot(long Head, ImmutableArray<GrowingList<string?[]>> Values, ImmutableArray<GrowingList<int[]>> Sets)
{
    public static TermsSnapshot Empty { get; } = new(
        0,
        [.. Enumerable.Range(0, Term.Kinds).Select(_ => new GrowingList<string?[]>())],
        [.. Enumerable.Range(0, Term.Kinds).Select(_ => new GrowingList<int[]>())]);

    private static readonly string?[] Nothing = new string?[5];

    /// <summary>The parts of a code's value.</summary>
    public string?[] PartsOf(TermKind kind, int code) => code == 0 ? Nothing : Values[(int)kind][code - 1];

    /// <summary>The values of a code that may stand for a set.</summary>
    public IReadOnlyList<string> ListOf(TermKind kind, int code) => code switch
    {
        0 => [],
        > 0 => [Values[(int)kind][code - 1][0] ?? ""],
        _ => Array.ConvertAll(Sets[(int)kind][-code - 1], term => Values[(int)kind][term - 1][0] ?? ""),
    };
}

/// <summary>A list whose longer versions share memory with the shorter ones. One at a time may add, and only to the longest.</summary>
internal readonly struct GrowingList<T>
{
    private readonly T[] _items;

    public GrowingList()
        : this([], 0)
    {
    }

    private GrowingList(T[] items, int count)
    {
        _items = items;
        Count = count;
    }

    public int Count { get; }

    public T this[int index] => index < Count ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index), index, message: null);

    public GrowingList<T> Add(T item)
    {
        var items = _items;
        if (Count == items.Length)
        {
            items = new T[Math.Max(64, Count * 2)];
            _items.AsSpan(0, Count).CopyTo(items);
        }

        items[Count] = item;
        return new GrowingList<T>(items, Count + 1);
    }
}
