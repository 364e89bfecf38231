namespace TrailBoard.Core.Events;

/// <summary>Ends the reading of one record; caught by <see cref="TrailRecordReader"/>, which makes a <see cref="Rejection"/> of it.</summary>
internal sealed class RefusedRecordException(string reason, string message) : Exception(message)
{
    /// <summary>The reason in one stable word.</summary>
    public string Reason { get; } = reason;
}
