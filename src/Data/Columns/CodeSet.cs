using TrailBoard.Core.Search;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>The codes of a column that a leaf of a filter matches: a bit for each term and each set of terms.</summary>
internal sealed class CodeSet
{
    private const int Threads = 2;

    // Enough that a second thread is worth its start; cancellation is looked for between them.
    private const int ChunkCodes = 1 << 14;

    private readonly ulong[] _terms;
    private readonly ulong[] _sets;

    private CodeSet(ulong[] terms, int termCount, ulong[] sets, int setCount)
    {
        (_terms, Terms, _sets, Sets) = (terms, termCount, sets, setCount);
        IsEmpty = !terms.AsSpan().ContainsAnyExcept(0UL);
    }

    /// <summary>Whether it has no code: then it has no set either.</summary>
    public bool IsEmpty { get; }

    /// <summary>Of how many codes of terms it tells, code 0 included.</summary>
    public int Terms { get; }

    /// <summary>How much memory it takes.</summary>
    public long Bytes => 8L * (_terms.Length + _sets.Length);

    /// <summary>Of how many sets.</summary>
    public int Sets { get; }

    public static CodeSet Empty { get; } = new([], 0, [], 0);

    public bool Contains(int code) => code >= 0 ? Has(_terms, code) : Has(_sets, ~code);

    /// <summary>The same leaf on dictionaries that have grown: only what is new is looked at.</summary>
    /// <param name="matches">Whether a code of a term matches; asked by two threads at once.</param>
    /// <param name="needle">What the values of all codes hold that match, so that the others need not be asked; null where nothing is known of them.</param>
    public CodeSet Grow(TermKind kind, TermsSnapshot terms, Func<int, bool> matches, CancellationToken cancellationToken, Utf8Needle? needle = null)
    {
        var (termCount, members) = (CountOf(kind, terms), SetsOf(kind, terms));
        var (bits, setBits) = (Longer(_terms, termCount), Longer(_sets, members.Count));
        InChunks(Terms, termCount, (code, end) =>
        {
            for (code = Next(code, end); code < end; code = Next(code + 1, end))
            {
                Put(bits, code, matches(code));
            }
        }, cancellationToken);

        // Where no term matches no set does.
        if (bits.AsSpan().ContainsAnyExcept(0UL))
        {
            InChunks(Sets, members.Count, (set, end) =>
            {
                for (; set < end; set++)
                {
                    Put(setBits, set, HasAny(bits, members[set]));
                }
            }, cancellationToken);
        }

        return new CodeSet(bits, termCount, setBits, members.Count);

        // The value of code n is n - 1, and code 0 has none.
        int Next(int code, int end) => needle is null ? code
            : terms.Values[(int)kind].NextWith(needle, Math.Max(code, 1) - 1, end - 1) is var found and >= 0 ? found + 1 : end;
    }

    // Whole words of bits each, so that no two threads write to one.
    private static void InChunks(int from, int to, Action<int, int> work, CancellationToken cancellationToken) => Parallel.For(
        from / ChunkCodes,
        (to + ChunkCodes - 1) / ChunkCodes,
        new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken },
        chunk => work(Math.Max(from, chunk * ChunkCodes), Math.Min(to, (chunk + 1) * ChunkCodes)));

    /// <summary>Whether it tells of all codes of these dictionaries.</summary>
    public bool IsOf(TermKind kind, TermsSnapshot terms) => CountOf(kind, terms) <= Terms && SetsOf(kind, terms).Count <= Sets;

    /// <summary>What is in either.</summary>
    public CodeSet Or(CodeSet other)
    {
        var (bits, setBits) = (Longer(_terms, other.Terms), Longer(_sets, other.Sets));
        for (var i = 0; i < other._terms.Length; i++)
        {
            bits[i] |= other._terms[i];
        }

        for (var i = 0; i < other._sets.Length; i++)
        {
            setBits[i] |= other._sets[i];
        }

        return new CodeSet(bits, Math.Max(Terms, other.Terms), setBits, Math.Max(Sets, other.Sets));
    }

    private static int CountOf(TermKind kind, TermsSnapshot terms) => kind switch
    {
        0 => Slice.Flags + 1,
        Deeds.Kind => Deeds.CountOf(terms),
        _ => terms.Values[(int)kind].Count + 1,
    };

    private static SetList SetsOf(TermKind kind, TermsSnapshot terms) => terms.Sets[kind == Deeds.Kind ? 0 : (int)kind];

    private static bool Has(ulong[] bits, int index) => (uint)(index >> 6) < (uint)bits.Length && (bits[index >> 6] & (1UL << index)) != 0;

    private static bool HasAny(ulong[] bits, ReadOnlySpan<int> members)
    {
        foreach (var term in members)
        {
            if (Has(bits, term))
            {
                return true;
            }
        }

        return false;
    }

    private static void Put(ulong[] bits, int index, bool value) => bits[index >> 6] |= value ? 1UL << index : 0;

    private static ulong[] Longer(ulong[] bits, int count)
    {
        var longer = new ulong[Math.Max(bits.Length, RowBits.Words(count))];
        bits.CopyTo(longer, 0);
        return longer;
    }
}

/// <summary>Remembers the codes of leaves that were asked for: a page asks the same filter a dozen times.</summary>
internal sealed class CodeSets
{
    private const int MaxLeaves = 256;

    // With ten million events a set may have half a megabyte.
    private const long MaxBytes = 32 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<(TermKind Kind, Filter Leaf), CodeSet> _sets = [];
    private readonly HashSet<Filter> _conditions = [];
    private long _bytes;

    /// <summary>The same condition, as the object that was the first to say it: slices compare objects, which is faster than what they say.</summary>
    public Filter Same(Filter condition)
    {
        lock (_lock)
        {
            if (_conditions.TryGetValue(condition, out var known))
            {
                return known;
            }

            if (_conditions.Count >= MaxLeaves)
            {
                _conditions.Clear();
            }

            _conditions.Add(condition);
            return condition;
        }
    }

    /// <summary>The codes that a leaf matches, in a column, in that of deeds, or (kind 0) in the flags.</summary>
    public CodeSet Of(TermKind kind, Filter leaf, TermsSnapshot terms, CancellationToken cancellationToken)
    {
        CodeSet? known;
        lock (_lock)
        {
            known = _sets.GetValueOrDefault((kind, leaf), CodeSet.Empty);
        }

        if (known.IsOf(kind, terms))
        {
            return known;
        }

        var grown = known.Grow(
            kind,
            terms,
            kind switch
            {
                0 => code => FilterEvaluator.Matches(leaf, EventColumns.SampleOf((Core.Events.EventFlags)code), default),
                Deeds.Kind => Deeds.Matches(leaf, terms),
                _ => EventColumns.Matches(kind, leaf, terms),
            },
            cancellationToken,
            kind is 0 or Deeds.Kind ? null : EventColumns.NeededBy(leaf));
        lock (_lock)
        {
            if (_sets.Count >= MaxLeaves || _bytes + grown.Bytes > MaxBytes)
            {
                _sets.Clear();
                _bytes = 0;
            }

            _bytes += grown.Bytes - (_sets.GetValueOrDefault((kind, leaf))?.Bytes ?? 0);
            _sets[(kind, leaf)] = grown;
        }

        return grown;
    }
}
