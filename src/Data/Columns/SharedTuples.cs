using System.Numerics;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>
/// Tuples that rows share, for whoever reads very many rows in one snapshot of the store: read a chunk at a time, because those that
/// were written together are met together. Looking each of them up in the database takes longer than reading the rows.
/// </summary>
/// <param name="sql">Gives the code and the parts of the tuples between two codes.</param>
/// <param name="parts">How many parts a tuple has.</param>
internal sealed class SharedTuples(TrailContext context, string sql, int parts)
{
    private const int ChunkBits = 8;

    private int[]?[] _chunks = [];

    /// <summary>The parts of a tuple.</summary>
    public ReadOnlySpan<int> Of(int code)
    {
        var chunk = code >> ChunkBits;
        if (chunk >= _chunks.Length)
        {
            Array.Resize(ref _chunks, (int)BitOperations.RoundUpToPowerOf2((uint)chunk + 1));
        }

        var tuple = (_chunks[chunk] ??= Read(chunk)).AsSpan((code & ((1 << ChunkBits) - 1)) * parts, parts);
        return tuple[0] >= 0 ? tuple : throw new InvalidDataException($"The codes {code} that a row names are missing.");
    }

    private int[] Read(int chunk)
    {
        var tuples = new int[parts << ChunkBits];
        tuples.AsSpan().Fill(-1);
        var first = (long)chunk << ChunkBits;
        context.ReadNumbers(sql, [first, first + (1 << ChunkBits)], row =>
        {
            var at = (int)(row[0] - first) * parts;
            for (var part = 0; part < parts; part++)
            {
                tuples[at + part] = (int)row[part + 1];
            }

            return true;
        });
        return tuples;
    }
}
