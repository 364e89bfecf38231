using System.Buffers;

namespace TrailBoard.Data.Sources;

/// <summary>
/// Bytes from afar, kept here until all of them have come: few in memory, many in a temporary file that goes when it is closed. The
/// store is locked while a large object is written, so nothing of an object is handed on while the rest is waited for.
/// </summary>
internal static class Spool
{
    /// <summary>Bytes of more than this wait in a temporary file.</summary>
    public const int InMemory = 8 * 1024 * 1024;

    private const int BufferSize = 128 * 1024;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="expected">How many bytes are said to come, or less than 0 where nothing says so.</param>
    /// <param name="inMemory">From how many bytes on they wait in a file.</param>
    /// <param name="arrived">Called after each piece.</param>
    /// <returns>The bytes from their start; the receiver disposes them.</returns>
    /// <exception cref="IOException">They cannot be read, or the temporary folder is full.</exception>
    public static async Task<Stream> ReadAsync(Stream from, long expected, int inMemory, Action? arrived, CancellationToken cancellationToken)
    {
        Stream kept = expected > inMemory ? NewFile() : new MemoryStream((int)Math.Max(expected, 0));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                arrived?.Invoke();
                if (kept is MemoryStream memory && memory.Length + read > inMemory)
                {
                    kept = NewFile();
                    memory.Position = 0;
                    await memory.CopyToAsync(kept, cancellationToken);
                }

                await kept.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            kept.Position = 0;
            return kept;
        }
        catch
        {
            await kept.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FileStream NewFile() => new(
        Path.Combine(Path.GetTempPath(), $"trailboard-{Guid.NewGuid():n}.download"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 4096,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous);
}
