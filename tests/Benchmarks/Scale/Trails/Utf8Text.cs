using System.Buffers.Binary;
using System.Buffers.Text;

namespace TrailBoard.Benchmarks.Scale.Trails;

/// <summary>UTF-8 that grows, written piece by piece: ten million records are too many for strings.</summary>
internal sealed class Utf8Text
{
    private byte[] _bytes = new byte[1 << 20];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public Utf8Text Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
        return this;
    }

    public Utf8Text Put(int number)
    {
        Utf8Formatter.TryFormat(number, Room(12), out var written);
        Length += written;
        return this;
    }

    /// <summary>A number with zeros before it.</summary>
    public Utf8Text Put(int number, int digits)
    {
        Utf8Formatter.TryFormat(number, Room(Math.Max(12, digits)), out var written, new('D', (byte)digits));
        Length += written;
        return this;
    }

    /// <summary>Lower-case hexadecimal digits of a hash, at most 16.</summary>
    public Utf8Text Hex(ulong hash, int digits = 16)
    {
        Span<byte> bytes = stackalloc byte[8];
        Span<byte> hex = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, hash);
        Convert.TryToHexStringLower(bytes, hex, out _);
        return Put(hex[..digits]);
    }

    /// <summary>The 64 digits of a digest.</summary>
    public Utf8Text Digest(ulong of)
    {
        for (var part = 1UL; part <= 4; part++)
        {
            Hex(Dice.Mix(of, part));
        }

        return this;
    }

    /// <summary>An id as eventID has it.</summary>
    public Utf8Text Guid(ulong high, ulong low) =>
        Hex(high, 8).Put("-"u8).Hex(high << 32, 4).Put("-4"u8).Hex(high << 52, 3).Put("-a"u8).Hex(low, 3).Put("-"u8).Hex(low << 16, 12);

    /// <summary>Capital letters and digits of a hash, as access keys have them.</summary>
    public Utf8Text Base32(ulong hash, int digits)
    {
        var room = Room(digits);
        for (var i = 0; i < digits; i++)
        {
            room[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8[(int)(hash >> (5 * i)) & 31];
        }

        Length += digits;
        return this;
    }

    /// <summary>An opaque token, as answers in pages have them.</summary>
    public Utf8Text Token(ulong of)
    {
        for (var part = 0UL; part < 10; part++)
        {
            Base32(Dice.Mix(of, part), 12);
        }

        return this;
    }

    public Utf8Text Time(DateTime time)
    {
        Put(time.Year, 4).Put("-"u8).Put(time.Month, 2).Put("-"u8).Put(time.Day, 2).Put("T"u8);
        return Put(time.Hour, 2).Put(":"u8).Put(time.Minute, 2).Put(":"u8).Put(time.Second, 2).Put("Z"u8);
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        }

        return _bytes.AsSpan(Length);
    }
}
