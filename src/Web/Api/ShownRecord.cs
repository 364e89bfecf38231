using TrailBoard.Core.Events;

namespace TrailBoard.Web.Api;

/// <summary>A record as it may leave the program.</summary>
/// <param name="Json">Its bytes, secrets masked, all else as delivered.</param>
/// <param name="Masked">How many values were masked.</param>
internal readonly record struct ShownRecord(ReadOnlyMemory<byte> Json, int Masked)
{
    public static ShownRecord Of(ReadOnlyMemory<byte> record)
    {
        var json = Redaction.Mask(record, out var masked);
        return new(json, masked);
    }
}
