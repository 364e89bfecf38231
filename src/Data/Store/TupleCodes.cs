namespace TrailBoard.Data.Store;

/// <summary>
/// Codes of tuples that many rows share, as their writer knows them: those that were met lately. A tuple that was forgotten gets a second
/// code when it is met again, which means the same; so memory is bounded, and the store needs no index of tuples.
/// </summary>
internal sealed class TupleCodes<T>
    where T : struct, IEquatable<T>
{
    /// <summary>How many tuples one of two generations remembers.</summary>
    public const int Remembered = 50_000;

    private readonly Action<int, T> _insert;
    private readonly int _most;
    private Dictionary<T, int> _young = [];
    private Dictionary<T, int> _old = [];
    private int _last;
    private int _mark;

    /// <param name="newest">The tuples that the store has, the newest first; not all of them are taken.</param>
    /// <param name="insert">Writes a new tuple and its code. What it wrote is taken back with the object that brought it.</param>
    /// <param name="most">How many tuples one of two generations remembers.</param>
    public TupleCodes(IEnumerable<(int Code, T Tuple)> newest, Action<int, T> insert, int most = Remembered)
    {
        (_insert, _most) = (insert, most);
        foreach (var (code, tuple) in newest)
        {
            _last = Math.Max(_last, code);
            _old.TryAdd(tuple, code);
            if (_old.Count >= most)
            {
                break;
            }
        }

        _mark = _last;
    }

    /// <summary>The code of a tuple; a new one where it is not known.</summary>
    public int CodeOf(in T tuple)
    {
        if (_young.TryGetValue(tuple, out var code))
        {
            return code;
        }

        if (!_old.Remove(tuple, out code))
        {
            code = checked(_last + 1);
            _insert(code, tuple);
            _last = code;
        }

        if (_young.Count >= _most)
        {
            // The same memory again: tables that grow anew each time leave a megabyte of garbage each.
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young.Add(tuple, code);
        return code;
    }

    /// <summary>Marks the start of an object.</summary>
    public void Mark() => _mark = _last;

    /// <summary>Forgets the codes since the mark.</summary>
    public void BackToMark()
    {
        if (_last > _mark)
        {
            _last = _mark;
            RemoveAfter(_young);
            RemoveAfter(_old);
        }
    }

    private void RemoveAfter(Dictionary<T, int> codes)
    {
        foreach (var (tuple, code) in codes)
        {
            if (code > _last)
            {
                codes.Remove(tuple);
            }
        }
    }
}
