using System.Runtime.InteropServices;
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

    private readonly Level[] _levels = new Level[MaxDepth + 3];
    private readonly List<ulong> _keys = [];
    private readonly HashSet<ulong> _manyKeys = [];
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
        _content = 0;
        _keys.Clear();
        _manyKeys.Clear();
        DuplicateKeys = false;
        ReplacedText = false;
        Facts.Reset(texts);
        _levels[0] = new Level { Path = RootPath };

        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read())
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
    }

    private void Name(ref Utf8JsonReader reader, int depth)
    {
        var name = Text(ref reader);
        var hash = StableHash.Of(name);
        ref var level = ref _levels[depth];
        level.Count++;
        NoteKey(level, hash);
        level.Child = StableHash.Join(level.Path, hash);
        var known = RecordKeys.Find(name, hash);
        level.Key = known?.Key ?? RecordKey.None;
        level.Rule = known?.Rule ?? (depth > 1 ? RecordKeys.RuleByEnding(name) : ResourceRule.ArnOnly);
        if (depth == 1)
        {
            Facts.Section = level.Key;
        }
    }

    private void NoteKey(in Level level, ulong hash)
    {
        var keys = CollectionsMarshal.AsSpan(_keys)[level.FirstKey..];
        if (keys.Contains(hash))
        {
            DuplicateKeys = true;
        }
        else if (keys.Length < FewKeys)
        {
            _keys.Add(hash);
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
            FirstKey = _keys.Count,
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

        CollectionsMarshal.SetCount(_keys, closed.FirstKey);
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

    /// <summary>What holds at one depth: the object or array whose children are there, and the key that was read last.</summary>
    internal struct Level
    {
        public ulong Path;
        public ulong Child;
        public int Count;
        public int FirstKey;
        public RecordKey Key;
        public ResourceRule Rule;
        public bool IsArray;
    }
}
