using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TrailBoard.Data.Columns;

/// <summary>Writes arrays of numbers as they lie in memory, and knows the hash of what was written.</summary>
internal sealed class SliceWriter(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Length { get; private set; }

    public void Write<T>(params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var count = values.Length;
        Append(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref count, 1)));
        Append(MemoryMarshal.AsBytes(values));
    }

    /// <summary>The hash of all that was written.</summary>
    public byte[] Hash() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }
}

/// <summary>Reads what a <see cref="SliceWriter"/> has written. Whether that is what was written is known before.</summary>
internal sealed class SliceReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    public bool IsAtEnd => _at == bytes.Length;

    public T[] Read<T>()
        where T : unmanaged
    {
        var values = GC.AllocateUninitializedArray<T>(MemoryMarshal.Read<int>(bytes.Span[_at..]));
        var into = MemoryMarshal.AsBytes(values.AsSpan());
        bytes.Span.Slice(_at + sizeof(int), into.Length).CopyTo(into);
        _at += sizeof(int) + into.Length;
        return values;
    }
}
