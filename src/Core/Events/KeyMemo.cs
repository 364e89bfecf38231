using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace TrailBoard.Core.Events;

/// <summary>
/// Remembers what keys mean by their bytes: a trail has millions of keys and some hundred different ones. Of a fixed size: what
/// comes to the same slot takes it over. For one thread at a time.
/// </summary>
internal sealed class KeyMemo
{
    private const int SlotBits = 10;
    private const int MaxName = 40;

    private readonly Slot[] _slots = new Slot[1 << SlotBits];

    /// <summary>What a key means, by its unescaped bytes.</summary>
    public KeyMeaning Of(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxName)
        {
            return KeyMeaning.Of(name);
        }

        ref var slot = ref _slots[Place(name)];
        ReadOnlySpan<byte> known = slot.Name;
        if (slot.Length != name.Length || !name.SequenceEqual(known[..slot.Length]))
        {
            slot.Meaning = KeyMeaning.Of(name);
            slot.Length = (byte)name.Length;
            name.CopyTo(slot.Name);
        }

        return slot.Meaning;
    }

    // Only where to look: the bytes are compared.
    private static int Place(ReadOnlySpan<byte> name)
    {
        ulong sketch;
        if (name.Length >= 8)
        {
            sketch = BinaryPrimitives.ReadUInt64LittleEndian(name) + (BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]) * 31);
        }
        else if (name.Length >= 4)
        {
            sketch = BinaryPrimitives.ReadUInt32LittleEndian(name) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) << 32);
        }
        else
        {
            sketch = name[0] | ((ulong)name[name.Length >> 1] << 8) | ((ulong)name[^1] << 16);
        }

        return (int)(((sketch + (ulong)name.Length) * 0x9e3779b97f4a7c15) >> (64 - SlotBits));
    }

    private struct Slot
    {
        public KeyMeaning Meaning;
        public byte Length;
        public NameBytes Name;
    }

    [InlineArray(MaxName)]
    private struct NameBytes
    {
        private byte _first;
    }
}

/// <summary>What a key means.</summary>
/// <param name="Hash">The <see cref="StableHash"/> of its bytes.</param>
/// <param name="Key">Which of the keys that TrailBoard reads it is.</param>
/// <param name="OwnRule">What its values are to the search for resources where it is a key of the record's own object.</param>
/// <param name="Rule">The same further down, where the ending of an unknown key tells.</param>
internal readonly record struct KeyMeaning(ulong Hash, RecordKey Key, ResourceRule OwnRule, ResourceRule Rule)
{
    /// <summary>Looks a key up.</summary>
    public static KeyMeaning Of(ReadOnlySpan<byte> name)
    {
        var hash = StableHash.Of(name);
        return RecordKeys.Find(name, hash) is { } known
            ? new KeyMeaning(hash, known.Key, known.Rule, known.Rule)
            : new KeyMeaning(hash, RecordKey.None, ResourceRule.ArnOnly, RecordKeys.RuleByEnding(name));
    }
}
