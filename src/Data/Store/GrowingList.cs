namespace TrailBoard.Data.Store;

/// <summary>A list whose longer versions share memory with the shorter ones. One at a time may add, and only to the longest.</summary>
internal readonly struct GrowingList<T>
{
    private readonly T[] _items;

    public GrowingList()
        : this([], 0)
    {
    }

    private GrowingList(T[] items, int count)
    {
        _items = items;
        Count = count;
    }

    public int Count { get; }

    public T this[int index] => index < Count ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index), index, message: null);

    public GrowingList<T> Add(T item)
    {
        var list = Count < _items.Length ? this : WithRoomFor(Math.Max(64, Count * 2));
        list._items[Count] = item;
        return new GrowingList<T>(list._items, Count + 1);
    }

    /// <summary>The same list, which may have so many items before its memory is no longer enough.</summary>
    public GrowingList<T> WithRoomFor(int count)
    {
        if (count <= _items.Length)
        {
            return this;
        }

        var items = new T[count];
        _items.AsSpan(0, Count).CopyTo(items);
        return new GrowingList<T>(items, Count);
    }
}
