using TrailBoard.Core.Identity;
using TrailBoard.Core.Tests.Events;
using Xunit.Abstractions;

namespace TrailBoard.Core.Tests.Identity;

/// <summary>The people behind real records (tests/Core.Tests/cases/actors.cases).</summary>
public sealed class SampleActorTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Real_records_resolve_as_a_person_reading_them_would_say()
    {
        if (Samples.Folder is not { } folder)
        {
            output.WriteLine("TRAILBOARD_SAMPLES is not set: nothing was read.");
            return;
        }

        var records = await RecordsAsync(Path.Combine(folder, "cloudtrail"));
        var calls = records.Select(record => record.Caller).ToList();
        var wrong = new List<string>();
        foreach (var line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "cases/actors.cases")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var (key, told) = line.Split(" => ") is [var left, var right] ? (left, right) : throw new InvalidDataException(line);
            if (records.FirstOrDefault(record => record.Key == key).Caller is not { } call)
            {
                wrong.Add($"{key} is no record of the samples.");
                continue;
            }

            var chain = await new ActorChains(new ListedEvidence(calls)).ResolveAsync(call, CancellationToken.None);
            var actual = chain.Told().Replace($" {call.EventId}]", "]", StringComparison.Ordinal);
            if (actual != told)
            {
                wrong.Add($"{key} => {actual}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<List<(string Key, CallerRecord Caller)>> RecordsAsync(string root)
    {
        var records = new List<(string, CallerRecord)>();
        foreach (var file in Directory.GetFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var folder = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0];
            foreach (var record in (await Readings.Of(await File.ReadAllBytesAsync(file), name: file)).Records)
            {
                var caller = CallerRecord.Read(record.Json, record.Event.EventId, record.Event.Time);
                records.Add(($"{folder} {caller.Service?.Split('.')[0]} {caller.Action} {caller.Type ?? "-"} {caller.EventId}", caller));
            }
        }

        return records;
    }
}
