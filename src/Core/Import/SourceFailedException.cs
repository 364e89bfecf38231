namespace TrailBoard.Core.Import;

/// <summary>
/// A source cannot go on, though the object at hand is not to blame: a permission is missing, a bucket or a queue is gone, credentials
/// have expired. Thrown while listing or opening, it ends the run with its message; what was committed stays.
/// </summary>
public sealed class SourceFailedException : Exception
{
    /// <summary>Makes an exception without a reason.</summary>
    public SourceFailedException()
    {
    }

    /// <summary>Makes an exception whose message says what is wrong and what to do, fit to be shown.</summary>
    public SourceFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception whose message says what is wrong and what to do, fit to be shown.</summary>
    public SourceFailedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// Opening an object found out that there is nothing to read in it: it is settled as the reading says, and the run goes on.
/// </summary>
/// <param name="reading">A <see cref="ObjectReading.Skip"/>, <see cref="ObjectReading.Quarantine"/> or <see cref="ObjectReading.Failure"/>.</param>
/// <param name="innerException">What led to it, or null.</param>
#pragma warning disable CA1032, RCS1194 // Without a reading the exception would say nothing.
public sealed class ObjectNotReadException(ObjectReading reading, Exception? innerException = null)
    : Exception("The object is not read.", innerException)
#pragma warning restore CA1032, RCS1194
{
    /// <summary>What becomes of the object.</summary>
    public ObjectReading Reading { get; } = reading;
}
