namespace TrailBoard.Web.Cli;

/// <summary>
/// Keeps the memory of an import small: about once a transaction what it left is collected. The runtime would look at the youngest objects only,
/// about as often, and let those that outlived one look pile up to eighty megabytes.
/// </summary>
internal sealed class ImportMemory
{
    private const int Records = 20_000;

    private long _next = Records;

    /// <summary>Takes note of how many records were read.</summary>
    public void Read(long records)
    {
        if (records >= _next)
        {
            _next = records + Records;
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        }
    }
}
