using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>Opens sources of type LookupEvents, which all keep to one pacer.</summary>
internal sealed class LookupOpener(IImportLedger ledger, LookupPacer pacer, TimeProvider time) : IRemoteSourceOpener
{
    public SourceType Type => SourceType.LookupEvents;

    public IRemoteSource Open(SourceOptions source) => new LookupEventsSource(source, ledger, pacer, time);
}
