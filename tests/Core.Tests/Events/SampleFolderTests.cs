using TrailBoard.Core.Import;
using Xunit.Abstractions;

namespace TrailBoard.Core.Tests.Events;

public sealed class SampleFolderTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_sample_file_ends_with_records_or_with_a_reason()
    {
        if (Samples.Folder is not { } folder)
        {
            output.WriteLine("TRAILBOARD_SAMPLES is not set: nothing was read.");
            return;
        }

        var totals = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var files = Directory.GetFiles(Path.Combine(folder, "cloudtrail"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(folder, file);
            var readings = await Readings.Of(await File.ReadAllBytesAsync(file), name: file);
            Count(totals, "records", readings.Records.Count);
            Count(totals, "rejected", readings.Last is ObjectReading.End ? readings.Rejections.Count : 0);
            var (kind, reason) = readings.Last switch
            {
                ObjectReading.End end => ($"end {end.Wrapper}", end.Warning),
                ObjectReading.Skip skip => ("skip", skip.Reason),
                ObjectReading.Failure failure => ("failure", failure.Reason),
                _ => throw new InvalidOperationException(readings.Last.ToString()),
            };
            Count(totals, kind, 1);
            if (reason is not null || readings.Rejections.Count > 0)
            {
                output.WriteLine($"{name}: {kind} {reason} ({readings.Records.Count} records)");
                if (readings.Last is ObjectReading.End)
                {
                    readings.Rejections.ToList().ForEach(rejection => output.WriteLine($"    {rejection.Index} at {rejection.Offset}: {rejection.Reason}: {rejection.Message}"));
                }
            }

            Assert.False(readings.Last is not ObjectReading.End && string.IsNullOrWhiteSpace(reason));
        }

        totals.ToList().ForEach(total => output.WriteLine($"{total.Key}: {total.Value}"));
        Assert.True(totals["records"] > 4000);
    }

    private static void Count(SortedDictionary<string, int> totals, string key, int more) =>
        totals[key] = totals.GetValueOrDefault(key) + more;
}
