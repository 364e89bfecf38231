using System.Text;

namespace TrailBoard.Core.Events;

/// <summary>
/// Gives the same string for the same text most of the time, so that ten million events do not hold ten million copies of
/// <c>ecr.amazonaws.com</c>. Bounded, and safe to share between threads without a lock: a slot is one reference, a lost
/// race costs one string.
/// </summary>
internal sealed class TextInterner
{
    /// <summary>The length from which text is taken to be of one record alone.</summary>
    public const int MaxBytes = 512;

    private const int Slots = 1 << 14;
    private readonly string?[] _slots = new string?[Slots];

    /// <summary>The text of UTF-8 bytes.</summary>
    /// <param name="hash">The bytes' <see cref="StableHash"/>.</param>
    public string Get(ReadOnlySpan<byte> utf8, ulong hash)
    {
        if (utf8.Length > MaxBytes)
        {
            return Fresh(utf8);
        }

        ref var slot = ref _slots[(int)(hash >> 20) & (Slots - 1)];
        var known = slot;
        if (known is not null && Ascii.Equals(utf8, known))
        {
            return known;
        }

        return slot = Fresh(utf8);
    }

    /// <summary>A new string, for text that hardly repeats. NUL is shown as U+2400: databases end text at it.</summary>
    public static string Fresh(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        return utf8.Contains((byte)0) ? text.Replace('\0', '\u2400') : text;
    }
}
