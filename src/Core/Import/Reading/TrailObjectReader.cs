using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Import.Reading;

/// <summary>Reads one object, whatever its wrapper, as a stream: never a whole large file in memory. Safe to share between threads.</summary>
public sealed class TrailObjectReader
{
    /// <summary>Where inflating stops: what inflates to more is taken for a bomb.</summary>
    public const long MaxInflated = 2L * 1024 * 1024 * 1024;

    private readonly TrailRecordReader _records;
    private readonly ReadLimits _limits;

    // As many as objects were ever read at once.
    private readonly ConcurrentBag<BlockPacker> _packers = [];

    /// <summary>Makes a reader.</summary>
    public TrailObjectReader(TimeProvider time)
        : this(time, ReadLimits.Default)
    {
    }

    internal TrailObjectReader(TimeProvider time, ReadLimits limits)
    {
        _records = new TrailRecordReader(time, new KeptThings());
        _limits = limits;
    }

    /// <summary>
    /// Reads an object: any number of batches, then exactly one end, skip or failure (FAULTS A and B). Does not throw for
    /// bad input; only for cancellation.
    /// </summary>
    /// <param name="trailObject">What to read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async IAsyncEnumerable<ObjectReading> ReadAsync(TrailObject trailObject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trailObject);
        var packer = _packers.TryTake(out var idle) ? idle : new BlockPacker();
        try
        {
            await using var pass = new ObjectPass(trailObject, _records, packer, _limits);
            ObjectReading reading;
            do
            {
                reading = await StepAsync(pass, cancellationToken);
                yield return reading;
            }
            while (reading is ObjectReading.Batch);
        }
        finally
        {
            packer.Clear();
            _packers.Add(packer);
        }
    }

    // The boundary at which broken input becomes an outcome; what else is thrown is a mistake of ours and passes.
    private static async ValueTask<ObjectReading> StepAsync(ObjectPass pass, CancellationToken cancellationToken)
    {
        try
        {
            return await pass.NextAsync(cancellationToken);
        }
        catch (BrokenObjectException broken)
        {
            return new ObjectReading.Failure(broken.Message);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ObjectReading.Failure("The file is no longer there.");
        }
        catch (UnauthorizedAccessException)
        {
            return new ObjectReading.Failure("The file may not be read: access was denied.");
        }
        catch (IOException failed)
        {
            return new ObjectReading.Failure(failed.Message);
        }
    }
}

/// <summary>Sizes at which the reader changes its ways; tests make them small.</summary>
/// <param name="MaxInflated">Where inflating stops.</param>
/// <param name="MaxRecord">The size from which a record is refused.</param>
/// <param name="WholeBlock">Up to which inflated size an object's own gzip bytes serve as its block.</param>
/// <param name="PackedBlock">The size of blocks that are packed here, before gzip.</param>
/// <param name="ReadSize">The most bytes taken at once.</param>
internal sealed record ReadLimits(long MaxInflated, int MaxRecord, int WholeBlock, int PackedBlock, int ReadSize)
{
    public static ReadLimits Default { get; } = new(TrailObjectReader.MaxInflated, TrailRecordReader.MaxBytes, 4 * 1024 * 1024, 1024 * 1024, 128 * 1024);
}
