using System.Buffers;
using System.Runtime.CompilerServices;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>Counts by code become counts by value, and nothing else is known of the rows: <see cref="GroupTally"/> with less to do.</summary>
internal sealed class ValueCounts : IDisposable
{
    private readonly long[] _counts;
    private long _events;
    private long _without;

    public ValueCounts(FieldValues values)
    {
        Values = values;
        _counts = ArrayPool<long>.Shared.Rent(values.Count);
        Array.Clear(_counts, 0, values.Count);
    }

    /// <summary>The values of the field that is counted by.</summary>
    public FieldValues Values { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int code, long count)
    {
        if (code >= 0 && Values.OfTerm(code) is var number and >= 0)
        {
            _events += count;
            _counts[number] += count;
        }
        else
        {
            AddOther(code, count);
        }
    }

    /// <summary>Adds other rows, which were counted by the same values.</summary>
    public void Add(ValueCounts other)
    {
        _events += other._events;
        _without += other._without;
        for (var number = 0; number < Values.Count; number++)
        {
            _counts[number] += other._counts[number];
        }
    }

    /// <summary>The most frequent values, and their numbers.</summary>
    public (EventGroups Groups, int[] Numbers) Top(int limit)
    {
        // The weakest of the chosen is on top, so that most values are turned away by one comparison.
        var chosen = new PriorityQueue<int, int>(Comparer<int>.Create((one, other) => Order(other, one)));
        var (total, weakest) = (0, 0L);
        for (var number = 0; number < Values.Count; number++)
        {
            if (_counts[number] is not (> 0 and var count))
            {
                continue;
            }

            total++;
            if (chosen.Count < limit)
            {
                chosen.Enqueue(number, number);
            }
            else if (count < weakest || limit <= 0)
            {
                continue;
            }
            else
            {
                chosen.EnqueueDequeue(number, number);
            }

            weakest = chosen.Count == limit ? _counts[chosen.Peek()] : 0;
        }

        int[] top = [.. chosen.UnorderedItems.Select(item => item.Element)];
        Array.Sort(top, Order);
        return (new EventGroups(Array.ConvertAll(top, number => new EventGroup(Values[number], _counts[number], 0, 0, default, default, [])), total, _events, _without), top);
    }

    public void Dispose() => ArrayPool<long>.Shared.Return(_counts);

    // A set of values, or no value.
    private void AddOther(int code, long count)
    {
        _events += count;
        var numbers = code < 0 ? Values.OfSet(code) : [];
        foreach (var number in numbers)
        {
            _counts[number] += count;
        }

        _without += numbers.Length == 0 ? count : 0;
    }

    private int Order(int one, int other) => _counts[other].CompareTo(_counts[one]) is var order and not 0
        ? order
        : Values.Compare(one, other);
}
