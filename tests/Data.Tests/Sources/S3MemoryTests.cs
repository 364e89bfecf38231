using System.Text.RegularExpressions;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>
/// FAULTS 57: the memory that a listing needs does not grow with it. Other tests use memory at the same time, so nothing here
/// measures the process: what the source has been told and has not handed on yet is counted, and what it has handed on must be gone.
/// </summary>
public sealed partial class S3MemoryTests : S3Tests
{
    private const int Days = 100;
    private const int KeysOfADay = 1000;

    // Pages that wait, those under way, and the one that is handed on. A key has at most 1,024 bytes, so that 25 pages of 1,000
    // keys stay below 65 MB at two bytes a letter, however many keys follow.
    private const int MostPages = S3Source.PagesAhead + S3Layout.AtOnce + 1;

    [Fact]
    public async Task Fault_57_of_a_hundred_thousand_keys_a_few_pages_are_held_at_a_time()
    {
        byte[] body = [1];
        for (var day = 0; day < Days; day++)
        {
            for (var i = 0; i < KeysOfADay; i++)
            {
                S3.Put(FakeS3.Key(i, day: new DateOnly(2026, 5, 1).AddDays(day).ToString("yyyy/MM/dd")), body);
            }
        }

        var asked = 0;
        S3.Misbehave = request =>
        {
            if (request.Number == 1 && DayText().IsMatch(request.Name))
            {
                Interlocked.Increment(ref asked);
            }

            return null;
        };
        using var source = SourceOf(new SourceOptions());
        var (listed, mostAhead) = (0, 0);
        List<WeakReference> handedOn = [];
        await foreach (var one in source.ListAsync(CancellationToken.None))
        {
            if (++listed == 1)
            {
                // Whoever reads the first file for a while finds that the listing has run ahead as far as it may. Were there no end to
                // that, it would now go on to the last page.
                await Wait.UntilAsync(() => Volatile.Read(ref asked) >= MostPages);
                await Task.Delay(500);
            }

            mostAhead = Math.Max(mostAhead, Volatile.Read(ref asked) - ((listed - 1) / KeysOfADay));
            if (listed <= (Days - 1) * KeysOfADay && listed % 100 == 0)
            {
                handedOn.Add(new WeakReference(one));
            }
        }

        GC.Collect();
        Assert.Equal((Days * KeysOfADay, MostPages), (listed, mostAhead));
        Assert.DoesNotContain(handedOn, one => one.IsAlive);
    }

    [GeneratedRegex(@"/\d{4}/\d{2}/\d{2}/$", RegexOptions.None, 1000)]
    private static partial Regex DayText();
}
