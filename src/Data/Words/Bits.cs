using System.Numerics;

namespace TrailBoard.Data.Words;

/// <summary>Writes numbers in few bits, the lowest first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _bits;

    public void Write(uint value, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if ((_bits & 7) == 0)
            {
                _bytes.Add(0);
            }

            _bytes[^1] |= (byte)(((value >> i) & 1) << (_bits & 7));
            _bits++;
        }
    }

    /// <summary>A number that is mostly near 2 to the power of <paramref name="low"/> (Rice).</summary>
    public void WriteSmall(uint value, int low)
    {
        for (var i = value >> low; i > 0; i--)
        {
            Write(1, 1);
        }

        Write(0, 1);
        Write(value, low);
    }

    /// <summary>A number from 1 that is mostly 1 (Elias).</summary>
    public void WriteCount(uint value)
    {
        var low = BitOperations.Log2(value);
        WriteSmall((uint)low, 0);
        Write(value, low);
    }

    public byte[] ToArray() => [.. _bytes];
}

/// <summary>Reads what <see cref="BitWriter"/> wrote.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _bit;

    public uint Read(int count)
    {
        var value = 0u;
        for (var i = 0; i < count; i++, _bit++)
        {
            value |= (uint)((_bytes[_bit >> 3] >> (_bit & 7)) & 1) << i;
        }

        return value;
    }

    public uint ReadSmall(int low)
    {
        var high = 0u;
        while (Read(1) == 1)
        {
            high++;
        }

        return (high << low) | Read(low);
    }

    public uint ReadCount()
    {
        var low = (int)ReadSmall(0);
        return (1u << low) | Read(low);
    }
}
