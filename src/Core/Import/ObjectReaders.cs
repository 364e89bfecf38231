using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace TrailBoard.Core.Import;

/// <summary>
/// Reads objects and hands them to the sink, each through a small channel of its own. An object is handed over when it is wholly
/// read or when its channel is full, whichever is first; why nothing can wait in a circle is told at <see cref="ImportRun"/>.
/// </summary>
internal sealed class ObjectReaders(Func<TrailObject, CancellationToken, IAsyncEnumerable<ObjectReading>> read)
{
    private const int ReadingsAhead = 2;

    /// <summary>One reader: reads objects until there are no more.</summary>
    public async Task ReadAllAsync(ChannelReader<MeteredObject> fetched, ChannelWriter<ObjectInFlight> inFlight, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await foreach (var trailObject in fetched.ReadAllAsync(cancellationToken))
        {
            await ReadAsync(trailObject, inFlight, cancellationToken);
        }
    }

    private async Task ReadAsync(MeteredObject trailObject, ChannelWriter<ObjectInFlight> inFlight, CancellationToken cancellationToken)
    {
        var readings = Channel.CreateBounded<ObjectReading>(new BoundedChannelOptions(ReadingsAhead) { SingleReader = true, SingleWriter = true });
        var handedOver = false;
        try
        {
            await foreach (var reading in ReadingsOf(trailObject, cancellationToken))
            {
                if (!readings.Writer.TryWrite(reading))
                {
                    if (!handedOver)
                    {
                        handedOver = true;
                        await inFlight.WriteAsync(new ObjectInFlight(trailObject, readings.Reader), cancellationToken);
                    }

                    await readings.Writer.WriteAsync(reading, cancellationToken);
                }
            }

            readings.Writer.Complete();
        }
        catch (Exception exception)
        {
            // Only a stop of the whole run comes here: the sink must not take what was read so far for the whole object.
            readings.Writer.TryComplete(exception);
            throw;
        }

        if (!handedOver)
        {
            await inFlight.WriteAsync(new ObjectInFlight(trailObject, readings.Reader), cancellationToken);
        }
    }

    /// <summary>The readings of an object, ending in exactly one final reading whatever the reader does.</summary>
    private async IAsyncEnumerable<ObjectReading> ReadingsOf(
        MeteredObject trailObject,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (trailObject.NotToBeRead is { } reason)
        {
            yield return new ObjectReading.Skip(reason, null) { LeavesGap = trailObject.IsOutOfReach };
            yield break;
        }

        IAsyncEnumerator<ObjectReading>? readings = null;
        try
        {
            ObjectReading reading;
            do
            {
                try
                {
                    readings ??= read(trailObject, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    reading = await readings.MoveNextAsync()
                        ? readings.Current
                        : new ObjectReading.Failure("The reader stopped without an end; nothing of the object was kept.");
                }
                catch (ObjectNotReadException nothing)
                {
                    reading = nothing.Reading;
                }
                catch (Exception exception) when (exception is not SourceFailedException
                    && (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
                {
                    reading = new ObjectReading.Failure($"It could not be read: {exception.Message}");
                }

                yield return reading is ObjectReading.Failure failure && trailObject.IsLastAttempt
                    ? new ObjectReading.Quarantine($"{failure.Reason} It failed too often and is not tried again by itself.")
                    : reading;
            }
            while (reading is ObjectReading.Batch);
        }
        finally
        {
            if (readings is not null)
            {
                await readings.DisposeAsync();
            }
        }
    }
}
