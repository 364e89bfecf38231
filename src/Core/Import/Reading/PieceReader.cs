using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Import.Reading;

/// <summary>Makes records and refusals of pieces, gathers them into batches, and judges in the end what the object was.</summary>
internal sealed partial class PieceReader(TrailRecordReader reader, BlockPacker packer, ReadLimits limits, string objectName)
{
    private const int RefusalsOfABatch = 1000;
    private const int MaxTextDepth = 4;

    private readonly DateTimeOffset? _deliveredAt = DeliveryTime(objectName);
    private List<Rejection> _refusals = [];
    private string? _wrapper;
    private string? _foreignNote;
    private long _insights;
    private bool _listInText;

    /// <summary>The place of the next record in its object.</summary>
    public int Index { get; private set; }

    /// <summary>Records read.</summary>
    public long Records { get; private set; }

    /// <summary>Refused pieces that have the looks of a record: they are losses, not other people's files.</summary>
    public long RefusedRecords { get; private set; }

    /// <summary>Whether each record lies in the inflated bytes as it is.</summary>
    public bool AreVerbatim { get; set; } = true;

    /// <summary>Bytes of records that wait for their block.</summary>
    public long Size => packer.Size;

    /// <summary>Whether so much was refused that it should not wait for records.</summary>
    public bool IsFullOfRefusals => _refusals.Count >= RefusalsOfABatch;

    /// <summary>Whether something waits for its batch.</summary>
    public bool HasBatch => packer.Count + _refusals.Count > 0;

    /// <summary>Reads a piece.</summary>
    public void Read(in Piece piece) => Read(piece, 0);

    /// <summary>Reads the record that has begun, where it is whole and nothing speaks against it; else it will come as a piece.</summary>
    /// <returns>False where its end is not there yet.</returns>
    public bool TryRead(RecordSplitter splitter)
    {
        var bytes = splitter.Ahead;
        if (reader.ReadFirst(bytes, limits.MaxRecord, out var length, out var hash) is { } read && splitter.Take(length))
        {
            packer.Hold(bytes[..length]);
            Keep(read, hash, splitter.Piece, 0);
        }

        return length != 0;
    }

    /// <summary>What waits, or its first part, with a block packed here.</summary>
    public ObjectReading.Batch TakeBatch() => Batch(packer.Take(packer.CountUpTo(limits.PackedBlock)));

    /// <summary>What waits, with the object's own bytes as the block.</summary>
    public ObjectReading.Batch TakeBatch(ReadOnlyMemory<byte> delivered) => Batch(packer.Take(delivered));

    /// <summary>Why the object holds nothing to import, or null where it does.</summary>
    public string? SkipReason(RecordSplitter splitter, long size)
    {
        if (Records > 0)
        {
            return _insights == Records && RefusedRecords == 0 ? "CloudTrail Insights only: it tells of unusual activity and holds no calls." : null;
        }

        if (RefusedRecords > 0)
        {
            return null;
        }

        return _foreignNote ?? (size == 0 ? "The object is empty." : splitter.ListSeen is null && !_listInText ? "There is no CloudTrail record in it." : null);
    }

    /// <summary>What a person calls the shape that the records came in.</summary>
    public string WrapperName(RecordSplitter splitter)
    {
        var name = _wrapper ?? splitter.ListSeen ?? "";
        return (splitter.IsNdjson, name.Length) switch
        {
            (true, 0) => "NDJSON",
            (true, _) => $"{name} in NDJSON",
            (false, 0) => "object",
            _ => name,
        };
    }

