using System.Numerics;
using System.Security.Cryptography;

namespace TrailBoard.Data.Store;

/// <summary>
/// In which seconds an id may occur: about 12 bytes an event, so that no index on ids is needed. An entry is 32 bits of a hash of the
/// id and the second, so an answer can be wrong in naming a second (the rows are looked at anyway), never in leaving one out.
/// One writer at a time; readers need no lock.
/// </summary>
internal sealed class EventIdSet
{
    // An id that occurs in more seconds than this is in conflict long since, and all of its rows are flagged; without a bound,
    // one id repeated a million times would make a run of a million slots.
    private const int MaxSecondsOfId = 64;

    // Segments grow one by one and by little, so that the set never needs twice its memory for a moment; and so many of them that with ten
    // million events each is far from the size from which the runtime keeps what is thrown away for long (85,000 bytes).
    private const int SegmentBits = 12;
    private const int Segments = 1 << SegmentBits;
    private const int FirstSlots = 16;

    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly long[][] _segments = [.. Enumerable.Range(0, Segments).Select(_ => new long[FirstSlots])];
    private readonly int[] _counts = new int[Segments];

    public void Add(EventIdBits id, long key)
    {
        var tag = TagOf(id);
        var segment = SegmentOf(tag);
        if (_counts[segment] >= _segments[segment].Length / 4 * 3)
        {
            Grow(segment);
        }

        if (Put(_segments[segment], Entry(tag, key)))
        {
            _counts[segment]++;
        }
    }

    /// <summary>The lowest keys of the seconds in which the id may occur.</summary>
    public int Find(EventIdBits id, Span<long> seconds)
    {
        var tag = TagOf(id);
        var slots = Volatile.Read(ref _segments[SegmentOf(tag)]);
        var found = 0;
        for (var i = Start(slots, tag); ; i = Next(slots, i))
        {
            var entry = Volatile.Read(ref slots[i]);
            if (entry == 0)
            {
                return found;
            }

            if ((uint)(entry >>> 32) == tag && found < seconds.Length)
            {
                seconds[found++] = (int)entry * EventKey.Second;
            }
        }
    }

    /// <summary>How many seconds <see cref="Find"/> may give.</summary>
    public static int MaxFound => MaxSecondsOfId;

    private static long Entry(uint tag, long key) => ((long)tag << 32) | (uint)(int)(key >> 31);

    // The seed keeps anyone from choosing ids that all fall into one slot. A tag is never 0, so no entry is.
    private uint TagOf(EventIdBits id)
    {
        var mixed = ((ulong)id.High ^ _seed) * 0x9E3779B97F4A7C15UL;
        mixed = (BitOperations.RotateLeft(mixed, 29) ^ (ulong)id.Low ^ _seed) * 0xC2B2AE3D27D4EB4FUL;
        return Math.Max(1u, (uint)(mixed >> 32));
    }

    // The upper bits of a tag name its segment, the others where in it to begin.
    private static int SegmentOf(uint tag) => (int)(tag >> (32 - SegmentBits));

    private static int Start(long[] slots, uint tag) => (int)(((ulong)(tag << SegmentBits) * (uint)slots.Length) >> 32);

    private static int Next(long[] slots, int i) => i + 1 == slots.Length ? 0 : i + 1;

    private static bool Put(long[] slots, long entry)
    {
        var tag = (uint)(entry >>> 32);
        var same = 0;
        for (var i = Start(slots, tag); ; i = Next(slots, i))
        {
            if (slots[i] == 0)
            {
                Volatile.Write(ref slots[i], entry);
                return true;
            }

            if (slots[i] == entry || ((uint)(slots[i] >>> 32) == tag && ++same == MaxSecondsOfId))
            {
                return false;
            }
        }
    }

    private void Grow(int segment)
    {
        var slots = _segments[segment];
        var larger = new long[slots.Length + (slots.Length / 4) + FirstSlots];
        foreach (var entry in slots)
        {
            if (entry != 0)
            {
                Put(larger, entry);
            }
        }

        Volatile.Write(ref _segments[segment], larger);
    }
}
