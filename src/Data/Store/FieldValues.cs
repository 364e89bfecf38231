using System.Collections.Concurrent;
using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Data.Store.Actors;

namespace TrailBoard.Data.Store;

/// <summary>
/// The values of a field by code, as numbers: what is counted by code is added up by value without looking at text. The texts are
/// those of the dictionary. Longer versions share memory with the shorter ones, and only one at a time may make the longest longer.
/// </summary>
internal sealed class FieldValues
{
    private readonly EventField _field;
    private readonly int _part;
    private readonly NumberIndex _index;
    private TermList _terms;
    private SetList _sets = new();

    // The first code of each value, and the value of each code.
    private GrowingList<int> _codes = new();
    private GrowingList<int> _ofTerm = new();

    private FieldValues(EventField field, int part, NumberIndex index) => (_field, _part, _index) = (field, part, index);

    public EventField Field => _field;

    /// <summary>Of whom they are, where the field tells who really acted.</summary>
    public KnownActors? Actors { get; private init; }

    /// <summary>How many different values there are.</summary>
    public int Count => _codes.Count;

    /// <summary>A value. It is not there as a string until it is asked for.</summary>
    public string this[int number] => Encoding.UTF8.GetString(InUtf8(number));

    public static FieldValues Empty(EventField field) => new(field, EventColumns.Of(field) is null ? 0 : EventColumns.PartOf(field), new NumberIndex());

    /// <summary>The number of the value of a code that is no set, or -1 where it has none.</summary>
    public int OfTerm(int code) => _ofTerm[code];

    /// <summary>The numbers of the values of a set, each once.</summary>
    public int[] OfSet(int code)
    {
        var members = _sets[~code];
        var numbers = members.Length <= TrailEvent.MaxThings ? stackalloc int[members.Length] : new int[members.Length];
        var count = 0;
        foreach (var member in members)
        {
            // Two codes may mean the same.
            if (_ofTerm[member] is var number and >= 0 && !numbers[..count].Contains(number))
            {
                numbers[count++] = number;
            }
        }

        return numbers[..count].ToArray();
    }

    /// <summary>The order of two values by their characters, as <see cref="string.CompareOrdinal(string, string)"/> has it.</summary>
    public int Compare(int one, int other) => Utf8Order.Compare(InUtf8(one), InUtf8(other));

    /// <summary>The codes that have one of the values.</summary>
    public IEnumerable<int> CodesOf(Func<int, bool> wanted)
    {
        for (var code = 0; code < _ofTerm.Count; code++)
        {
            if (_ofTerm[code] is var number and >= 0 && wanted(number))
            {
                yield return code;
            }
        }

        for (var set = 0; set < _sets.Count; set++)
        {
            if (HasAny(_sets[set], wanted))
            {
                yield return ~set;
            }
        }
    }

    /// <summary>The same field on dictionaries that may have grown.</summary>
    public FieldValues Grow(TermsSnapshot terms)
    {
        if (ActorFields.Has(_field))
        {
            return Actors == terms.Actors ? this : OfActors(_field, terms.Actors);
        }

        var (values, sets) = EventColumns.Of(_field) is { } column
            ? (terms.Values[(int)column.Kind], terms.Sets[(int)column.Kind])
            : (Deeds.Has(_field) ? Deeds.ValuesOf(_field, _terms.Count > 0 ? _terms : new TermList(kind: default), terms) : _terms.Count > 0 ? _terms : OfFlags(_field), _sets);
        if (values.Count < _ofTerm.Count && sets.Count <= _sets.Count)
        {
            return this;
        }

        var grown = new FieldValues(_field, _part, _index) { _terms = values, _sets = sets, _codes = _codes, _ofTerm = _ofTerm };
        if (values.Count >= _ofTerm.Count)
        {
            grown._ofTerm = _ofTerm.WithRoomFor(values.Count + 1 + (_ofTerm.Count >> 3));
        }

        while (grown._ofTerm.Count <= values.Count)
        {
            var code = grown._ofTerm.Count;
            grown._ofTerm = grown._ofTerm.Add(code == 0 || values.PartOf(code - 1, _part).IsEmpty ? -1 : grown.NumberOf(code));
        }

        return grown;
    }

    // Answers change with what is imported, so these values do not grow.
    private static FieldValues OfActors(EventField field, KnownActors actors)
    {
        var values = field.Equals(EventFields.Actor)
            ? actors.Values
            : KnownActors.ProofNames.Aggregate(new TermList(kind: default), (names, name) => names.Add(Encoding.UTF8.GetBytes(name)));
        var (codes, ofTerm) = (new GrowingList<int>().WithRoomFor(values.Count), new GrowingList<int>().WithRoomFor(2 * Math.Max(actors.Count.Keys, actors.Count.Callers)));
        for (var number = 0; number < values.Count; number++)
        {
            codes = codes.Add(number + 1);
        }

        for (var code = 0; code < Math.Max(actors.Count.Keys, actors.Count.Callers); code++)
        {
            ofTerm = ofTerm.Add(actors.NumberOfCaller(field, code)).Add(actors.NumberOfKey(field, code));
        }

        return new FieldValues(field, 0, new NumberIndex()) { Actors = actors, _terms = values, _codes = codes, _ofTerm = ofTerm };
    }

