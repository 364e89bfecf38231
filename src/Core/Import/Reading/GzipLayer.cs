using System.Buffers.Binary;
using System.IO.Compression;

namespace TrailBoard.Core.Import.Reading;

/// <summary>
/// Inflates gzip and verifies its end. .NET's own streams take truncated data, a missing trailer and garbage after the end
/// without a word, so the members are found here: the deflate data goes to <see cref="DeflateStream"/> in small chunks, and
/// the trailer is looked for where it stopped. The stream does not tell where within its last chunk that was; the CRC and
/// size, computed here, do: 64 bits that match mark the end.
/// </summary>
internal sealed class GzipLayer(ByteLayer below, long maxInflated) : ByteLayer
{
    private const int TrailerLength = 8;

    private readonly CompressedChunks _input = new(below);
    private DeflateStream? _deflate;
    private uint _crc;
    private long _memberSize;
    private long _inflated;
    private bool _ended;
    private bool _hasHeaderCrc;

    /// <summary>How many members were read.</summary>
    public int Members { get; private set; }

    /// <summary>What a person should know though all was read, or null.</summary>
    public string? Warning { get; private set; }

    /// <summary>Whether the bytes are one member and nothing else. One with a header CRC, which is not checked here, might not inflate elsewhere.</summary>
    public bool IsOneCleanMember => _ended && Members == 1 && !_hasHeaderCrc && !_input.SawPadding && Warning is null;

    public override async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            if (_deflate is null && !await StartMemberAsync(cancellationToken))
            {
                _ended = true;
                break;
            }

            var read = await InflateAsync(target, cancellationToken);
            if (read > 0)
            {
                return read;
            }

            await EndMemberAsync(cancellationToken);
        }

        return 0;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_deflate is not null)
        {
            await _deflate.DisposeAsync();
        }

        await _input.DisposeAsync();
        await below.DisposeAsync();
    }

    private async ValueTask<int> InflateAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await _deflate!.ReadAsync(target, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new BrokenObjectException($"The gzip data is damaged before byte {_input.Position:N0}: it does not inflate.");
        }

        _crc = Crc32.Append(_crc, target.Span[..read]);
        _memberSize += read;
        _inflated += read;
        if (_inflated > maxInflated)
        {
            throw new BrokenObjectException($"The gzip data inflates to more than {maxInflated:N0} bytes: stopped.");
        }

        return read;
    }

    /// <returns>False where the object ends here.</returns>
    private async ValueTask<bool> StartMemberAsync(CancellationToken cancellationToken)
    {
        if (Members > 0)
        {
            await _input.SkipZerosAsync(cancellationToken);
        }

        if (!await _input.EnsureAsync(1, cancellationToken))
        {
            return false;
        }

        if (!await _input.EnsureAsync(2, cancellationToken) || _input.Rest[0] != 0x1f || _input.Rest[1] != 0x8b)
        {
            var position = _input.Position;
            var garbage = await _input.DrainAsync(cancellationToken);
            Warning = $"{garbage:N0} bytes follow the end of the gzip data at byte {position:N0}; they were not read.";
            return false;
        }

        await SkipHeaderAsync(cancellationToken);
        _crc = 0;
        _memberSize = 0;
        _input.StartMember();
        _deflate = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private async ValueTask SkipHeaderAsync(CancellationToken cancellationToken)
    {
        await RequireAsync(10, cancellationToken);
        var flags = _input.Rest[3];
        if (_input.Rest[2] != 8 || (flags & 0xe0) != 0)
        {
            throw new BrokenObjectException($"The gzip header at byte {_input.Position:N0} is damaged.");
        }

        _input.Skip(10);
        if ((flags & 4) != 0)
        {
            await RequireAsync(2, cancellationToken);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(_input.Rest);
            _input.Skip(2);
            await RequireAsync(length, cancellationToken);
            _input.Skip(length);
        }

        if ((flags & 8) != 0)
        {
            await SkipTextAsync(cancellationToken);
        }

        if ((flags & 16) != 0)
        {
            await SkipTextAsync(cancellationToken);
        }

        if ((flags & 2) != 0)
        {
            _hasHeaderCrc = true;
            await RequireAsync(2, cancellationToken);
            _input.Skip(2);
        }
    }

    private async ValueTask SkipTextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await RequireAsync(1, cancellationToken);
            var end = _input.Rest.IndexOf((byte)0);
            _input.Skip(end < 0 ? _input.Rest.Length : end + 1);
            if (end >= 0)
            {
                return;
            }
        }
    }

    private async ValueTask RequireAsync(int count, CancellationToken cancellationToken)
    {
        if (!await _input.EnsureAsync(count, cancellationToken))
        {
            throw EndedEarly();
        }
    }

    private async ValueTask EndMemberAsync(CancellationToken cancellationToken)
    {
        await _deflate!.DisposeAsync();
        _deflate = null;
        Members++;
        if (_input.WasStarved)
        {
            throw EndedEarly();
        }

        _input.TakeBackLastChunk();
        await _input.EnsureAsync(CompressedChunks.ChunkSize + TrailerLength, cancellationToken);
        var trailer = new byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), (uint)_memberSize);
        var window = _input.Rest[..Math.Min(_input.Rest.Length, _input.LastChunkLength + TrailerLength)];
        var at = window.IndexOf(trailer);
        if (at < 0)
        {
            throw EndsShort(window, trailer) ? EndedEarly() : new BrokenObjectException("The gzip CRC or size is wrong: the data was changed after it was written.");
        }

        _input.Skip(at + TrailerLength);
    }

    // Where the object ends with the start of the right trailer, or with none of it, its end was cut off.
    private static bool EndsShort(ReadOnlySpan<byte> window, ReadOnlySpan<byte> trailer)
    {
        for (var length = TrailerLength - 1; length >= 3; length--)
        {
            if (window.EndsWith(trailer[..length]))
            {
                return true;
            }
        }

        return !HalfFits(window, trailer);
    }

    // A whole trailer that is only half right has been damaged; with neither half there, it is most likely missing.
    private static bool HalfFits(ReadOnlySpan<byte> window, ReadOnlySpan<byte> trailer) =>
        window.Length >= TrailerLength && (window.IndexOf(trailer[4..]) >= 4 || window.IndexOf(trailer[..4]) >= 0);

    private BrokenObjectException EndedEarly() =>
        new($"The gzip data ended early, at byte {_input.Position + _input.Rest.Length:N0}: the object was cut off.");
}
