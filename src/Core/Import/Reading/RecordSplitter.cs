using System.Buffers;

namespace TrailBoard.Core.Import.Reading;

/// <summary>What <see cref="RecordSplitter.Next"/> came to.</summary>
internal enum SplitStep
{
    /// <summary>Another piece was cut: see <see cref="RecordSplitter.Piece"/>.</summary>
    Cut,

    /// <summary>A record begins: who can read it at once says how long it is with <see cref="RecordSplitter.Take"/>, or it is cut.</summary>
    Begun,

    /// <summary>More bytes are needed.</summary>
    Hungry,

    /// <summary>The end.</summary>
    End,

    /// <summary>The end came inside a value.</summary>
    CutOff,
}

/// <summary>
/// Cuts records out of a stream of JSON in any of CloudTrail's wrappers. It follows strings and brackets and judges nothing
/// else: what it cuts is parsed strictly later, so that one broken record never harms the others. Nesting inside values is
/// a counter, not a stack; memory is bounded by the largest record whatever the object holds.
/// </summary>
internal sealed partial class RecordSplitter : IDisposable
{
    private const string TopArray = "array";
    private const int MaxFrames = 16;
    private const int HeadLength = 4096;
    private const int MaxKey = 64 * 1024;
    private const int FirstBuffer = 256 * 1024;

    private readonly int _maxRecord;
    private readonly Frame[] _frames = new Frame[MaxFrames + 1];
    private readonly bool _rented;
    private byte[] _buffer;
    private int _position;
    private int _end;
    private int _anchor = -1;
    private long _base;
    private bool _complete;
    private int _depth;
    private Doing _doing;
    private int _nest;
    private bool _inString;
    private bool _oversize;
    private byte[] _head = [];
    private long _pieceOffset;
    private bool _topOpen;
    private bool _newlineInTop;
    private int _topValues;

    /// <summary>Splits a stream: feed it through <see cref="Free"/> and <see cref="Fed"/>.</summary>
    public RecordSplitter(int maxRecord)
    {
        _maxRecord = maxRecord;
        _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        _rented = true;
    }

    /// <summary>Splits text that is in memory.</summary>
    public RecordSplitter(byte[] text, int length, int maxRecord)
    {
        _maxRecord = maxRecord;
        _buffer = text;
        _end = length;
        _complete = true;
    }

    private enum Doing : byte
    {
        Between,
        Value,
        Record,
        Text,
        Line,
    }

    /// <summary>The piece that was cut last.</summary>
    public Piece Piece { get; private set; }

    /// <summary>The record that has begun, and what is there of the bytes behind it.</summary>
    public ReadOnlySpan<byte> Ahead => _buffer.AsSpan(_anchor, _end - _anchor);

    /// <summary>Whether each line stands for itself.</summary>
    public bool IsLines { get; private set; }

    /// <summary>Whether there was more than one value, each on a line of its own.</summary>
    public bool IsNdjson => IsLines && _topValues > 1;

    /// <summary>Whether a list of records was seen, empty or not, and its name.</summary>
    public string? ListSeen { get; private set; }

    /// <summary>Whether the JSON around the records is damaged.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Whether the value in which the object ended had the looks of a wrapper or a record.</summary>
    public bool CutInsideTrail { get; private set; }

