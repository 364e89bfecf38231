using System.Globalization;
using TrailBoard.Core.Import;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

/// <summary>What a person could see of the coverage, as text that can be compared.</summary>
internal static class CoverageDump
{
    public static readonly DateOnly First = new(2026, 9, 30);
    public static readonly DateOnly Last = new(2026, 10, 3);

    public static async Task<string> CoverageAsync(this TestStore store)
    {
        var map = await store.MapAsync();
        var lines = new List<string>();
        foreach (var row in map.Rows)
        {
            for (var cell = 0; cell < map.Cells; cell++)
            {
                var day = await store.Coverage.DayAsync(row.Account, row.Region, map.DayOf(cell), CancellationToken.None);
                Assert.Equal(Describe(row.Cells[cell]), Describe(day.Whole));
                lines.Add($"{row.Account} {row.Region} {map.DayOf(cell):MM-dd} {Describe(day.Whole)}");
                lines.AddRange(day.Hours.Select((hour, number) => $"  {number:00} {Describe(hour)}").Where(line => !line.EndsWith(' ')));
                lines.AddRange(day.Sources.Select(source => $"  {source.Name} asked {source.Asked} listed {source.Listed} files {source.Files} records {source.Records}"));
                lines.AddRange(day.Failures.Select(failure => $"  {failure.Source} {failure.Name} {failure.Span.From:HH:mm}-{failure.Span.To:HH:mm} {failure.Reason}"));
            }
        }

        return string.Join('\n', lines);
    }

    public static Task<CoverageMap> MapAsync(this TestStore store) => store.Coverage.MapAsync(First, Last, CoveragePlaces.All, 92, CancellationToken.None);

    /// <summary>The cell of 1 October, when <see cref="Some.Record"/> happens.</summary>
    public static async Task<CoverageCell> CellAsync(this TestStore store, int day = 1) =>
        Assert.Single((await store.MapAsync()).Rows).Cells[new DateOnly(2026, 10, day).DayNumber - First.DayNumber];

    public static string Describe(CoverageCell cell) =>
        $"{cell.State} {cell.Facts with { Due = default }} {string.Join(',', cell.Sources)}";

    public static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string FileName(string delivered, string region = "eu-west-1") =>
        $"AWSLogs/111122223333/CloudTrail/{region}/x/111122223333_CloudTrail_{region}_{At(delivered):yyyyMMdd'T'HHmm'Z'}_0123456789abcdef.json.gz";

    /// <summary>An answer of CloudTrail to a question about a time.</summary>
    public static FakeObject Window(string from, string to, params string[] records) => new($"lookup/111122223333/eu-west-1/{At(from):yyyy-MM-dd'T'HH:mm:ss'Z'}/{At(to):yyyy-MM-dd'T'HH:mm:ss'Z'}", records)
    {
        From = "api",
        Of = new ObjectScope("111122223333", "eu-west-1", At(from), At(to), IsAsked: true),
    };

    public static FakeObject FailedWindow(string from, string to) => new($"lookup/111122223333/eu-west-1/{At(from):yyyy-MM-dd'T'HH:mm:ss'Z'}/{At(to):yyyy-MM-dd'T'HH:mm:ss'Z'}")
    {
        From = "api",
        Of = new ObjectScope("111122223333", "eu-west-1", At(from), At(to), IsAsked: true),
        Last = new ObjectReading.Failure("Throttled."),
    };
}
