using System.IO.Compression;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Import.Reading;

/// <summary>One reading of one object: layers, splitter, records and batches, in that order.</summary>
internal sealed class ObjectPass : IAsyncDisposable
{
    private const int HeadLength = 64;
    private const int KeptSlack = 256 * 1024;

    private readonly TrailObject _object;
    private readonly ReadLimits _limits;
    private readonly PieceReader _pieces;
    private readonly RecordSplitter _splitter;
    private DeliveredBytes? _delivered;
    private HashedLayer? _inflated;
    private GzipLayer? _gzip;
    private GzipLayer? _innerGzip;
    private ByteLayer? _top;
    private bool _mayServeWhole;
    private readonly bool _mayBeDigest;

    public ObjectPass(TrailObject trailObject, TrailRecordReader records, BlockPacker packer, ReadLimits limits)
    {
        _object = trailObject;
        _mayBeDigest = trailObject.Name.Contains(TrailKey.NameOf(TrailFolder.Digest), StringComparison.Ordinal);
        _limits = limits;
        _pieces = new PieceReader(records, packer, limits, trailObject.Name);
        _splitter = new RecordSplitter(limits.MaxRecord);
    }

    /// <summary>The next batch, or the end.</summary>
    public async ValueTask<ObjectReading> NextAsync(CancellationToken cancellationToken)
    {
        if (_top is null && await OpenAsync(cancellationToken) is { } refusal)
        {
            return refusal;
        }

        while (!IsBatchFull)
        {
            switch (_splitter.Next())
            {
                case SplitStep.Cut:
                    _pieces.Read(_splitter.Piece);
                    break;
                case SplitStep.Begun:
                    await ReadBegunAsync(cancellationToken);
                    break;
                case SplitStep.Hungry:
                    await FeedAsync(cancellationToken);
                    break;
                case SplitStep.End:
                    return await LastAsync(cancellationToken);
                case SplitStep.CutOff:
                    return CutOff();
                default:
                    throw new InvalidOperationException("The splitter took an unknown step.");
            }
        }

        return _pieces.TakeBatch();
    }

    public async ValueTask DisposeAsync()
    {
        _splitter.Dispose();
        var outermost = _top ?? _delivered;
        if (outermost is not null)
        {
            await outermost.DisposeAsync();
        }
    }

    private bool IsBatchFull => _pieces.IsFullOfRefusals || (!_mayServeWhole && _pieces.Size >= _limits.PackedBlock);

    /// <returns>A skip or failure where the bytes are nothing to be read.</returns>
    private async ValueTask<ObjectReading?> OpenAsync(CancellationToken cancellationToken)
    {
        var stream = await _object.OpenAsync(cancellationToken);
        _delivered = new DeliveredBytes(stream, _object.Size, _limits.WholeBlock + KeptSlack);
        var head = new byte[HeadLength];
        var length = await _delivered.FillAsync(head, cancellationToken);
        ByteLayer layer = new PeekedLayer(_delivered, head.AsMemory(0, length));
        if (ByteFormat.IsGzip(head.AsSpan(0, length)))
        {
            layer = _gzip = new GzipLayer(layer, _limits.MaxInflated);
        }

        layer = _inflated = new HashedLayer(layer);
        _top = layer;
        if (_gzip is not null)
        {
            length = await _inflated.FillAsync(head, cancellationToken);
            layer = new PeekedLayer(layer, head.AsMemory(0, length));
            if (ByteFormat.IsGzip(head.AsSpan(0, length)))
            {
                layer = _innerGzip = new GzipLayer(layer, _limits.MaxInflated);
                var inner = new byte[HeadLength];
                length = await layer.FillAsync(inner, cancellationToken);
                layer = new PeekedLayer(layer, inner.AsMemory(0, length));
                head = inner;
            }
        }
        _top = layer;
        return Judge(head.AsSpan(0, length));
    }

    private ObjectReading.Failure? Judge(ReadOnlySpan<byte> head)
    {
        if (ByteFormat.IsGzip(head))
        {
            return new ObjectReading.Failure("format not supported: gzip in gzip in gzip");
        }

        if (ByteFormat.UnsupportedName(head) is { } name)
        {
            return new ObjectReading.Failure($"format not supported: {name}");
        }

        if (ByteFormat.Utf16IsBigEndian(head) is { } bigEndian)
        {
            _top = new Utf16Layer(_top!, bigEndian);
            _pieces.AreVerbatim = false;
        }
        else if (ByteFormat.LooksLikeUtf16(head))
        {
            return new ObjectReading.Failure("The text is UTF-16 without a byte order mark; save it as UTF-8.");
        }

        _mayServeWhole = _gzip is not null && _innerGzip is null && _pieces.AreVerbatim;
        return null;
    }

