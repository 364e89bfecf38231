using System.Security.Cryptography;

namespace TrailBoard.Core.Import.Reading;

/// <summary>An object's bytes as delivered: counted, hashed, and kept while they may still become a block as they are.</summary>
internal sealed class DeliveredBytes(Stream stream, long? size, int keepAtMost) : ByteLayer
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[]? _kept = size is > 0 && size <= keepAtMost ? new byte[(int)size.Value] : [];

    /// <summary>Bytes read.</summary>
    public long Count { get; private set; }

    /// <summary>Their SHA-256 so far, lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>All bytes read, or null where they were too many or no longer wanted.</summary>
    public ReadOnlyMemory<byte>? Kept => _kept is null ? null : _kept.AsMemory(0, (int)Count);

    /// <summary>Forgets the kept bytes: they will not serve as a block.</summary>
    public void StopKeeping() => _kept = null;

    public override async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(target, cancellationToken);
        _hash.AppendData(target.Span[..read]);
        Keep(target.Span[..read]);
        Count += read;
        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await stream.DisposeAsync();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept is null || bytes.IsEmpty)
        {
            return;
        }

        var needed = Count + bytes.Length;
        if (needed > keepAtMost)
        {
            _kept = null;
            return;
        }

        if (needed > _kept.Length)
        {
            Array.Resize(ref _kept, (int)Math.Max(needed, Math.Min(keepAtMost, Math.Max(16 * 1024, _kept.Length * 2L))));
        }

        bytes.CopyTo(_kept.AsSpan((int)Count));
    }
}

/// <summary>Counts and hashes what passes.</summary>
internal sealed class HashedLayer(ByteLayer below) : ByteLayer
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes that passed.</summary>
    public long Count { get; private set; }

    /// <summary>Their SHA-256 so far, lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var read = await below.ReadAsync(target, cancellationToken);
        _hash.AppendData(target.Span[..read]);
        Count += read;
        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await below.DisposeAsync();
    }
}
