using System.Collections;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>
/// Places of events in their order, in four to six bytes each. The lower bits of a place are a hash, which nothing makes smaller; what is above them are
/// seconds, and events that belong together are of the same one or soon after. Any other places can be held too, and take more.
/// </summary>
public sealed class PackedPlaces : IEnumerable<EventCursor>
{
    private const int HashBits = 31;

    private readonly byte[] _bytes;
    private readonly long _lowest;
    private readonly long _highest;

    public PackedPlaces(IReadOnlyCollection<EventCursor> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        using var stream = new MemoryStream(places.Count * 5);
        using var writer = new BinaryWriter(stream);
        (Count, _lowest, _highest) = (places.Count, long.MaxValue, long.MinValue);
        var second = 0L;
        foreach (var place in places.Select(place => place.Value))
        {
            // The hash leaves one bit of its four bytes: it says whether the seconds go on from here.
            var step = (place >> HashBits) - second;
            writer.Write((uint)(place << 1) | (step == 0 ? 0u : 1u));
            if (step != 0)
            {
                writer.Write7BitEncodedInt64(step);
            }

            (second, _lowest, _highest) = (second + step, Math.Min(_lowest, place), Math.Max(_highest, place));
        }

        _bytes = stream.ToArray();
    }

    public int Count { get; }

    /// <summary>How many bytes they take.</summary>
    public int Bytes => _bytes.Length;

    /// <summary>Whether one of these places is among them.</summary>
    public bool HasAny(IReadOnlySet<EventCursor> places)
    {
        ArgumentNullException.ThrowIfNull(places);

        // Of the lists of a page, hardly any reaches over a place that is not in it: the others need not be unpacked.
        return places.Any(place => place.Value >= _lowest && place.Value <= _highest) && this.Any(places.Contains);
    }

    public IEnumerator<EventCursor> GetEnumerator()
    {
        using var reader = new BinaryReader(new MemoryStream(_bytes, writable: false));
        var second = 0L;
        for (var i = 0; i < Count; i++)
        {
            var hash = reader.ReadUInt32();
            second += (hash & 1) != 0 ? reader.Read7BitEncodedInt64() : 0;
            yield return new EventCursor((second << HashBits) | (hash >> 1));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
