using System.Security.Cryptography;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>What the columns on disk are of, and the hash of each day's file: a file that is not as it says counts for nothing.</summary>
/// <param name="Mark">The state of the store that all days are of.</param>
/// <param name="Line">The hash of the ledger's line at that mark: another store, or one that was brought back from a backup, has another.</param>
/// <param name="Days">The files, by their days.</param>
internal sealed record StoredIndex(StoreMark Mark, byte[] Line, IReadOnlyDictionary<long, StoredDay> Days)
{
    private const long Magic = 0x31534E4D4C4F4354;

    /// <summary>The index as bytes.</summary>
    /// <param name="version">The program that writes it: no other reads it.</param>
    /// <param name="sliceRows">How many rows its slices have at most.</param>
    public byte[] Encode(Guid version, int sliceRows)
    {
        using var memory = new MemoryStream();
        using var writer = new SliceWriter(memory);
        writer.Write<long>(Magic, sliceRows, Mark.Object, Mark.Block, Mark.Removal);
        writer.Write<byte>(version.ToByteArray());
        writer.Write<byte>(Line);
        writer.Write<long>([.. Days.Keys]);
        writer.Write<long>([.. Days.Values.Select(day => day.Length)]);
        writer.Write<byte>([.. Days.Values.SelectMany(day => day.Sha256)]);
        memory.Write(writer.Hash());
        return memory.ToArray();
    }

    /// <summary>Reads an index, or null where it is not whole, or of another program.</summary>
    public static StoredIndex? Decode(byte[] bytes, Guid version, int sliceRows)
    {
        var end = bytes.Length - SHA256.HashSizeInBytes;
        if (end < 0 || !SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)))
        {
            return null;
        }

        var reader = new SliceReader(bytes);
        if (reader.Read<long>() is not [Magic, var rows, var lastObject, var block, var removal] || rows != sliceRows || new Guid(reader.Read<byte>()) != version)
        {
            return null;
        }

        var (line, days, lengths, hashes) = (reader.Read<byte>(), reader.Read<long>(), reader.Read<long>(), reader.Read<byte>());
        return new StoredIndex(
            new StoreMark(lastObject, block, removal),
            line,
            days.Select((day, i) => (Day: day, File: new StoredDay(lengths[i], hashes[(i * SHA256.HashSizeInBytes)..((i + 1) * SHA256.HashSizeInBytes)])))
                .ToDictionary(pair => pair.Day, pair => pair.File));
    }
}

/// <summary>A day's file.</summary>
internal sealed record StoredDay(long Length, byte[] Sha256);
