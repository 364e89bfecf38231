using System.Globalization;
using System.Runtime.CompilerServices;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;

namespace TrailBoard.Data.Store;

/// <summary>Gives the codes of values to the writer, adding to the dictionaries what is new.</summary>
internal sealed class TermCodes
{
    private const int MaxJoined = 1_024;

    private readonly TermDictionary[] _terms;
    private readonly TermDictionary _things;
    private readonly TermDictionary _resources;
    private readonly TermDictionary[] _all;
    private readonly ByReference[] _known = [.. Enumerable.Range(0, Term.Kinds).Select(_ => new ByReference())];

    public TermCodes(BulkSession session)
    {
        _terms = [.. Enumerable.Range(0, Term.Kinds).Select(kind => new TermDictionary(session, kind))];
        _things = new TermDictionary(session, TermBlocks.SetsOf(TermKind.Thing));
        _resources = new TermDictionary(session, TermBlocks.SetsOf(TermKind.Resource));
        _all = [.. _terms, _things, _resources];
    }

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
        Thing = ThingOf(from),
        Resource = Of(TermKind.Resource, from.Resources, _resources),
        Shape = Of(TermKind.Shape, from.Category, from.Type),
    };

    /// <summary>The code of all that an event is about.</summary>
    public int ThingOf(TrailEvent of) => Of(of.Repositories, of.Things);

    /// <summary>Marks the start of an object.</summary>
    public void Mark() => Array.ForEach(_all, dictionary => dictionary.Mark());

    /// <summary>Forgets the codes since the mark.</summary>
    public void BackToMark()
    {
        Array.ForEach(_all, dictionary => dictionary.BackToMark());
        Array.ForEach(_known, known => known.Clear());
    }

    /// <summary>Writes what is new, before the commit of the rows that hold it.</summary>
    public void Write() => Array.ForEach(_all, dictionary => dictionary.Write());

    private int Of(TermKind kind, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return 0;
        }

        ref var known = ref _known[(int)kind].Of(value, null);
        return known.Is(value, null) ? known.Code : known.Set(value, null, _terms[(int)kind].CodeOf(Term.Clean(value)));
    }

    private int Of(TermKind kind, string? first, string? second)
    {
        if (string.IsNullOrEmpty(first) && string.IsNullOrEmpty(second))
        {
            return 0;
        }

        ref var known = ref _known[(int)kind].Of(first, second);
        return known.Is(first, second) ? known.Code : known.Set(first, second, CodeOf(kind, first, second));
    }

    private int Of(Actor actor)
    {
        ref var known = ref _known[(int)TermKind.Actor].Of(actor, null);
        return known.Is(actor, null)
            ? known.Code
            : known.Set(actor, null, CodeOf(TermKind.Actor, actor.IdentityType, actor.Identity, actor.User, actor.Role, actor.Session));
    }

    private int CodeOf(TermKind kind, params ReadOnlySpan<string?> parts)
    {
        Span<char> joined = stackalloc char[MaxJoined];
        if (Term.TryJoin(parts, joined, out var length))
        {
            return length < parts.Length ? 0 : _terms[(int)kind].CodeOf(joined[..length]);
        }

        return _terms[(int)kind].CodeOf(Term.Join(parts));
    }

    private int Of(TermKind kind, IReadOnlyList<string> values, TermDictionary sets)
    {
        if (values.Count < 2)
        {
            return values.Count == 0 ? 0 : Of(kind, values[0]);
        }

        Span<int> codes = stackalloc int[Math.Min(values.Count, TrailEvent.MaxResources)];
        var count = 0;
        for (var i = 0; i < values.Count && count < codes.Length; i++)
        {
            Add(codes, ref count, Of(kind, values[i]));
        }

        return CodeOf(codes[..count], sets);
    }

    private int Of(IReadOnlyList<string> repositories, IReadOnlyList<ContainerThing> things)
    {
        if (things.Count == 0 && repositories.Count < 2)
        {
            return repositories.Count == 0 ? 0 : Of(TermKind.Thing, repositories[0]);
        }

        Span<int> codes = stackalloc int[Math.Min(repositories.Count + things.Count, TrailEvent.MaxThings)];
        var count = 0;
        for (var i = 0; i < repositories.Count && count < codes.Length; i++)
        {
            Add(codes, ref count, Of(TermKind.Thing, repositories[i]));
        }

        for (var i = 0; i < things.Count && count < codes.Length; i++)
        {
            Add(codes, ref count, Of(things[i]));
        }

        return CodeOf(codes[..count], _things);
    }

    private int Of(ContainerThing thing)
    {
        ref var known = ref _known[(int)TermKind.Thing].Of(thing, null);
        if (known.Is(thing, null))
        {
            return known.Code;
        }

        Span<string?> parts = [null, null, null, null, null, null, null, null, null, null];
        var part = ThingTerms.PartOf(thing.Kind);
        parts[part] = thing.Value;
        return known.Set(thing, null, CodeOf(TermKind.Thing, parts[..(part + 1)]));
    }

    private static void Add(Span<int> codes, ref int count, int code)
    {
        if (code != 0 && !codes[..count].Contains(code))
        {
            codes[count++] = code;
        }
    }

    private static int CodeOf(ReadOnlySpan<int> codes, TermDictionary sets) => codes.Length switch
    {
        0 => 0,
        1 => codes[0],
        _ => -SetOf(sets, codes),
    };

    private static int SetOf(TermDictionary sets, ReadOnlySpan<int> codes)
    {
        // Ten digits and a space for each.
        Span<char> value = stackalloc char[codes.Length * 11];
        var length = 0;
        foreach (var code in codes)
        {
            if (length > 0)
            {
                value[length++] = ' ';
            }

            code.TryFormat(value[length..], out var digits, default, CultureInfo.InvariantCulture);
            length += digits;
        }

        return sets.CodeOf(value[..length]);
    }

    /// <summary>
    /// Codes by the very object that holds the value: the reader gives the same string for the same text most of the time, and then its
    /// text need not be looked at.
    /// </summary>
    private sealed class ByReference
    {
        private readonly Slot[] _slots = new Slot[1 << 12];

        public ref Slot Of(object? first, object? second) =>
            ref _slots[(RuntimeHelpers.GetHashCode(first) ^ (RuntimeHelpers.GetHashCode(second) << 1)) & (_slots.Length - 1)];

        public void Clear() => Array.Clear(_slots);
    }

    private struct Slot
    {
        private object? _first;
        private object? _second;

        public int Code { get; private set; }

        public readonly bool Is(object? first, object? second) => ReferenceEquals(_first, first) && ReferenceEquals(_second, second);

        public int Set(object? first, object? second, int code)
        {
            (_first, _second, Code) = (first, second, code);
            return code;
        }
    }
}
