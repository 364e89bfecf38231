using System.Text.Json;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>
/// Ninety days of an organisation, cut into files that reach TrailBoard in different ways. What makes "equal, event for event" mean
/// something: a record has the same text wherever it stands, LookupEvents knows only management events of some of the accounts and
/// regions, and part of the trail comes one way only, so that no way can be missing. The same arguments give the same bytes.
/// </summary>
internal sealed class ThreeWaysTrail
{
    public const string Listed = "trail/";
    public const string Announced = "announced/";

    /// <summary>Roles of the accounts that LookupEvents is asked for, and the regions; the rest comes in files only.</summary>
    public static readonly IReadOnlyList<string> Roles = ["arn:aws:iam::111122223333:role/TrailBoard", "arn:aws:iam::777788889999:role/TrailBoard"];
    public static readonly IReadOnlyList<string> Regions = ["eu-west-1", "us-east-1"];

    /// <summary>The noon at which the import begins; the trail ends at the midnight before.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset End = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    private readonly List<ThreeWaysFile> _files = [];

    /// <summary>Every file of the trail, those included that never reached the bucket.</summary>
    public IReadOnlyList<ThreeWaysFile> Files => _files;

    /// <summary>A file that is only listed, and whose data events are nowhere else.</summary>
    public ThreeWaysFile OnlyListed => _files.First(file => file.IsData && file is { IsListed: true, IsAnnounced: false });

    /// <summary>Ids of management events that come all three ways.</summary>
    public IEnumerable<string> ComeThreeWays => _files.Where(file => file is { IsListed: true, IsAnnounced: true, IsAsked: true }).SelectMany(file => file.Ids);

    /// <summary>Ids of events that come one way only: LookupEvents.</summary>
    public IEnumerable<string> OnlyAsked => _files.Where(file => file is { IsListed: false, IsAnnounced: false }).SelectMany(file => file.Ids).Except(
        _files.Where(file => file.IsListed || file.IsAnnounced).SelectMany(file => file.Ids), StringComparer.Ordinal);

    public static async Task<ThreeWaysTrail> MakeAsync()
    {
        var trail = new ThreeWaysTrail();
        var records = new List<string>();
        for (var month = 0; month < 3; month++)
        {
            await foreach (var file in new DemoTrail(1_100, month + 1, End.AddDays(-30 * month)).ListAsync(CancellationToken.None))
            {
                records.AddRange(await RecordsAsync(file));
            }
        }

        // Two busy days, of which LookupEvents has more than a page.
        records.AddRange(Enumerable.Range(1, 700).Select(i => Some.Record(i, Text(End.AddDays(i % 2 == 0 ? -20 : -64).AddSeconds(i * 110)))));
        foreach (var place in records.GroupBy(Place).OrderBy(place => place.Key, StringComparer.Ordinal))
        {
            trail.Add(place.Key, [.. place], isData: false);
        }

        for (var day = 1; day <= 90; day++)
        {
            var data = Enumerable.Range(0, 4).Select(i => Some.Record(
                100_000 + (day * 10) + i, Text(End.AddDays(-day).AddHours(3 + i)), ",\"managementEvent\":false,\"eventCategory\":\"Data\"", "GetObject"));
            trail.Add(Place(data.First()), [.. data], isData: true);
        }

        return trail;
    }

    private void Add(string place, string[] records, bool isData)
    {
        var (number, parts) = (_files.Count, place.Split('/'));
        var isAsked = !isData && Roles.Any(role => role.Split(':')[4] == parts[0]) && Regions.Contains(parts[2]);
        // CloudTrail answers for 90 days before now, and now is noon: the first day of the trail is not whole there.
        var isWhole = parts[3..] is not ["2026", "08", "23"];
        var way = number % 6;
        var (listed, announced) = isAsked && isWhole && way == 2 ? (false, false) : (way != 1, way is 1 or > 2);
        var key = $"AWSLogs/o-harborlane/{place}/{parts[0]}_CloudTrail_{parts[2]}_{string.Concat(parts[3..])}T2355Z_{number:d16}.json.gz";
        _files.Add(new ThreeWaysFile((listed ? Listed : Announced) + key, records, listed, announced, isAsked, isData));
        if (number % 10 == 4)
        {
            // Delivered twice, the second time in another order.
            _files.Add(new ThreeWaysFile(Listed + key.Replace("T2355Z", "T2359Z", StringComparison.Ordinal), [.. records.Reverse()], true, number % 20 == 4, isAsked, isData));
        }
    }

    private static async Task<IEnumerable<string>> RecordsAsync(TrailObject file)
    {
        await using var stream = await file.OpenAsync(CancellationToken.None);
        await using var plain = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionMode.Decompress);
        using var json = await JsonDocument.ParseAsync(plain);
        return [.. json.RootElement.GetProperty("Records").EnumerateArray().Select(record => record.GetRawText())];
    }

    /// <summary>The folders of a record's file.</summary>
    private static string Place(string record)
    {
        using var json = JsonDocument.Parse(record);
        var day = json.RootElement.GetProperty("eventTime").GetString()![..10].Replace('-', '/');
        return $"{json.RootElement.GetProperty("recipientAccountId").GetString()}/CloudTrail/{json.RootElement.GetProperty("awsRegion").GetString()}/{day}";
    }

    private static string Text(DateTimeOffset time) => $"{time:yyyy-MM-dd'T'HH:mm:ss'Z'}";
}

/// <summary>A file of the trail.</summary>
/// <param name="IsListed">Whether the source of type S3 finds it.</param>
/// <param name="IsAnnounced">Whether a message to the queue names it.</param>
/// <param name="IsAsked">Whether LookupEvents has its records.</param>
internal sealed record ThreeWaysFile(string Key, IReadOnlyList<string> Records, bool IsListed, bool IsAnnounced, bool IsAsked, bool IsData)
{
    public byte[] Body { get; } = FakeS3.Gzip($"{{\"Records\":[{string.Join(',', Records)}]}}");

    public IEnumerable<string> Ids => Records.Select(record =>
    {
        using var json = JsonDocument.Parse(record);
        return json.RootElement.GetProperty("eventID").GetString()!;
    });

    /// <summary>The file as it lies on a disk.</summary>
    public TrailObject Plain => new MemoryObject(Body, name: Key);
}
