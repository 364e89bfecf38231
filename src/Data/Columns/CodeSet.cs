using TrailBoard.Core.Search;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>The codes of a column that a leaf of a filter matches: a bit for each term and each set of terms.</summary>
internal sealed class CodeSet
{
    private readonly ulong[] _terms;
    private readonly ulong[] _sets;

    private CodeSet(ulong[] terms, int termCount, ulong[] sets, int setCount) => (_terms, Terms, _sets, Sets) = (terms, termCount, sets, setCount);

    /// <summary>Of how many codes of terms it tells, code 0 included.</summary>
    public int Terms { get; }

    /// <summary>Of how many sets.</summary>
    public int Sets { get; }

    public static CodeSet Empty { get; } = new([], 0, [], 0);

    public bool Contains(int code) => code >= 0 ? Has(_terms, code) : Has(_sets, ~code);

    /// <summary>The same leaf on dictionaries that have grown: only what is new is looked at.</summary>
    /// <param name="matches">Whether a code of a term matches.</param>
    public CodeSet Grow(TermKind kind, TermsSnapshot terms, Func<int, bool> matches, CancellationToken cancellationToken)
    {
        var termCount = kind == 0 ? Slice.Flags + 1 : terms.Values[(int)kind].Count + 1;
        var members = terms.Sets[(int)kind];
        if (termCount <= Terms && members.Count <= Sets)
        {
            return this;
        }

        var (bits, setBits) = (Longer(_terms, termCount), Longer(_sets, members.Count));
        for (var code = Terms; code < termCount; code++)
        {
            if (code % 1_024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Put(bits, code, matches(code));
        }

        for (var set = Sets; set < members.Count; set++)
        {
            Put(setBits, set, Array.Exists(members[set], term => Has(bits, term)));
        }

        return new CodeSet(bits, termCount, setBits, members.Count);
    }

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

    private static bool Has(ulong[] bits, int index) => (uint)(index >> 6) < (uint)bits.Length && (bits[index >> 6] & (1UL << index)) != 0;

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

    private readonly Lock _lock = new();
    private readonly Dictionary<(TermKind Kind, Filter Leaf), CodeSet> _sets = [];

    /// <summary>The codes that a leaf matches, in a column or (kind 0) in the flags.</summary>
    public CodeSet Of(TermKind kind, Filter leaf, TermsSnapshot terms, CancellationToken cancellationToken)
    {
        CodeSet? known;
        lock (_lock)
        {
            known = _sets.GetValueOrDefault((kind, leaf), CodeSet.Empty);
        }

        var column = kind == 0 ? null : EventColumns.Of(kind);
        var grown = known.Grow(
            kind,
            terms,
            code => FilterEvaluator.Matches(leaf, column?.Sample(terms, code) ?? EventColumns.SampleOf((Core.Events.EventFlags)code), default),
            cancellationToken);
        if (grown != known)
        {
            lock (_lock)
            {
                if (_sets.Count >= MaxLeaves)
                {
                    _sets.Clear();
                }

                _sets[(kind, leaf)] = grown;
            }
        }

        return grown;
    }
}