    private ReadOnlySpan<byte> InUtf8(int number) => _terms.PartOf(_codes[number] - 1, _part);

    private int NumberOf(int code)
    {
        var number = _index.Find(_terms.PartOf(code - 1, _part), this);
        if (number < 0)
        {
            number = _codes.Count;
            _codes = _codes.Add(code);
            _index.Add(number, this);
        }

        return number;
    }

    private bool HasAny(ReadOnlySpan<int> members, Func<int, bool> wanted)
    {
        foreach (var member in members)
        {
            if (_ofTerm[member] is var number and >= 0 && wanted(number))
            {
                return true;
            }
        }

        return false;
    }

    // What a yes-or-no field says of each of its flags together, as a dictionary says it of its codes.
    private static TermList OfFlags(EventField field)
    {
        var values = new TermList(kind: default);
        for (var flags = 1; flags <= (int)EventColumns.FlagsOf(field); flags++)
        {
            values = values.Add(Encoding.UTF8.GetBytes(field.Values(EventColumns.SampleOf((EventFlags)flags)).SingleOrDefault("")));
        }

        return values;
    }

    /// <summary>
    /// The numbers of values by their texts: seven to fourteen bytes a value, because the texts stay where they are. Some bits of each hash
    /// stand beside: going to a text that is another is far to go.
    /// </summary>
    private sealed class NumberIndex
    {
        // A number and one: 0 says that none is there.
        private int[] _places = new int[16];
        private byte[] _marks = new byte[16];
        private int _count;

        public int Find(ReadOnlySpan<byte> text, FieldValues values)
        {
            if (_count != values.Count)
            {
                // A growing was broken off.
                Fill(values, _places.Length);
            }

            var hash = HashOf(text);
            for (var place = PlaceOf(hash); _places[place] is var known and > 0; place = Next(place))
            {
                if (_marks[place] == MarkOf(hash) && values.InUtf8(known - 1).SequenceEqual(text))
                {
                    return known - 1;
                }
            }

            return -1;
        }

        public void Add(int number, FieldValues values)
        {
            if (values.Count * 4L > _places.Length * 3L)
            {
                Fill(values, _places.Length * 2);
            }
            else
            {
                Put(number, values);
                _count = values.Count;
            }
        }

        private void Fill(FieldValues values, int places)
        {
            (_places, _marks) = (new int[places], new byte[places]);
            for (var number = 0; number < values.Count; number++)
            {
                Put(number, values);
            }

            _count = values.Count;
        }

        private void Put(int number, FieldValues values)
        {
            var hash = HashOf(values.InUtf8(number));
            var place = PlaceOf(hash);
            while (_places[place] > 0)
            {
                place = Next(place);
            }

            (_places[place], _marks[place]) = (number + 1, MarkOf(hash));
        }

        private int PlaceOf(int hash) => hash & (_places.Length - 1);

        private int Next(int place) => PlaceOf(place + 1);

        private static byte MarkOf(int hash) => (byte)(hash >> 24);

        private static int HashOf(ReadOnlySpan<byte> text)
        {
            var hash = default(HashCode);
            hash.AddBytes(text);
            return hash.ToHashCode();
        }
    }
}

/// <summary>The order of texts in UTF-8 by the characters of a string, which differs from that of the bytes beyond U+FFFF.</summary>
internal static class Utf8Order
{
    public static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var same = one.CommonPrefixLength(other);
        return same == one.Length || same == other.Length
            ? one.Length.CompareTo(other.Length)
            : Weight(one[same]).CompareTo(Weight(other[same]));
    }

    // A string has characters beyond U+FFFF as two of U+D800 to U+DFFF, so before those from U+E000 on, which begin with these two bytes.
    private static int Weight(byte lead) => lead is 0xEE or 0xEF ? lead + 0x100 : lead;
}

/// <summary>The values of all fields that were grouped by so far.</summary>
internal sealed class ValuesOfFields
{
    private readonly ConcurrentDictionary<EventField, Known> _fields = [];

    /// <summary>A field's values, of at least the codes of these dictionaries. Whoever asks for a field waits for no other.</summary>
    public FieldValues Of(EventField field, TermsSnapshot terms)
    {
        var known = _fields.GetOrAdd(field, static of => new Known(FieldValues.Empty(of)));
        lock (known)
        {
            return known.Values = known.Values.Grow(terms);
        }
    }

    private sealed class Known(FieldValues values)
    {
        public FieldValues Values { get; set; } = values;
    }
}
