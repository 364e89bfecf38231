using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using TrailBoard.Core.Search;
using TrailBoard.Data.Store.Actors;

namespace TrailBoard.Data.Store;

/// <summary>The dictionaries at a moment. Codes are dense: the value of code <c>n</c> is item <c>n - 1</c>.</summary>
internal sealed record TermsSnapshot(long Head, ImmutableArray<TermList> Values, ImmutableArray<SetList> Sets)
{
    public static TermsSnapshot Empty { get; } = new(
        0,
        [.. Enumerable.Range(0, Term.Kinds).Select(kind => new TermList((TermKind)kind))],
        [.. Enumerable.Range(0, Term.Kinds).Select(_ => new SetList())]);

    private static readonly string?[] Nothing = new string?[ThingTerms.Parts];

    /// <summary>Who is behind the keys and callers; those of <see cref="Terms.WithActorsAsync"/> know all of the dictionaries.</summary>
    public KnownActors Actors { get; init; } = KnownActors.Nobody;

    /// <summary>How much memory they take.</summary>
    public long Bytes => Values.Sum(values => values.Bytes) + Sets.Sum(sets => sets.Bytes) + Actors.Bytes;

    /// <summary>The parts of a code's value.</summary>
    public string?[] PartsOf(TermKind kind, int code) => code == 0 ? Nothing : Values[(int)kind].PartsOf(code - 1);

    /// <summary>A part of a code's value in UTF-8; empty where it has none.</summary>
    public ReadOnlySpan<byte> PartOf(TermKind kind, int code, int part) => code == 0 ? default : Values[(int)kind].PartOf(code - 1, part);

    /// <summary>The values of a code that may stand for a set.</summary>
    public IReadOnlyList<string> ListOf(TermKind kind, int code)
    {
        if (code >= 0)
        {
            return code == 0 ? [] : [PartsOf(kind, code)[0] ?? ""];
        }

        var members = Sets[(int)kind][~code];
        var values = new string[members.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = PartsOf(kind, members[i])[0] ?? "";
        }

        return values;
    }
}

/// <summary>The values of a kind, in the order of their codes. Longer lists share memory with the shorter ones, as <see cref="TextList"/> does.</summary>
internal readonly struct TermList
{
    private readonly TextList _texts;
    private readonly int _parts;
    private readonly RecentParts _recent;

    public TermList(TermKind kind)
        : this(new TextList(), Term.PartsOf(kind), new RecentParts())
    {
    }

    private TermList(TextList texts, int parts, RecentParts recent) => (_texts, _parts, _recent) = (texts, parts, recent);

    public int Count => _texts.Count;

    /// <summary>How much memory it takes.</summary>
    public long Bytes => _texts.Bytes;

    /// <summary>A value in UTF-8, its parts as <see cref="Term.Join"/> joined them.</summary>
    public ReadOnlySpan<byte> this[int index] => _texts[index];

    /// <summary>The next value of a range that may hold the bytes, or -1, as <see cref="TextList.NextWith"/> finds it.</summary>
    public int NextWith(Utf8Needle needle, int from, int to) => _texts.NextWith(needle, from, to);

    /// <summary>A part of a value in UTF-8; empty where it has none.</summary>
    public ReadOnlySpan<byte> PartOf(int index, int part)
    {
        var rest = _texts[index];
        if (_parts == 1)
        {
            return part == 0 ? rest : default;
        }

        for (; part > 0; part--)
        {
            var end = rest.IndexOf(Term.SeparatorByte);
            if (end < 0)
            {
                return default;
            }

            rest = rest[(end + 1)..];
        }

        return rest.IndexOf(Term.SeparatorByte) is var behind and >= 0 ? rest[..behind] : rest;
    }

    /// <summary>The parts of a value as strings, which are not there until they are asked for.</summary>
    public string?[] PartsOf(int index)
    {
        if (_recent.Find(index) is not { } parts)
        {
            parts = Term.Split(Encoding.UTF8.GetString(_texts[index]));
            _recent.Add(index, parts);
        }

        return parts;
    }

    // Another first value begins another list, whose values are not those that were remembered.
    public TermList Add(ReadOnlySpan<byte> value) => new(_texts.Add(value), _parts, Count == 0 ? new RecentParts() : _recent);

    /// <summary>The strings of values that were asked for lately: most are of few values, such as actions and regions.</summary>
    private sealed class RecentParts
    {
        private const int Places = 512;

        private readonly Entry?[] _entries = new Entry?[Places];

        public string?[]? Find(int index) => Volatile.Read(ref _entries[index & (Places - 1)]) is { } entry && entry.Index == index ? entry.Parts : null;

        public void Add(int index, string?[] parts) => Volatile.Write(ref _entries[index & (Places - 1)], new Entry(index, parts));

        private sealed record Entry(int Index, string?[] Parts);
    }
}

/// <summary>Sets of terms, each the codes of its members, in the order of the record. Longer lists share memory with the shorter ones, as <see cref="TextList"/> does.</summary>
internal readonly struct SetList
{
    private readonly TextList _members;

    public SetList()
        : this(new TextList())
    {
    }

    private SetList(TextList members) => _members = members;

    public int Count => _members.Count;

    /// <summary>How much memory it takes.</summary>
    public long Bytes => _members.Bytes;

    public ReadOnlySpan<int> this[int index] => MemoryMarshal.Cast<byte, int>(_members[index]);

    public SetList Add(ReadOnlySpan<int> members) => new(_members.Add(MemoryMarshal.AsBytes(members)));
}
