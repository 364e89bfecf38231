using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Data.Store;

/// <summary>
/// The values of a field by code, as numbers: what is counted by code is added up by value without looking at text. Longer
/// versions share memory with the shorter ones, and only one at a time may make the longest longer.
/// </summary>
internal sealed class FieldValues
{
    private readonly EventField _field;
    private readonly Dictionary<string, int> _numbers;
    private GrowingList<string> _values = new();
    private GrowingList<int> _ofTerm = new();
    private GrowingList<int[]> _ofSet = new();

    private FieldValues(EventField field, Dictionary<string, int> numbers) => (_field, _numbers) = (field, numbers);

    public EventField Field => _field;

    /// <summary>How many different values there are.</summary>
    public int Count => _values.Count;

    /// <summary>A value.</summary>
    public string this[int number] => _values[number];

    public static FieldValues Empty(EventField field) => new(field, new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>The number of the value of a code that is no set, or -1 where it has none.</summary>
    public int OfTerm(int code) => _ofTerm[code];

    /// <summary>The numbers of the values of a set, each once.</summary>
    public int[] OfSet(int code) => _ofSet[~code];

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

        for (var set = 0; set < _ofSet.Count; set++)
        {
            if (Array.Exists(_ofSet[set], number => wanted(number)))
            {
                yield return ~set;
            }
        }
    }

    /// <summary>The same field on dictionaries that may have grown.</summary>
    public FieldValues Grow(TermsSnapshot terms)
    {
        var column = EventColumns.Of(_field);
        var (termCount, setCount) = column is null
            ? ((int)EventColumns.FlagsOf(_field) + 1, 0)
            : (terms.Values[(int)column.Kind].Count + 1, terms.Sets[(int)column.Kind].Count);
        if (termCount <= _ofTerm.Count && setCount <= _ofSet.Count)
        {
            return this;
        }

        var grown = new FieldValues(_field, _numbers) { _values = _values, _ofTerm = _ofTerm, _ofSet = _ofSet };
        while (grown._ofTerm.Count < termCount)
        {
            var code = grown._ofTerm.Count;
            var numbers = grown.NumbersOf(column?.Sample(terms, code) ?? EventColumns.SampleOf((EventFlags)code));
            grown._ofTerm = grown._ofTerm.Add(numbers is [var number] ? number : -1);
        }

        while (grown._ofSet.Count < setCount)
        {
            grown._ofSet = grown._ofSet.Add(grown.NumbersOf(column!.Sample(terms, ~grown._ofSet.Count)));
        }

        return grown;
    }

    private int[] NumbersOf(TrailEvent sample) => [.. _field.Values(sample).Select(NumberOf).Distinct()];

    private int NumberOf(string value)
    {
        // A number that is not among the values is left from a growing that was broken off.
        if (!_numbers.TryGetValue(value, out var number) || number >= _values.Count || _values[number] != value)
        {
            number = _values.Count;
            _numbers[value] = number;
            _values = _values.Add(value);
        }

        return number;
    }
}

/// <summary>The values of all fields that were grouped by so far.</summary>
internal sealed class ValuesOfFields
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EventField, FieldValues> _fields = [];

    /// <summary>A field's values, of at least the codes of these dictionaries.</summary>
    public FieldValues Of(EventField field, TermsSnapshot terms)
    {
        lock (_lock)
        {
            return _fields[field] = (_fields.GetValueOrDefault(field) ?? FieldValues.Empty(field)).Grow(terms);
        }
    }
}
