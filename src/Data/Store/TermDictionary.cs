namespace TrailBoard.Data.Store;

/// <summary>
/// One dictionary as its writer knows it: the codes of values that were met lately. A value that was forgotten gets a second code when it
/// is met again, which means the same; so memory is bounded, and the store needs no index of values.
/// </summary>
internal sealed class TermDictionary
{
    private readonly BulkSession _session;
    private readonly int _number;
    private readonly Bounds _bounds;
    private Generation _young;
    private Generation _old;

    // Values that have a code but are not written yet: the last ones.
    private List<string> _pending = [];
    private long _pendingCharacters;

    // At the mark: the last code, and what was pending then, where that was written since.
    private int _markLast;
    private int _markPending;
    private List<string>? _pendingAtMark;

    public TermDictionary(BulkSession session, int number, Bounds? bounds = null)
    {
        (_session, _number, _bounds) = (session, number, bounds ?? new Bounds(16_000, 1_200_000));
        (_young, _old) = (new Generation(_bounds), new Generation(_bounds));
        foreach (var (lastId, packed) in session.ReadTerms(number))
        {
            var values = TermBlocks.Unpack(number, packed);
            Last = Math.Max(Last, lastId);
            for (var i = values.Length - 1; i >= 0 && !_old.IsFull; i--)
            {
                _old.TryAdd(values[i], lastId - (values.Length - 1 - i));
            }

            if (_old.IsFull)
            {
                break;
            }
        }
    }

    /// <summary>The last code.</summary>
    public int Last { get; private set; }

    /// <summary>The code of a value; a new one where it is not known.</summary>
    public int CodeOf(ReadOnlySpan<char> value)
    {
        if (_young.TryGet(value, out var code))
        {
            return code;
        }

        if (_old.TryTake(value, out var text, out code))
        {
            Remember(text, code);
            return code;
        }

        text = value.ToString();
        code = ++Last;
        _pending.Add(text);
        _pendingCharacters += text.Length;
        Remember(text, code);
        if (_pendingCharacters > _bounds.Characters)
        {
            // In the middle of an object, however large it is.
            _pendingAtMark ??= _pending[..Math.Min(_markPending, _pending.Count)];
            Write();
        }

        return code;
    }

    /// <summary>Marks the start of an object.</summary>
    public void Mark() => (_markLast, _markPending, _pendingAtMark) = (Last, _pending.Count, null);

    /// <summary>Forgets the codes since the mark.</summary>
    public void BackToMark()
    {
        if (Last == _markLast)
        {
            return;
        }

        if (_pendingAtMark is { } pending)
        {
            (_pending, _pendingAtMark) = (pending, null);
        }
        else
        {
            _pending.RemoveRange(_markPending, _pending.Count - _markPending);
        }

        _pendingCharacters = _pending.Sum(value => (long)value.Length);
        Last = _markLast;
        _young.RemoveAfter(Last);
        _old.RemoveAfter(Last);
    }

    /// <summary>Writes the values that have a code since the last time: before the commit of the rows that hold these codes.</summary>
    public void Write()
    {
        if (_pending.Count > 0)
        {
            _session.InsertTerms(_number, Last, TermBlocks.Pack(_number, _pending));
            _pending.Clear();
            _pendingCharacters = 0;
        }
    }

    private void Remember(string value, int code)
    {
        if (_young.IsFull)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young.TryAdd(value, code);
    }

    /// <summary>How much one of two generations remembers: what is met stays, and what is not met for so many others is forgotten.</summary>
    internal sealed record Bounds(int Entries, int Characters);

    private sealed class Generation
    {
        private readonly Bounds _bounds;
        private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
        private long _characters;

        public Generation(Bounds bounds) => (_bounds, _bySpan) = (bounds, _codes.GetAlternateLookup<ReadOnlySpan<char>>());

        public bool IsFull => _codes.Count >= _bounds.Entries || _characters >= _bounds.Characters;

        public bool TryGet(ReadOnlySpan<char> value, out int code) => _bySpan.TryGetValue(value, out code);

        public bool TryTake(ReadOnlySpan<char> value, out string text, out int code) => _bySpan.Remove(value, out text!, out code);

        public void TryAdd(string value, int code)
        {
            if (_codes.TryAdd(value, code))
            {
                _characters += value.Length;
            }
        }

        // The memory of the table stays: one that grows anew each time leaves much garbage.
        public void Clear()
        {
            _codes.Clear();
            _characters = 0;
        }

        public void RemoveAfter(int last)
        {
            foreach (var (value, code) in _codes)
            {
                if (code > last)
                {
                    _codes.Remove(value);
                }
            }
        }
    }
}
