using TrailBoard.Core.Search;

namespace TrailBoard.Data.Store;

/// <summary>
/// Texts by their numbers, as bytes in pieces of memory that hold thousands and nothing else: an object for each would cost as much as
/// its text, and the garbage collector would look at all of them. Longer lists share memory with the shorter ones. One at a time may add,
/// and only to the longest.
/// </summary>
internal readonly struct TextList
{
    private const int Shift = 12;
    private const int PieceTexts = 1 << Shift;

    private readonly Piece[] _pieces;

    public TextList()
        : this([], 0)
    {
    }

    private TextList(Piece[] pieces, int count) => (_pieces, Count) = (pieces, count);

    public int Count { get; }

    /// <summary>How much memory it takes, what it has for further texts included.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 8L * _pieces.Length;
            for (var piece = 0; piece << Shift < Count; piece++)
            {
                bytes += _pieces[piece].Bytes;
            }

            return bytes;
        }
    }

    public ReadOnlySpan<byte> this[int index] => (uint)index < (uint)Count
        ? _pieces[index >> Shift].Of(index & (PieceTexts - 1))
        : throw new ArgumentOutOfRangeException(nameof(index), index, message: null);

    /// <summary>
    /// The next text of a range that may hold the bytes, or -1. Thousands of texts are looked through at once, so what was found may reach
    /// into the text behind: whoever asks looks at the text itself.
    /// </summary>
    public int NextWith(Utf8Needle needle, int from, int to)
    {
        for (to = Math.Min(to, Count); from < to;)
        {
            var start = from & ~(PieceTexts - 1);
            var behind = Math.Min(to, start + PieceTexts);
            if (_pieces[from >> Shift].NextWith(needle, from - start, behind - start) is var found and >= 0)
            {
                return start + found;
            }

            from = behind;
        }

        return -1;
    }

    public TextList Add(ReadOnlySpan<byte> text)
    {
        var (pieces, number, within) = (_pieces, Count >> Shift, Count & (PieceTexts - 1));
        if (within == 0)
        {
            if (number == pieces.Length)
            {
                pieces = new Piece[Math.Max(1, number * 2)];
                _pieces.CopyTo(pieces, 0);
            }

            // What follows is much like what came before it.
            pieces[number] = number == 0 ? new Piece(texts: 16, bytes: 256) : new Piece(PieceTexts, pieces[number - 1].Used + (pieces[number - 1].Used >> 4));
        }

        pieces[number].Set(within, text);
        return new TextList(pieces, Count + 1);
    }

    // Both arrays are replaced by longer ones with the same beginning, so a reader may take either.
    private sealed class Piece(int texts, int bytes)
    {
        private const int Overhead = 24 + 16 + 2 * 24;

        private byte[] _text = new byte[bytes];
        private int[] _ends = new int[texts];

        public long Bytes => _text.Length + (4L * _ends.Length) + Overhead;

        // Of a piece that is full.
        public int Used => _ends[^1];

        public ReadOnlySpan<byte> Of(int index)
        {
            var (start, end) = (index == 0 ? 0 : _ends[index - 1], _ends[index]);
            return _text.AsSpan(start, end - start);
        }

        public int NextWith(Utf8Needle needle, int from, int to)
        {
            var (ends, start) = (_ends, from == 0 ? 0 : _ends[from - 1]);
            var found = needle.IndexOf(_text.AsSpan(start, ends[to - 1] - start));
            if (found < 0)
            {
                return -1;
            }

            // The first text that ends behind the place; often it is the very next.
            for (var step = 1; ends[from] <= start + found;)
            {
                var next = Math.Min(from + step, to - 1);
                (from, step) = ends[next - 1] <= start + found ? (next, step * 2) : (from + 1, 1);
            }

            return from;
        }

        public void Set(int index, ReadOnlySpan<byte> text)
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            var end = checked(start + text.Length);
            if (end > _text.Length)
            {
                Array.Resize(ref _text, (int)Math.Clamp(2L * _text.Length, end, Array.MaxLength));
            }

            if (index == _ends.Length)
            {
                Array.Resize(ref _ends, Math.Min(index * 2, PieceTexts));
            }

            text.CopyTo(_text.AsSpan(start));
            _ends[index] = end;
            if (index == PieceTexts - 1 && _text.Length - end > end >> 3)
            {
                Array.Resize(ref _text, end);
            }
        }
    }
}
