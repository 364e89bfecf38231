using System.Collections.Immutable;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;

namespace TrailBoard.Data.Store;

/// <summary>Gives the codes of values to the writer, adding to the dictionaries what is new. Memory is bounded: behind it is the unique index.</summary>
internal sealed class TermCodes
{
    private readonly BulkSession _session;
    private readonly TermCache<string>[] _terms = NewCaches<string>();
    private readonly TermCache<(string?, string?)>[] _pairs = NewCaches<(string?, string?)>();
    private readonly TermCache<Actor> _actors = new();
    private readonly Dictionary<TermList, int>[] _sets = [.. Enumerable.Range(0, Term.Kinds).Select(_ => new Dictionary<TermList, int>())];
    private readonly int[] _lastTerm;
    private readonly int[] _lastSet;

    // A dictionary that was empty when this began, and of which nothing was forgotten, need not be asked for what is not here.
    private readonly bool[] _complete;

    public TermCodes(BulkSession session, StoreHeads heads)
    {
        _session = session;
        _lastTerm = [.. heads.Terms];
        _lastSet = [.. heads.Sets];
        _complete = [.. heads.Terms.Select(last => last == 0)];
        foreach (var kind in (TermKind[])[TermKind.Repository, TermKind.Resource])
        {
            foreach (var set in session.ReadSets(kind).GroupBy(member => member.SetId, member => member.TermId).Take(MaxSets))
            {
                _sets[(int)kind].TryAdd(new TermList([.. set]), set.Key);
            }
        }
    }

    private const int MaxSets = 100_000;

    /// <summary>The row of an event, without its place.</summary>
    public EventRow Encode(TrailEvent from) => new()
    {
        Action = Of(TermKind.Action, from.Service, from.Action),
        Actor = Of(from.Actor),
        Region = Of(TermKind.Region, from.Region),
        Address = Of(TermKind.Address, from.Address),
        Account = Of(TermKind.Account, from.Account),
        AccessKey = Of(TermKind.AccessKey, from.AccessKey),
        Error = Of(TermKind.Error, from.Error),
        ErrorMessage = Of(TermKind.ErrorMessage, from.ErrorMessage),
        Agent = Of(TermKind.Agent, from.UserAgent),
        Repository = Of(TermKind.Repository, from.Repositories),
        Resource = Of(TermKind.Resource, from.Resources),
        Shape = Of(TermKind.Shape, from.Category, from.Type),
    };

    private int Of(TermKind kind, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return 0;
        }

        var cache = _terms[(int)kind];
        return cache.TryGet(value, out var code) ? code : Remember(cache, kind, value, Term.Clean(value));
    }

    private int Of(TermKind kind, string? first, string? second)
    {
        if (string.IsNullOrEmpty(first) && string.IsNullOrEmpty(second))
        {
            return 0;
        }

        var cache = _pairs[(int)kind];
        return cache.TryGet((first, second), out var code) ? code : Remember(cache, kind, (first, second), Term.Join(first, second));
    }

    private int Of(Actor actor)
    {
        if (_actors.TryGet(actor, out var code))
        {
            return code;
        }

        var value = Term.Join(actor.IdentityType, actor.Identity, actor.User, actor.Role, actor.Session);
        return value.Length < Term.PartsOf(TermKind.Actor) ? 0 : Remember(_actors, TermKind.Actor, actor, value);
    }

    private int Of(TermKind kind, IReadOnlyList<string> values)
    {
        if (values.Count < 2)
        {
            return values.Count == 0 ? 0 : Of(kind, values[0]);
        }

        var terms = values.Select(value => Of(kind, value)).Where(code => code != 0).Distinct().ToImmutableArray();
        return terms.Length switch
        {
            0 => 0,
            1 => terms[0],
            _ => -SetOf(kind, new TermList(terms)),
        };
    }

    private int SetOf(TermKind kind, TermList terms)
    {
        var sets = _sets[(int)kind];
        if (sets.TryGetValue(terms, out var id))
        {
            return id;
        }

        if (sets.Count >= MaxSets)
        {
            // A set that is met again after this gets a second number, which means the same.
            sets.Clear();
        }

        id = ++_lastSet[(int)kind];
        _session.InsertSet(kind, id, terms.Ids.AsSpan());
        sets.Add(terms, id);
        return id;
    }

    private int Remember<T>(TermCache<T> cache, TermKind kind, T key, string value)
        where T : notnull
    {
        // Two spellings in memory may be one in the store (null and empty parts, cleaned text), so the index is asked even then.
        var code = _complete[(int)kind] && ReferenceEquals(key, value) ? 0 : _session.FindTerm(kind, value);
        if (code == 0)
        {
            code = ++_lastTerm[(int)kind];
            _session.InsertTerm(kind, code, value);
        }

        if (!cache.Add(key, code, value.Length))
        {
            _complete[(int)kind] = false;
        }

        return code;
    }

    private static TermCache<T>[] NewCaches<T>()
        where T : notnull => [.. Enumerable.Range(0, Term.Kinds).Select(_ => new TermCache<T>())];

    private readonly record struct TermList(ImmutableArray<int> Ids)
    {
        public bool Equals(TermList other) => Ids.AsSpan().SequenceEqual(other.Ids.AsSpan());

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var id in Ids)
            {
                hash.Add(id);
            }

            return hash.ToHashCode();
        }
    }

    /// <summary>Codes by value; it starts anew when it is full.</summary>
    private sealed class TermCache<T>
        where T : notnull
    {
        private const int MaxEntries = 100_000;
        private const int MaxCharacters = 8_000_000;

        private readonly Dictionary<T, int> _codes = [];
        private long _characters;

        public bool TryGet(T key, out int code) => _codes.TryGetValue(key, out code);

        /// <summary>Adds a code.</summary>
        /// <returns>False where all others were forgotten for it.</returns>
        public bool Add(T key, int code, int characters)
        {
            var full = _codes.Count >= MaxEntries || _characters + characters > MaxCharacters;
            if (full)
            {
                _codes.Clear();
                _characters = 0;
            }

            _codes[key] = code;
            _characters += characters;
            return !full;
        }
    }
}
