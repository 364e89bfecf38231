using System.Numerics;
using System.Security.Cryptography;

namespace TrailBoard.Data.Store;

/// <summary>
/// About when an id may occur: about 7.5 bytes an event, so that no index on ids is needed. An entry is 36 bits of a hash of the id and
/// 24 bits of the time, so an answer can be wrong in naming a time (the rows are looked at anyway), never in leaving one out.
/// For one caller at a time.
/// </summary>
internal sealed class EventIdSet
{
    // An id that occurs in more times than this is in conflict long since, and all of its rows are flagged; without a bound,
    // one id repeated a million times would make a run of a million slots.
    private const int MaxTimesOfId = 64;

    // A time is 64 seconds, and of their number only the lower bits are kept: it comes again every 34 years, eight times among all keys.
    // In years in which nothing happened it costs nothing to look.
    private const int TimeShift = 31 + 6;
    private const int TimeBits = 24;
    private const int Eras = 1 << (64 - TimeShift - TimeBits);

    // The upper bits of a hash name its segment, the others are its tag.
    private const int SegmentBits = 12;
    private const int TagBits = 24;
    private const int Segments = 1 << SegmentBits;

    // Segments grow by pages, in place: nothing is thrown away that the runtime would then keep for long. As ids are spread evenly all
    // segments need their next page at about the same time, so one array has a page of each.
    private const int PageBits = 7;
    private const int PageSlots = 1 << PageBits;

    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly List<Pages> _pages = [new()];
    private readonly int[] _slots = [.. Enumerable.Repeat(PageSlots, Segments)];
    private readonly int[] _counts = new int[Segments];
    private ulong[] _moving = [];

    /// <summary>How many times <see cref="Find"/> may give.</summary>
    public static int MaxFound => MaxTimesOfId * Eras;

    public void Add(EventIdBits id, long key)
    {
        var (segment, tag) = HashOf(id);
        if (_counts[segment] >= _slots[segment] / 6 * 5)
        {
            Grow(segment);
        }

        if (Put(segment, ((ulong)tag << TimeBits) | ((ulong)(key >> TimeShift) & ((1 << TimeBits) - 1))))
        {
            _counts[segment]++;
        }
    }

    /// <summary>The lowest keys of the times in which the id may occur; each lasts to its <see cref="After"/>.</summary>
    public int Find(EventIdBits id, Span<long> times)
    {
        var (segment, tag) = HashOf(id);
        var found = 0;
        for (var slot = Start(segment, tag); ; slot = Next(segment, slot))
        {
            var (pages, place) = PlaceOf(segment, slot);
            var upper = pages.Upper[place];
            if (upper == 0)
            {
                return found;
            }

            if (upper >> 8 == tag)
            {
                var time = ((upper & 0xff) << 16) | pages.Lower[place];
                for (long era = 0; era < Eras && found < times.Length; era++)
                {
                    times[found++] = ((era << TimeBits) | time) << TimeShift;
                }
            }
        }
    }

    /// <summary>The key behind those of a time.</summary>
    /// <param name="first">The lowest key of the time.</param>
    public static long After(long first) => first <= long.MaxValue - (1L << TimeShift) ? first + (1L << TimeShift) : long.MaxValue;

    // The seed keeps anyone from choosing ids that all fall into one slot. A tag is never 0, so no entry is.
    private (int Segment, uint Tag) HashOf(EventIdBits id)
    {
        var mixed = ((ulong)id.High ^ _seed) * 0x9E3779B97F4A7C15UL;
        mixed = (BitOperations.RotateLeft(mixed, 29) ^ (ulong)id.Low ^ _seed) * 0xC2B2AE3D27D4EB4FUL;
        return ((int)(mixed >> (64 - SegmentBits)), Math.Max(1u, (uint)(mixed >> (64 - SegmentBits - TagBits)) & ((1 << TagBits) - 1)));
    }

    private int Start(int segment, uint tag) => (int)(((ulong)tag * (uint)_slots[segment]) >> TagBits);

    private int Next(int segment, int slot) => slot + 1 == _slots[segment] ? 0 : slot + 1;

    private (Pages Pages, int Place) PlaceOf(int segment, int slot) =>
        (_pages[slot >> PageBits], (segment << PageBits) | (slot & (PageSlots - 1)));

    private bool Put(int segment, ulong entry)
    {
        var (upper, lower) = ((uint)(entry >> 16), (ushort)entry);
        var same = 0;
        for (var slot = Start(segment, upper >> 8); ; slot = Next(segment, slot))
        {
            var (pages, place) = PlaceOf(segment, slot);
            var there = pages.Upper[place];
            if (there == 0)
            {
                (pages.Upper[place], pages.Lower[place]) = (upper, lower);
                return true;
            }

            if (there >> 8 == upper >> 8 && ((there == upper && pages.Lower[place] == lower) || ++same == MaxTimesOfId))
            {
                return false;
            }
        }
    }

    private void Grow(int segment)
    {
        var entries = TakeOut(segment);
        var pages = _slots[segment] / PageSlots;
        pages += 1 + (pages / 16);
        while (_pages.Count < pages)
        {
            _pages.Add(new Pages());
        }

        _slots[segment] = pages * PageSlots;
        foreach (var entry in entries)
        {
            Put(segment, entry);
        }
    }

    private ReadOnlySpan<ulong> TakeOut(int segment)
    {
        if (_moving.Length < _slots[segment])
        {
            _moving = new ulong[_slots[segment]];
        }

        var taken = 0;
        for (var slot = 0; slot < _slots[segment]; slot++)
        {
            var (pages, place) = PlaceOf(segment, slot);
            if (pages.Upper[place] != 0)
            {
                _moving[taken++] = ((ulong)pages.Upper[place] << 16) | pages.Lower[place];
                pages.Upper[place] = 0;
            }
        }

        return _moving.AsSpan(0, taken);
    }

    /// <summary>One page of each segment: of each entry its tag with the upper bits of its time, and the lower ones.</summary>
    private sealed class Pages
    {
        public uint[] Upper { get; } = new uint[Segments << PageBits];

        public ushort[] Lower { get; } = new ushort[Segments << PageBits];
    }
}
