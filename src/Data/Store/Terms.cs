using Microsoft.EntityFrameworkCore;
using TrailBoard.Data.Store.Actors;

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

    /// <summary>The same, with who is behind the keys and callers of the dictionaries.</summary>
    public async Task<TermsSnapshot> WithActorsAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var terms = await AsOfAsync(context, cancellationToken);
        var version = await KnownActors.VersionAsync(context, cancellationToken);
        if (terms.Actors.IsOf(terms, version))
        {
            return terms;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Others may have grown them meanwhile.
            var actors = await _current.Actors.GrowAsync(_current, context, version, cancellationToken);
            if (actors != _current.Actors)
            {
                Volatile.Write(ref _current, _current with { Actors = actors });
            }

            return _current;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // What a growing that was broken off has added is added again, to the same list.
    private static async Task<TermsSnapshot> GrowAsync(TermsSnapshot from, TrailContext context, long head, CancellationToken cancellationToken)
    {
        var values = from.Values.ToBuilder();
        var sets = from.Sets.ToBuilder();
        foreach (var kind in Enum.GetValues<TermKind>())
        {
            await foreach (var packed in NewAsync(context, (int)kind, values[(int)kind].Count).WithCancellation(cancellationToken))
            {
                values[(int)kind] = TermBlocks.AddTo(values[(int)kind], packed);
            }

            await foreach (var packed in NewAsync(context, TermBlocks.SetsOf(kind), sets[(int)kind].Count).WithCancellation(cancellationToken))
            {
                sets[(int)kind] = TermBlocks.AddTo(sets[(int)kind], packed);
            }
        }

        return new TermsSnapshot(head, values.ToImmutable(), sets.ToImmutable()) { Actors = from.Actors };
    }

    private static IAsyncEnumerable<byte[]> NewAsync(TrailContext context, int dictionary, int last) => context.TermBlocks
        .Where(row => row.Dictionary == dictionary && row.LastId > last)
        .OrderBy(row => row.LastId)
        .Select(row => row.Packed)
        .AsAsyncEnumerable();
}
