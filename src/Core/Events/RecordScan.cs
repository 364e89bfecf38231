using System.Text.Json;

namespace TrailBoard.Core.Events;

/// <summary>
/// One pass over one record: hashes every leaf and hands values to <see cref="RecordFacts"/>. Reused from record to record by
/// one thread at a time, so that a record costs no memory beyond what is kept of it.
/// </summary>
internal sealed class RecordScan
{
    /// <summary>How deep a record may nest.</summary>
    public const int MaxDepth = 64;

    private const ulong RootPath = 0x5bd1e9955bd1e995;
    private const int FewKeys = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth + 1 };
    private static readonly JsonReaderState AfterSection = StateAfterSection();

    private readonly Level[] _levels = new Level[MaxDepth + 3];
    private readonly KeyMemo _names = new();
    private readonly SectionMemo _sections = new();
    private readonly HashSet<ulong> _manyKeys = [];
    private ulong[] _keys = new ulong[256];
    private int _keyCount;
    private readonly Range[] _sectionRanges = new Range[(int)RecordKey.Notification + 1];
    private byte[] _unescaped = new byte[1024];
    private ulong _content;

    /// <summary>What was read.</summary>
    public RecordFacts Facts { get; } = new();

    /// <summary>The order-independent hash of the record's meaning.</summary>
    public long ContentHash => (long)_content;

    /// <summary>Whether an object names a key twice.</summary>
    public bool DuplicateKeys { get; private set; }

    /// <summary>Whether text was not valid Unicode.</summary>
    public bool ReplacedText { get; private set; }

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="RefusedRecordException">It is not what a record must be.</exception>
    public void Read(ReadOnlySpan<byte> json, TextInterner texts)
    {
        Reset(texts);
        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read())
        {
            Step(ref reader);
            NoteSection(ref reader, 0);
        }
    }

    /// <summary>The parts of the record that was read last which name things.</summary>
    /// <param name="json">The bytes that it was read from.</param>
    public RecordSections Sections(ReadOnlySpan<byte> json) => new()
    {
        Request = json[_sectionRanges[(int)RecordKey.RequestParameters]],
        Response = json[_sectionRanges[(int)RecordKey.ResponseElements]],
        Details = json[_sectionRanges[(int)RecordKey.ServiceEventDetails]],
        Resources = json[_sectionRanges[(int)RecordKey.Resources]],
    };

    /// <summary>
    /// Reads the record that the bytes begin with, and what comes again from record to record only once. What stands in an
    /// exception that this throws is not fit to be shown: <see cref="Read"/> tells it right.
    /// </summary>
    /// <returns>The record's length, or 0 where its end is not there.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="RefusedRecordException">It is not what a record must be.</exception>
    public int ReadFirst(ReadOnlySpan<byte> bytes, TextInterner texts)
    {
        Reset(texts);
        var start = 0;
        var section = new OpenSection();
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(Options));
        while (reader.Read())
        {
            Step(ref reader);
            NoteSection(ref reader, start);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                    section = Begin(bytes, start + (int)reader.BytesConsumed);
                    if (section.Known is { } known)
                    {
                        _content += known.Content;
                        Facts.TakeSection(known);
                        start = section.Start + known.Bytes.Length;
                        reader = new Utf8JsonReader(bytes[start..], isFinalBlock: false, AfterSection);
                    }

                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth == 1 && section.Place >= 0:
                    Remember(section, bytes[section.Start..(start + (int)reader.BytesConsumed)]);
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth == 0:
                    return start + (int)reader.BytesConsumed;
            }
        }

        return 0;
    }

    // Where an object has a key twice, the last one counts, whatever its value is.
    private void NoteSection(ref Utf8JsonReader reader, int start)
    {
        if (reader.CurrentDepth != 1 || Facts.Section > RecordKey.Notification)
        {
            return;
        }

        ref var range = ref _sectionRanges[(int)Facts.Section];
        range = reader.TokenType switch
        {
            JsonTokenType.PropertyName => default,
            JsonTokenType.StartObject or JsonTokenType.StartArray => (start + (int)reader.TokenStartIndex)..,
            JsonTokenType.EndObject or JsonTokenType.EndArray => range.Start..(start + (int)reader.BytesConsumed),
            _ => range,
        };
    }

    private void Reset(TextInterner texts)
    {
        Array.Clear(_sectionRanges);
        _content = 0;
        _keyCount = 0;
        _manyKeys.Clear();
        DuplicateKeys = false;
        ReplacedText = false;
        Facts.Reset(texts);
        _levels[0] = new Level { Path = RootPath };
    }

    /// <summary>A value of the record's own object begins: it may be an object that came before.</summary>
    private OpenSection Begin(ReadOnlySpan<byte> bytes, int start)
    {
        if (Facts.Section is not (RecordKey.UserIdentity or RecordKey.None) || start >= bytes.Length || bytes[start] != (byte)'{')
        {
            return new OpenSection { Place = -1 };
        }

        var known = _sections.Find(_levels[1].Child, bytes[start..], out var place);
        return new OpenSection { Known = known, Place = place, Start = start, Content = _content };
    }

    private void Remember(in OpenSection section, ReadOnlySpan<byte> bytes)
    {
        if (!DuplicateKeys && !ReplacedText)
        {
            _sections.Add(section.Place, _levels[1].Child, bytes, _content - section.Content, Facts);
        }
    }

    private void Step(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Name(ref reader, depth);
                break;
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                Open(depth, reader.TokenType == JsonTokenType.StartArray);
                break;
            case JsonTokenType.EndObject:
            case JsonTokenType.EndArray:
                Close(depth, reader.TokenType);
                break;
            default:
                Value(ref reader, depth);
                break;
        }
    }

    private void Name(ref Utf8JsonReader reader, int depth)
    {
        var meaning = _names.Of(Text(ref reader));
        ref var level = ref _levels[depth];
        level.Count++;
        NoteKey(ref level, meaning.Hash);
        level.Child = StableHash.Join(level.Path, meaning.Hash);
        level.Key = meaning.Key;
        level.Rule = depth > 1 ? meaning.Rule : meaning.OwnRule;
        if (depth == 1)
        {
            Facts.Section = level.Key;
        }
    }

    // Most keys are new to their object by one bit of their hash; the others are looked for.
    private void NoteKey(ref Level level, ulong hash)
    {
        var bit = 1UL << (int)(hash >> 58);
        var mayBeKnown = (level.Seen & bit) != 0;
        level.Seen |= bit;
        var keys = _keys.AsSpan(level.FirstKey, _keyCount - level.FirstKey);
        if (mayBeKnown && keys.Contains(hash))
        {
            DuplicateKeys = true;
        }
        else if (keys.Length < FewKeys)
        {
            if (_keyCount == _keys.Length)
            {
                Array.Resize(ref _keys, _keys.Length * 2);
            }

            _keys[_keyCount++] = hash;
        }
        else if (!_manyKeys.Add(StableHash.Join(level.Path, hash)))
        {
            DuplicateKeys = true;
        }
    }

    private void Open(int depth, bool isArray)
    {
        if (depth >= MaxDepth)
        {
            throw new RefusedRecordException("too-deep", $"The record nests deeper than {MaxDepth} levels.");
        }

        if (depth == 0 && isArray)
        {
            throw new RefusedRecordException("not-a-record", "An array, not a CloudTrail record.");
        }

        var path = depth == 0 ? RootPath : ChildPath(depth);
        if (depth == 1)
        {
            Facts.OpenSection(isArray);
        }

        ref var parent = ref _levels[depth];
        _levels[depth + 1] = new Level
        {
            Path = path,
            IsArray = isArray,
            FirstKey = _keyCount,
            Key = isArray && depth > 0 ? parent.Key : RecordKey.None,
            Rule = isArray && depth > 0 ? parent.Rule : ResourceRule.ArnOnly,
        };
    }

    private void Close(int depth, JsonTokenType token)
    {
        ref var closed = ref _levels[depth + 1];
        if (closed.Count == 0)
        {
            Leaf(closed.Path, 0, token);
        }

        _keyCount = closed.FirstKey;
    }

    private void Value(ref Utf8JsonReader reader, int depth)
    {
        if (depth == 0)
        {
            throw new RefusedRecordException("not-a-record", "A single value, not a CloudTrail record.");
        }

        var path = ChildPath(depth);
        var token = reader.TokenType;
        if (token == JsonTokenType.String)
        {
            var text = Text(ref reader);
            var hash = StableHash.Of(text);
            Leaf(path, hash, token);
            Facts.Text(_levels, depth, text, hash);
            return;
        }

        Leaf(path, token == JsonTokenType.Number ? StableHash.Of(reader.ValueSpan) : 0, token);
        Facts.Other(_levels, depth, token);
    }

    private ulong ChildPath(int depth)
    {
        ref var level = ref _levels[depth];
        return level.IsArray ? StableHash.Join(level.Path, (ulong)level.Count++) : level.Child;
    }

    // A sum, so that the order of keys does not matter; each leaf is mixed with its whole path first.
    private void Leaf(ulong path, ulong value, JsonTokenType kind) =>
        _content += StableHash.Join(StableHash.Join(path, value), (ulong)kind);

    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return text;
        }

        if (_unescaped.Length < text.Length)
        {
            _unescaped = new byte[Math.Max(text.Length, _unescaped.Length * 2)];
        }

        var length = JsonText.Unescape(text, _unescaped, out var replaced);
        ReplacedText |= replaced;
        return _unescaped.AsSpan(0, length);
    }

    private static JsonReaderState StateAfterSection()
    {
        var reader = new Utf8JsonReader("{\"a\":{}"u8, isFinalBlock: false, new JsonReaderState(Options));
        while (reader.Read())
        {
        }

        return reader.CurrentState;
    }

    /// <summary>A value of the record's own object that may be remembered.</summary>
    private readonly ref struct OpenSection
    {
        public KnownSection? Known { get; init; }

        public int Place { get; init; }

        public int Start { get; init; }

        public ulong Content { get; init; }
    }

    /// <summary>What holds at one depth: the object or array whose children are there, and the key that was read last.</summary>
    internal struct Level
    {
        public ulong Path;
        public ulong Child;
        public int Count;
        public int FirstKey;
        public ulong Seen;
        public RecordKey Key;
        public ResourceRule Rule;
        public bool IsArray;
    }
}
