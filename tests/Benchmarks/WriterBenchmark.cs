using System.Diagnostics;
using System.Threading.Channels;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;

namespace TrailBoard.Benchmarks;

/// <summary>
/// The writing half of an import alone: files are read ahead, which is not counted, and handed to the store, which is. Says the processor
/// time of each part of the import, so that it shows whether it grows with the store, and what the bytes of the store are.
/// </summary>
internal static class WriterBenchmark
{
    // So many events are read ahead, and their records held, at once.
    private const int Ahead = 100_000;

    public static async Task RunAsync(int events, string? trail, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        try
        {
            if (trail is null)
            {
                trail = Directory.CreateDirectory(Path.Combine(folder, "trail")).FullName;
                new SyntheticTrail(seed: 7).Write(trail, events);
            }

            await using var bench = await Bench.OpenAsync();
            await WriteAsync(bench, trail, events, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WriteAsync(Bench bench, string trail, int events, TextWriter output)
    {
        var run = await bench.Part<IImportLedger>().StartRunAsync("import", trail, CancellationToken.None);
        var objects = Channel.CreateUnbounded<ObjectInFlight>();
        var (settled, wanted, arrived) = (0L, 0L, new SemaphoreSlim(0));
        var writing = bench.Part<IEventSink>().WriteAsync(
            run,
            objects.Reader,
            outcome =>
            {
                settled += outcome.Counts.Read;
                if (settled >= Volatile.Read(ref wanted))
                {
                    arrived.Release();
                }
            },
            CancellationToken.None);

        using var process = Process.GetCurrentProcess();
        var (reader, ahead, read, gzip, total, last) = (new TrailObjectReader(TimeProvider.System), new List<ObjectInFlight>(), 0L, 0L, TimeSpan.Zero, (TimeSpan.Zero, 0L));
        await foreach (var file in new TrailFolder(trail, shuffle: null).ListAsync(CancellationToken.None))
        {
            var readings = Channel.CreateUnbounded<ObjectReading>();
            await foreach (var reading in reader.ReadAsync(file, CancellationToken.None))
            {
                read += reading is ObjectReading.Batch batch ? batch.Records.Count : 0;
                readings.Writer.TryWrite(reading);
            }

            gzip += file.Size ?? 0;
            readings.Writer.Complete();
            ahead.Add(new ObjectInFlight(file, readings.Reader));
            if (read - wanted >= Ahead || read >= events)
            {
                GC.Collect();
                Volatile.Write(ref wanted, read);
                process.Refresh();
                var before = process.TotalProcessorTime;
                ahead.ForEach(one => objects.Writer.TryWrite(one));
                if (read >= events)
                {
                    objects.Writer.Complete();
                    await writing;
                }

                await arrived.WaitAsync();
                process.Refresh();
                total += process.TotalProcessorTime - before;
                ahead.Clear();
                if (read * 10 / events > last.Item2 * 10 / events || read >= events)
                {
                    await output.WriteLineAsync($"{read,12:N0}: {(total - last.Item1).TotalMicroseconds / (read - last.Item2),6:F2} µs an event; {process.WorkingSet64 >> 20} MB");
                    last = (total, read);
                }
            }

            if (read >= events)
            {
                break;
            }
        }

        await output.WriteLineAsync(
            $"{total.TotalMicroseconds / read:F2} µs of processor time an event; store {(double)bench.Size / read:F1} bytes an event beside {(double)gzip / read:F1} of gzip: {(double)bench.Size / gzip:F3} times");
        foreach (var (table, bytes, unused) in bench.Tables())
        {
            await output.WriteLineAsync($"  {table,-40} {(double)bytes / read,8:F2} bytes an event, {(double)unused / bytes:P0} of them unused");
        }
    }
}
