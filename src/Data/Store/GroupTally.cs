using System.Buffers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>What is known of rows that are counted together.</summary>
internal readonly record struct RowCounts(long Count, long Errors, long Writes, long FirstKey, long LastKey)
{
    public RowCounts Add(in RowCounts other) => Count == 0 ? other : new(
        Count + other.Count, Errors + other.Errors, Writes + other.Writes, Math.Min(FirstKey, other.FirstKey), Math.Max(LastKey, other.LastKey));

    public static RowCounts Of(EventRow row) => new(1, row.Error != 0 ? 1 : 0, (row.Flags & (int)EventFlags.Write) != 0 ? 1 : 0, row.Key, row.Key);
}

/// <summary>Counts by code become groups by value: several codes may hold a value, and a code several values.</summary>
internal sealed class GroupTally : IDisposable
{
    private const int FewGroups = 64;

    // Most questions meet few of a field's values, and a place in full for each of a million would be new memory for every question:
    // so each value has four bytes that tell where its counts are, and what has none yet says 0. Both arrays are lent.
    private readonly int[] _groupOf;
    private RowCounts[] _counts = ArrayPool<RowCounts>.Shared.Rent(FewGroups);
    private int[] _numbers = ArrayPool<int>.Shared.Rent(FewGroups);
    private int _groups;
    private RowCounts _all;
    private long _without;

    public GroupTally(FieldValues values)
    {
        Values = values;
        _groupOf = ArrayPool<int>.Shared.Rent(values.Count);
        Array.Clear(_groupOf, 0, values.Count);
    }

    /// <summary>The values of the field that is grouped by.</summary>
    public FieldValues Values { get; }

    /// <summary>All rows, with or without a value.</summary>
    public RowCounts All => _all;

    public void Add(int code, in RowCounts counts)
    {
        _all = _all.Add(counts);
        if (code < 0)
        {
            var numbers = Values.OfSet(code);
            foreach (var number in numbers)
            {
                Put(number, counts);
            }

            _without += numbers.Length == 0 ? counts.Count : 0;
        }
        else if (Values.OfTerm(code) is var number and >= 0)
        {
            Put(number, counts);
        }
        else
        {
            _without += counts.Count;
        }
    }

    /// <summary>The first groups, and the number of each one's value.</summary>
    public (EventGroups Groups, int[] Numbers) Top(int limit)
    {
        // The weakest of the chosen is on top, so that most values are turned away by one comparison.
        var chosen = new PriorityQueue<int, int>(Comparer<int>.Create((one, other) => Order(other, one)));
        for (var group = 0; group < _groups; group++)
        {
            if (chosen.Count < limit)
            {
                chosen.Enqueue(group, group);
            }
            else
            {
                chosen.EnqueueDequeue(group, group);
            }
        }

        int[] top = [.. chosen.UnorderedItems.Select(item => item.Element)];
        Array.Sort(top, Order);
        return (new EventGroups(Array.ConvertAll(top, GroupOf), _groups, _all.Count, _without), Array.ConvertAll(top, group => _numbers[group]));
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_groupOf);
        ArrayPool<int>.Shared.Return(_numbers);
        ArrayPool<RowCounts>.Shared.Return(_counts);
    }

    private void Put(int number, in RowCounts counts)
    {
        ref var place = ref _groupOf[number];
        if (place > 0)
        {
            ref var group = ref _counts[place - 1];
            group = group.Add(counts);
            return;
        }

        if (_groups == Math.Min(_counts.Length, _numbers.Length))
        {
            Longer(ref _counts, _groups);
            Longer(ref _numbers, _groups);
        }

        (_counts[_groups], _numbers[_groups]) = (counts, number);
        place = ++_groups;
    }

    private static void Longer<T>(ref T[] array, int used)
    {
        var longer = ArrayPool<T>.Shared.Rent(used * 2);
        Array.Copy(array, longer, used);
        ArrayPool<T>.Shared.Return(array);
        array = longer;
    }

    private int Order(int one, int other) => _counts[other].Count.CompareTo(_counts[one].Count) is var order and not 0
        ? order
        : Values.Compare(_numbers[one], _numbers[other]);

    private EventGroup GroupOf(int group)
    {
        ref var counts = ref _counts[group];
        return new EventGroup(
            Values[_numbers[group]], counts.Count, counts.Errors, counts.Writes, EventKey.TimeOf(counts.FirstKey), EventKey.TimeOf(counts.LastKey), []);
    }
}

/// <summary>Counts over time of the groups that are shown.</summary>
internal sealed class GroupSparks
{
    private readonly FieldValues _values;
    private readonly Dictionary<int, int> _groupOfNumber = [];
    private readonly int[][] _counts;

    public GroupSparks(FieldValues values, int[] numbers, TimeBuckets buckets)
    {
        (_values, Buckets) = (values, buckets);
        _counts = Array.ConvertAll(numbers, _ => new int[buckets.Count]);
        for (var group = 0; group < numbers.Length; group++)
        {
            _groupOfNumber.Add(numbers[group], group);
        }
    }

    public TimeBuckets Buckets { get; }

    /// <summary>The counts of each group.</summary>
    public IReadOnlyList<int[]> Counts => _counts;

    /// <summary>The field that is grouped by.</summary>
    public FieldValues Values => _values;

    /// <summary>The codes that are in a group.</summary>
    public List<int> Codes => [.. _values.CodesOf(_groupOfNumber.ContainsKey)];

    /// <summary>Whether a code is in a group.</summary>
    public bool Has(int code) => code < 0
        ? Array.Exists(_values.OfSet(code), _groupOfNumber.ContainsKey)
        : _groupOfNumber.ContainsKey(_values.OfTerm(code));

    public void Add(int code, int bucket, int count)
    {
        if (code >= 0)
        {
            Put(_values.OfTerm(code), bucket, count);
            return;
        }

        foreach (var number in _values.OfSet(code))
        {
            Put(number, bucket, count);
        }
    }

    private void Put(int number, int bucket, int count)
    {
        if (_groupOfNumber.TryGetValue(number, out var group))
        {
            _counts[group][bucket] += count;
        }
    }
}
