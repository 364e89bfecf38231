using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace TrailBoard.Core.Search;

/// <summary>
/// Bytes that are looked for in many, ASCII letters without case, as <see cref="TextPattern"/> compares. Two of them are compared with 64
/// places at a time, and only where both fit the others are looked at: whoever has thousands of texts behind each other looks through them
/// at once, and asks of the few that hold the bytes whether they match.
/// </summary>
public sealed class Utf8Needle
{
    private readonly byte[] _text;
    private readonly Vector512<byte> _first;
    private readonly Vector512<byte> _last;
    private readonly Vector512<byte> _caseOfFirst;
    private readonly Vector512<byte> _caseOfLast;

    private Utf8Needle(byte[] text)
    {
        _text = text;
        (_first, _caseOfFirst) = Fold(text[0]);
        (_last, _caseOfLast) = Fold(text[^1]);
    }

    /// <summary>What every text holds that passes a test on a field's values, or null where nothing is known of them.</summary>
    public static Utf8Needle? Of(ValueTest test) => test is ValueTest.Like { Pattern: var pattern } && pattern.InUtf8() is not null
        ? Of(pattern.Literals.MaxBy(literal => literal.Length)!)
        : null;

    /// <summary>What every text holds that holds the words, or null where nothing is known of them.</summary>
    public static Utf8Needle? Of(Filter.Words words) => TextPattern.Containing(words.Text).InUtf8() is not null ? Of(words.Text) : null;

    /// <summary>Where the bytes first occur, or -1, in time proportional to the text.</summary>
    // Looked through are millions of texts, and the first time too: not to be run as slow first code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int IndexOf(ReadOnlySpan<byte> text)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var (last, wasted, at) = (_text.Length - 1, 0, 0);
        for (; at + last + Vector512<byte>.Count <= text.Length; at += Vector512<byte>.Count)
        {
            var places = Vector512.Equals(Vector512.LoadUnsafe(ref start, (nuint)at) | _caseOfFirst, _first)
                & Vector512.Equals(Vector512.LoadUnsafe(ref start, (nuint)(at + last)) | _caseOfLast, _last);
            for (var bits = places.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(bits);
                var same = AsciiCase.CommonPrefix(text[place..], _text);
                if (same == _text.Length)
                {
                    return place;
                }

                wasted += same;
            }

            // Text such as "aaaa…" looked through for "aa…ba" would take the product of their lengths this way.
            if (wasted > (4 * at) + 1_024)
            {
                break;
            }
        }

        return AsciiCase.IndexOf(text[Math.Min(at, text.Length)..], _text) is var found and >= 0 ? at + found : -1;
    }

    private static Utf8Needle? Of(string text) => text.Length > 0 ? new Utf8Needle(Encoding.UTF8.GetBytes(text)) : null;

    // A letter is compared with the bit set that small letters have; anything else as it is.
    private static (Vector512<byte> Byte, Vector512<byte> Case) Fold(byte one) => char.IsAsciiLetter((char)one)
        ? (Vector512.Create((byte)(one | 0x20)), Vector512.Create((byte)0x20))
        : (Vector512.Create(one), Vector512<byte>.Zero);
}
