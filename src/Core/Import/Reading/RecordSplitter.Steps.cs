using System.Buffers;

namespace TrailBoard.Core.Import.Reading;

/// <content>The steps between records, through values, strings and lines. Each returns null to go on with the next step.</content>
internal sealed partial class RecordSplitter
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> StructureOrLine = SearchValues.Create("\"{}[]\n"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> StringEndOrLine = SearchValues.Create("\"\\\n"u8);
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(",]} \t\r\n\"{[:"u8);

    // Whether newlines must be seen: to know whether the first value has one, then because they end lines.
    private bool WatchLines => IsLines || (_topValues == 0 && !_newlineInTop);

    private SplitStep? Between()
    {
        while (_position < _end)
        {
            var current = _buffer[_position];
            switch (current)
            {
                case (byte)'\n':
                    if (Newline() is { } broken)
                    {
                        return broken;
                    }

                    continue;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)',' or (byte)':':
                    _position++;
                    continue;
                case 0xef when _base + _position == 0:
                    if (_end - _position < 3 && !_complete)
                    {
                        return SplitStep.Hungry;
                    }

                    _position += _buffer.AsSpan(_position, _end - _position).StartsWith("\ufeff"u8) ? 3 : 1;
                    continue;
                default:
                    return _depth == 0 ? AtTop(current) : Top.IsArray ? InArray(current) : InObject(current);
            }
        }

        return SplitStep.Hungry;
    }

    private SplitStep? Newline()
    {
        if (IsLines && _depth > 0)
        {
            var broken = BreakLine();
            _position++;
            return broken;
        }

        _position++;
        if (_depth > 0)
        {
            _newlineInTop |= _topValues == 0;
        }
        else if (_topValues == 1 && !_newlineInTop)
        {
            IsLines = true;
        }

        return null;
    }

    private SplitStep? AtTop(byte current)
    {
        switch (current)
        {
            case (byte)'{' or (byte)'[':
                _topOpen = true;
                return Push(null);
            case (byte)'"':
                _topOpen = true;
                StartText();
                return null;
            default:
                // Text that is not JSON: each of its lines stands for itself, so that records among them are found.
                IsLines |= _topValues == 0;
                StartPiece(_position);
                _doing = Doing.Line;
                return null;
        }
    }

    private SplitStep? InArray(byte current)
    {
        switch (current)
        {
            case (byte)'{' or (byte)'[':
                return Push(null);
            case (byte)'"':
                StartText();
                return null;
            case (byte)']':
                _position++;
                _depth--;
                EndTopValue();
                return null;
            case (byte)'}':
                IsDamaged = true;
                _depth--;
                EndTopValue();
                return null;
            default:
                return Scalar(null);
        }
    }

    private SplitStep? InObject(byte current)
    {
        switch (current)
        {
            case (byte)'"':
                return Member();
            case (byte)'}':
                return PopObject();
            case (byte)'{' or (byte)'[':
                IsDamaged = true;
                StartValue();
                return null;
            case (byte)']':
                IsDamaged = true;
                _position++;
                return null;
            default:
                return Scalar(null);
        }
    }

    private SplitStep? PopObject()
    {
        _position++;
        var frame = Top;
        SplitStep? cut = frame.IsHolder || (_anchor < 0 && !_oversize)
            ? null
            : Cut(PieceKind.Foreign, _position, frame.Markers > 0, frame.Sign ?? NoteFromAround() ?? "JSON that holds no CloudTrail record.");
        _depth--;
        EndTopValue();
        return cut;
    }

    // An EventBridge event says of what kind it is outside of its detail.
    private string? NoteFromAround()
    {
        for (var i = _depth - 1; i > 0; i--)
        {
            if (_frames[i].Sign is { } sign)
            {
                return sign;
            }
        }

        return Top.Wrapper == "EventBridge" ? "An EventBridge event that is not from CloudTrail." : null;
    }

    private SplitStep? Push(string? wrapper)
    {
        var isArray = _buffer[_position] == (byte)'[';
        if (_depth == MaxFrames)
        {
            StartPiece(_position);
            StartValue();
            return null;
        }

        if (!isArray)
        {
            StartPiece(_position);
        }

        if (isArray && (_depth == 0 || wrapper is not null))
        {
            ListSeen ??= wrapper ?? TopArray;
        }

        _position++;
        _frames[++_depth] = new Frame { IsArray = isArray, IsHolder = isArray, Wrapper = wrapper };
        return null;
    }

    /// <summary>A key and the start of its value.</summary>
    private SplitStep? Member()
    {
        var rest = _buffer.AsSpan(_position + 1, _end - _position - 1);
        var close = KeyEnd(rest);
        if (IsLines && (close < 0 ? rest : rest[..close]).IndexOf((byte)'\n') is var line and >= 0)
        {
            _position += line + 1;
            return null;
        }

        if (close < 0)
        {
            if (rest.Length < MaxKey && !_complete)
            {
                return SplitStep.Hungry;
            }

            StartValue();
            return null;
        }

        var value = close + 1;
        while (value < rest.Length && rest[value] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)':' or (byte)'\n')
        {
            // In a file of lines the key's line has ended: the step between values will see it.
            if (IsLines && rest[value] == (byte)'\n')
            {
                _position += value + 1;
                return null;
            }

            _newlineInTop |= rest[value] == (byte)'\n' && _topValues == 0;
            value++;
        }

        if (value == rest.Length)
        {
            if (_complete || rest.Length > MaxKey)
            {
                _position = _end;
            }

            return SplitStep.Hungry;
        }

        var key = WrapperKeys.Find(rest[..close]);
        _position += value + 1;
        return Member(key, rest[value]);
    }

    private SplitStep? Member(WrapperKey? key, byte first)
    {
        ref var frame = ref Top;
        switch (key?.Role)
        {
            case WrapperRole.Marker when !frame.IsHolder:
                frame.Markers++;
                break;
            case WrapperRole.Sign when frame.Sign is null:
                frame.Sign = key.Name;
                break;
            case WrapperRole.Holder when frame.Markers < 2 && key.Kinds.Contains((char)first, StringComparison.Ordinal):
                frame.IsHolder = true;
                _anchor = -1;
                _oversize = false;
                return Descend(key, first);
        }

        if (frame.Markers == 2 && !frame.IsHolder)
        {
            _doing = Doing.Record;
            _nest = 1;
            _inString = false;
            return _anchor < 0 ? null : SplitStep.Begun;
        }

        switch (first)
        {
            case (byte)'{' or (byte)'[' or (byte)'"':
                StartValue();
                return null;
            case (byte)'}' or (byte)']' or (byte)',':
                return null;
            default:
                return Scalar(key);
        }
    }

    private SplitStep? Descend(WrapperKey key, byte first)
    {
        if (first != (byte)'"')
        {
            return Push(key.Name);
        }

        // A frame of its own, so that the wrapper's name is there when the text is cut.
        if (_depth < MaxFrames)
        {
            Top.Wrapper ??= key.Name;
        }

        StartText();
        return null;
    }

    /// <summary>The end of a key, or -1 where it is not here.</summary>
    private static int KeyEnd(ReadOnlySpan<byte> rest)
    {
        var from = 0;
        while (true)
        {
            var next = rest[from..].IndexOfAny(StringEnd);
            if (next < 0)
            {
                return -1;
            }

            from += next;
            if (rest[from] == (byte)'"')
            {
                return from;
            }

            from += 2;
            if (from >= rest.Length)
            {
                return -1;
            }
        }
    }

    /// <summary>A number, a word, or something that is neither. In an array it stands where a record should.</summary>
    private SplitStep? Scalar(WrapperKey? key)
    {
        var rest = _buffer.AsSpan(_position, _end - _position);
        var length = rest[1..].IndexOfAny(ScalarEnd) + 1;
        if (length == 0)
        {
            if (!_complete && rest.Length < MaxKey)
            {
                return SplitStep.Hungry;
            }

            length = rest.Length;
        }

        if (Top.IsArray)
        {
            StartPiece(_position);
            _position += length;
            return Cut(PieceKind.Foreign, _position, false, "A single value, not a CloudTrail record.");
        }

        // An object whose first member is no member is text that happens to start with a brace.
        if (key is null && _depth == 1 && !Top.IsHolder && Top.Markers == 0 && _anchor >= 0 && IsFirstMember())
        {
            _depth = 0;
            _topOpen = false;
            IsLines |= _topValues == 0;
            _position = _anchor;
            _doing = Doing.Line;
            return null;
        }

        _position += length;
        return null;
    }

    private bool IsFirstMember() => _buffer.AsSpan(_anchor + 1, _position - _anchor - 1).IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private void StartValue()
    {
        _doing = Doing.Value;
        _nest = 0;
        _inString = false;
    }

    private void StartText()
    {
        _position++;
        StartPiece(_position);
        _doing = Doing.Text;
    }

    /// <summary>Through an object, an array or a string that is stepped over, or to the end of a record.</summary>
    private SplitStep? Container()
    {
        while (_position < _end)
        {
            var rest = _buffer.AsSpan(_position, _end - _position);
            var watch = WatchLines;
            var next = rest.IndexOfAny(_inString ? (watch ? StringEndOrLine : StringEnd) : watch ? StructureOrLine : Structure);
            if (next < 0)
            {
                _position = _end;
                break;
            }

            _position += next;
            var found = _buffer[_position];
            if (found == (byte)'\n')
            {
                if (IsLines)
                {
                    return BreakLine();
                }

                _newlineInTop = true;
                _position++;
                continue;
            }

            if (found == (byte)'\\')
            {
                if (_position + 1 >= _end)
                {
                    if (_complete)
                    {
                        _position = _end;
                    }

                    return SplitStep.Hungry;
                }

                _position += IsLines && _buffer[_position + 1] == (byte)'\n' ? 1 : 2;
                continue;
            }

            _position++;
            if (found == (byte)'"')
            {
                _inString = !_inString;
            }
            else
            {
                _nest += found is (byte)'{' or (byte)'[' ? 1 : -1;
            }

            if (_nest <= 0 && !_inString)
            {
                return EndContainer();
            }
        }

        return SplitStep.Hungry;
    }

    private SplitStep? EndContainer()
    {
        var wasRecord = _doing == Doing.Record;
        _doing = Doing.Between;
        if (wasRecord)
        {
            var cut = Cut(PieceKind.Record, _position, true, null);
            _depth--;
            EndTopValue();
            return cut;
        }

        if (Top.IsArray && _depth == MaxFrames)
        {
            return Cut(PieceKind.Foreign, _position, false, "JSON that nests too deep to hold CloudTrail records.");
        }

        return null;
    }

    private SplitStep? Text()
    {
        while (_position < _end)
        {
            var rest = _buffer.AsSpan(_position, _end - _position);
            var next = rest.IndexOfAny(WatchLines ? StringEndOrLine : StringEnd);
            if (next < 0)
            {
                _position = _end;
                break;
            }

            _position += next;
            switch (_buffer[_position])
            {
                case (byte)'\\' when _position + 1 >= _end && !_complete:
                    return SplitStep.Hungry;
                case (byte)'\\':
                    _position = Math.Min(_end, _position + 2);
                    continue;
                case (byte)'\n' when IsLines:
                    return BreakLine();
                case (byte)'\n':
                    _newlineInTop = true;
                    _position++;
                    continue;
                default:
                    var cut = Cut(PieceKind.Text, _position, _depth > 0 && Top.IsHolder, null);
                    _position++;
                    _doing = Doing.Between;
                    EndTopValue();
                    return cut;
            }
        }

        return SplitStep.Hungry;
    }

    /// <summary>To the end of a line of text that is not JSON.</summary>
    private SplitStep? Line()
    {
        var next = _buffer.AsSpan(_position, _end - _position).IndexOf((byte)'\n');
        if (next < 0)
        {
            _position = _end;
            return SplitStep.Hungry;
        }

        _position += next;
        _doing = Doing.Between;
        return Cut(PieceKind.Foreign, _position, false, "Text that is not JSON: there is no CloudTrail record in it.");
    }
}