    // A record whose end is not there yet is begun again with more bytes: to cut it first would cost three times as much. One that
    // takes half of what is read at once is large, and is cut.
    private async ValueTask ReadBegunAsync(CancellationToken cancellationToken)
    {
        while (!_pieces.TryRead(_splitter) && _splitter.Ahead.Length < _limits.ReadSize / 2 && await FeedAsync(cancellationToken))
        {
        }
    }

    // As much at once as there may be: each piece ends in the middle of a record.
    private async ValueTask<bool> FeedAsync(CancellationToken cancellationToken)
    {
        var free = _splitter.Free();
        var fed = await _top!.FillAsync(free[..Math.Min(free.Length, _limits.ReadSize)], cancellationToken);
        _splitter.Fed(fed);
        if (_mayServeWhole && (_inflated!.Count > _limits.WholeBlock || !_pieces.AreVerbatim))
        {
            _mayServeWhole = false;
        }

        if (!_mayServeWhole && !(_mayBeDigest && _inflated!.Count <= _limits.WholeBlock))
        {
            _delivered!.StopKeeping();
        }

        return fed > 0;
    }

    /// <summary>The rest of the batches, and then how it ended.</summary>
    private async ValueTask<ObjectReading> LastAsync(CancellationToken cancellationToken)
    {
        if (_pieces.HasBatch)
        {
            return WholeBlock() is { } block ? _pieces.TakeBatch(block) : _pieces.TakeBatch();
        }

        await DrainAsync(cancellationToken);
        var digest = new ContentDigest(_delivered!.Count, _inflated!.Count, _delivered.Sha256, _inflated.Sha256);
        if (_pieces.SkipReason(_splitter, _inflated.Count) is { } reason)
        {
            var lists = reason == WrapperKeys.DigestNote ? await ListedAsync(cancellationToken) : null;
            return new ObjectReading.Skip(lists?.Sentence ?? reason, digest) { Lists = lists };
        }

        return new ObjectReading.End(_pieces.WrapperName(_splitter), digest, Warning());
    }

    /// <summary>What a digest lists. Its bytes were verified when they were read, and are at most <see cref="ReadLimits.WholeBlock"/> inflated.</summary>
    private async Task<TrailDigest?> ListedAsync(CancellationToken cancellationToken)
    {
        if (_delivered!.Kept is not { } kept || _innerGzip is not null || _inflated!.Count > _limits.WholeBlock)
        {
            return null;
        }

        if (_gzip is null)
        {
            return TrailDigest.Read(kept);
        }

        var json = new byte[(int)_inflated.Count];
        await using var gzip = new GZipStream(new MemoryStream(kept.ToArray()), CompressionMode.Decompress);
        var length = await gzip.ReadAtLeastAsync(json, json.Length, throwOnEndOfStream: false, cancellationToken);
        return TrailDigest.Read(json.AsMemory(0, length));
    }

    private ReadOnlyMemory<byte>? WholeBlock() =>
        _mayServeWhole && _pieces.AreVerbatim && _gzip is { IsOneCleanMember: true } ? _delivered!.Kept : null;

    // What lies behind the innermost end still belongs to the hashes.
    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        var rest = new byte[4096];
        while (await _inflated!.ReadAsync(rest, cancellationToken) > 0)
        {
        }

        while (await _delivered!.ReadAsync(rest, cancellationToken) > 0)
        {
        }
    }

    private string? Warning()
    {
        var warnings = new[]
        {
            _gzip?.Warning, _innerGzip?.Warning,
            _splitter.IsDamaged ? "The JSON around the records is not well formed; the records were found all the same." : null,
        };
        var text = string.Join(' ', warnings.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    private ObjectReading.Failure CutOff()
    {
        if (_pieces.Records > 0 || _splitter.CutInsideTrail || _pieces.RefusedRecords > 0)
        {
            return new ObjectReading.Failure($"The JSON ended early, inside record {_pieces.Index + 1:N0}: the object was cut off.");
        }

        return new ObjectReading.Failure("The JSON ended early: it is not complete, and what there is of it holds no CloudTrail record.");
    }
}
