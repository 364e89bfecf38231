using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace TrailBoard.Benchmarks;

/// <summary>How large the managed heap of another process is once what nobody holds has been collected.</summary>
internal static class HeapOfProcess
{
    /// <summary>Has the process collect all generations and reads what is left.</summary>
    /// <returns>Bytes that somebody holds.</returns>
    public static async Task<long> MeasureAsync(int processId)
    {
        // A session with this keyword begins with a full collection that is waited for: what tools that dump heaps use.
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect));
        var client = new DiagnosticsClient(processId);
        using var session = await client.StartEventPipeSessionAsync([provider], requestRundown: false, token: CancellationToken.None);
        using var source = new EventPipeEventSource(session.EventStream);
        var (isInduced, size) = (false, 0L);
        source.Clr.GCStart += start => isInduced |= start is { Depth: 2, Reason: GCReason.Induced or GCReason.InducedNotForced };
        source.Clr.GCHeapStats += stats =>
        {
            if (isInduced && size == 0)
            {
                // What survived; the sizes of the generations hold the gaps between that, too.
                size = stats.TotalPromotedSize0 + stats.TotalPromotedSize1 + stats.TotalPromotedSize2 + stats.TotalPromotedSize3 + stats.TotalPromotedSize4;
                _ = session.StopAsync(CancellationToken.None);
            }
        };
        await Task.Run(source.Process);
        return size > 0 ? size : throw new InvalidOperationException("The process said nothing of a collection.");
    }
}