    private void Read(in Piece piece, int textDepth)
    {
        switch (piece.Kind)
        {
            case PieceKind.Record:
                Record(piece, textDepth);
                break;
            case PieceKind.Text:
                Text(piece, textDepth);
                break;
            case PieceKind.Foreign:
                _foreignNote ??= piece.Note;
                Refuse(piece, "not-a-record", piece.Note!);
                break;
            case PieceKind.TooLarge:
                Refuse(piece, "record-too-large", $"It has more than {limits.MaxRecord:N0} bytes; CloudTrail's own limit is 256 KB.");
                _foreignNote ??= "There is no CloudTrail record in it: it is one large value.";
                break;
            case PieceKind.Broken:
                Refuse(piece, "json", "The line ended inside the record.");
                _foreignNote ??= "There is no CloudTrail record in it.";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(piece), piece.Kind, null);
        }
    }

    private void Record(in Piece piece, int textDepth)
    {
        var json = packer.Hold(piece.Bytes.Span);
        if (!reader.TryRead(json, Index, piece.Offset, out var record, out var rejection))
        {
            packer.Drop(json.Length);
            _refusals.Add(rejection);
            Index++;
            if (rejection.Reason == "not-a-record")
            {
                _foreignNote ??= rejection.Message;
            }
            else
            {
                RefusedRecords++;
            }

            return;
        }

        Keep(record.Event, record.ContentHash, piece, textDepth);
    }

    private void Keep(TrailEvent read, long hash, in Piece piece, int textDepth)
    {
        packer.Keep(new HeldRecord(WithDelivery(read), hash, Index, textDepth == 0 && piece.Offset <= int.MaxValue ? (int)piece.Offset : -1));
        _wrapper ??= piece.Wrapper;
        _insights += read.Category == "Insight" || read.Type == "AwsCloudTrailInsight" ? 1 : 0;
        Records++;
        Index++;
    }

    private ObjectReading.Batch Batch((TrailRecord[] Records, RecordBlock? Block) taken)
    {
        var batch = new ObjectReading.Batch(taken.Records, taken.Block, _refusals);
        _refusals = [];
        return batch;
    }

    /// <summary>JSON inside a string: unescaped, it is split like any other.</summary>
    private void Text(in Piece piece, int textDepth)
    {
        AreVerbatim = false;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, piece.Bytes.Length));
        try
        {
            var length = JsonText.Unescape(piece.Bytes.Span, buffer, out _);
            var start = length < 0 ? -1 : buffer.AsSpan(0, length).IndexOfAnyExcept(" \t\r\n"u8);
            if (start < 0 || textDepth == MaxTextDepth || buffer[start] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            {
                Refuse(piece with { IsRecordLike = false }, "not-a-record", "Text that is not a CloudTrail record.");
                _foreignNote ??= "Text that is not a CloudTrail record.";
                return;
            }

            Split(piece, buffer, length, textDepth);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Split(in Piece outer, byte[] text, int length, int textDepth)
    {
        using var splitter = new RecordSplitter(text, length, limits.MaxRecord);
        while (true)
        {
            switch (splitter.Next())
            {
                case SplitStep.Cut:
                    var piece = splitter.Piece;
                    Read(piece with { Offset = outer.Offset, Wrapper = Joined(piece.Wrapper, outer.Wrapper) }, textDepth + 1);
                    break;
                case SplitStep.Begun:
                    break;
                case SplitStep.CutOff:
                    Refuse(outer with { IsRecordLike = splitter.CutInsideTrail }, "json", "The JSON inside the string ended early.");
                    return;
                default:
                    _listInText |= splitter.ListSeen is not null;
                    return;
            }
        }
    }

    private static string Joined(string inner, string outer) =>
        inner.Length == 0 || outer.Contains(inner, StringComparison.Ordinal) ? outer : outer.Length == 0 ? inner : $"{inner} in {outer}";

    private void Refuse(in Piece piece, string reason, string message)
    {
        _refusals.Add(new Rejection(Index, piece.Offset, reason, message, Redaction.Excerpt(piece.Bytes.Span)));
        Index++;
        RefusedRecords += piece.IsRecordLike ? 1 : 0;
    }

    // The name of a trail file says when CloudTrail delivered it.
    private TrailEvent WithDelivery(TrailEvent read) =>
        _deliveredAt - read.Time > TimeSpan.FromDays(1) ? read with { Flags = read.Flags | EventFlags.Late } : read;

    private static DateTimeOffset? DeliveryTime(string name) =>
        DeliveryName().Match(name) is { Success: true } match
        && DateTimeOffset.TryParseExact(match.Groups["time"].Value, "yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    [GeneratedRegex(@"_(?<time>\d{8}T\d{4})Z_[A-Za-z0-9]{16}\.json(?:\.gz)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DeliveryName();
}