    /// <summary>Room for more bytes. What was cut before is gone then.</summary>
    public Memory<byte> Free()
    {
        var keep = _anchor >= 0 ? _anchor : _position;
        if (keep > 0)
        {
            _buffer.AsSpan(keep, _end - keep).CopyTo(_buffer);
            _base += keep;
            _position -= keep;
            _end -= keep;
            _anchor = _anchor >= 0 ? 0 : -1;
        }

        if (_buffer.Length - _end < _buffer.Length / 4)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>So many bytes were put into <see cref="Free"/>; 0 is the end.</summary>
    public void Fed(int count)
    {
        _end += count;
        _complete = count == 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_rented)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    /// <summary>Goes on to the next piece.</summary>
    public SplitStep Next()
    {
        while (true)
        {
            var step = _doing switch
            {
                Doing.Between => Between(),
                Doing.Value or Doing.Record => Container(),
                Doing.Text => Text(),
                Doing.Line => Line(),
                _ => throw new InvalidOperationException(_doing.ToString()),
            };
            if (step is { } done)
            {
                if (done == SplitStep.Hungry)
                {
                    LimitRetention();
                    if (_complete)
                    {
                        return AtEnd();
                    }
                }

                return done;
            }
        }
    }

    /// <summary>The record that has begun is well formed and this long: it is cut without looking for its end.</summary>
    /// <returns>False where a line ends in it that ends the record as well: then go on with <see cref="Next"/> as if nothing had been said.</returns>
    public bool Take(int length)
    {
        if (WatchLines && _buffer.AsSpan(_position, _anchor + length - _position).Contains((byte)'\n'))
        {
            if (IsLines)
            {
                return false;
            }

            _newlineInTop = true;
        }

        _position = _anchor + length;
        EndContainer();
        return true;
    }

    private SplitStep AtEnd()
    {
        if (_doing == Doing.Between && _depth == 0)
        {
            return SplitStep.End;
        }

        CutInsideTrail = ListSeen is not (null or TopArray) || IsInsideTrail();
        if (!IsLines && _doing != Doing.Line)
        {
            return SplitStep.CutOff;
        }

        if (_doing == Doing.Line)
        {
            _doing = Doing.Between;
            return Cut(PieceKind.Foreign, _end, false, "Text that is not JSON: there is no CloudTrail record in it.");
        }

        return BreakLine();
    }

    private ref Frame Top => ref _frames[_depth];

    /// <summary>The line ended inside something: the rest of the file must not suffer for it.</summary>
    private SplitStep BreakLine()
    {
        var recordLike = IsInsideTrail();
        if (_anchor < 0 && !_oversize)
        {
            _pieceOffset = _base + _position;
            _head = [];
            _oversize = true;
        }

        var kind = _oversize && _head.Length > 0 ? PieceKind.TooLarge : PieceKind.Broken;
        var cut = Cut(kind, _position, recordLike, null);
        _depth = 0;
        _doing = Doing.Between;
        _inString = false;
        EndTopValue();
        return cut;
    }

    private bool IsInsideTrail() =>
        _doing == Doing.Record || Array.Exists(_frames[1..(_depth + 1)], frame => frame.Markers > 0 || (frame.IsHolder && !frame.IsArray));

    private SplitStep Cut(PieceKind kind, int end, bool recordLike, string? note)
    {
        var bytes = _oversize ? _head : _buffer.AsMemory(_anchor, end - _anchor);
        var offset = _oversize ? _pieceOffset : _base + _anchor;
        Piece = new Piece(_oversize && kind is not PieceKind.Broken ? PieceKind.TooLarge : kind, bytes, offset, recordLike, WrapperPath(), note);
        _anchor = -1;
        _oversize = false;
        return SplitStep.Cut;
    }

    private void StartPiece(int at)
    {
        _anchor = at;
        _oversize = false;
    }

    /// <summary>Lets go of a value that has grown too large to be a record; its start is kept for the excerpt.</summary>
    private void LimitRetention()
    {
        if (_anchor < 0 || _position - _anchor <= _maxRecord)
        {
            return;
        }

        _head = _buffer.AsSpan(_anchor, HeadLength).ToArray();
        _pieceOffset = _base + _anchor;
        _anchor = -1;
        _oversize = true;
    }

    private string WrapperPath()
    {
        string? path = null;
        for (var i = 1; i <= _depth; i++)
        {
            var name = _frames[i].Wrapper;
            if (name is not null && (path is null || (name != "message" && !path.Contains(name, StringComparison.Ordinal))))
            {
                path = path is null ? name : $"{name} in {path}";
            }
        }

        return path ?? (_depth > 0 && _frames[1].IsArray ? TopArray : "");
    }

    private void EndTopValue()
    {
        if (_depth == 0 && _topOpen)
        {
            _topOpen = false;
            _topValues++;
        }
    }

    /// <summary>An object or array around records, or an object of which it is not yet known what it is.</summary>
    private struct Frame
    {
        public bool IsArray;
        public bool IsHolder;
        public int Markers;
        public string? Wrapper;
        public string? Sign;
    }
}
