using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace TrailBoard.Benchmarks.Scale.Trails;

/// <summary>How much a trail is.</summary>
/// <param name="Events">Records that were delivered, those delivered twice counted twice.</param>
internal sealed record TrailSize(int Version, int Events, int Files, long GzipBytes, long JsonBytes, DateTime From, DateTime To);

/// <summary>
/// The seeded trail of the benchmark, laid out in folders as S3 has it: about 208 events a file in no order, one event in 500 delivered
/// twice, 333,000 events a day. The same version, size and edition are the same bytes of JSON on every machine.
/// </summary>
internal sealed class ScaleTrail
{
    // Raise it with every change of what is written.
    private const int Version = 2;

    private const ulong Seed = 20_260_901;
    private const int EventsOfDay = 333_333;
    private const int OneOfTwice = 500;

    /// <summary>One event in so many holds a word that is nowhere else.</summary>
    public const int EventsOfWord = 20_000;

    private static readonly DateTime FirstStart = new(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly ulong _seed;
    private readonly DateTime _start;

    // A further edition tells of the same company later, so none of its events is in the first.
    private ScaleTrail(bool isFurther) => (_seed, _start) = isFurther ? (Seed + 1_000, FirstStart.AddDays(40)) : (Seed, FirstStart);

    /// <summary>The word that the event with this number holds.</summary>
    public static string WordOf(int number) => $"quokka{Dice.Mix(Seed, (ulong)number) >> 40:x6}";

    /// <summary>The trail of a size, made where it is not there yet.</summary>
    /// <param name="isFurther">Whether it is what the same company did later: no event of it is in the trails that are not.</param>
    /// <returns>Its folder and how much it is.</returns>
    public static async Task<(string Folder, TrailSize Size)> PrepareAsync(string cache, int events, bool isFurther, TextWriter log)
    {
        var folder = Path.Combine(cache, $"trail-{events}{(isFurther ? "-further" : "")}-v{Version}");
        var told = Path.Combine(folder, "size.json");
        if (!File.Exists(told))
        {
            await log.WriteLineAsync($"generating {events:N0} events in {folder}");
            var partial = folder + ".partial";
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }

            var size = new ScaleTrail(isFurther).Write(partial, events);
            await File.WriteAllTextAsync(Path.Combine(partial, "size.json"), JsonSerializer.Serialize(size));
            Directory.Move(partial, folder);
        }

        return (folder, JsonSerializer.Deserialize<TrailSize>(await File.ReadAllTextAsync(told))!);
    }

    private TrailSize Write(string folder, int events)
    {
        var (firsts, places) = Plan(events);
        var (gzip, json) = (0L, 0L);
        var span = TimeSpan.FromDays((double)events / EventsOfDay);
        Parallel.For(0, places.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, () => new FileText(this), (file, _, text) =>
        {
            var written = text.Write(folder, file, firsts, places, span);
            Interlocked.Add(ref gzip, written.Gzip);
            Interlocked.Add(ref json, written.Json);
            return text;
        }, _ => { });
        return new TrailSize(Version, events, places.Length, gzip, json, _start, _start + span);
    }

    // Which event each file begins with, and where it was recorded.
    private (int[] Firsts, Place[] Places) Plan(int events)
    {
        var (firsts, places, dice) = (new List<int> { 0 }, new List<Place>(), new Dice(_seed));
        while (firsts[^1] < events)
        {
            var (account, region) = (Pick(Company.Accounts, ref dice), Pick(Company.Regions, ref dice));
            places.Add(new Place(Encoding.UTF8.GetBytes(account), Encoding.UTF8.GetBytes(region), Dice.Mix(ulong.Parse(account), (ulong)Array.FindIndex(Company.Regions, one => one.Name == region))));
            firsts.Add(Math.Min(events, firsts[^1] + 52 + dice.Below(313)));
        }

        return ([.. firsts], [.. places]);
    }

    private static string Pick((string Name, int Share)[] from, ref Dice dice)
    {
        var at = dice.Below(100);
        return from.First(one => (at -= one.Share) < 0).Name;
    }

    /// <summary>What one thread needs to write files.</summary>
    private sealed class FileText
    {
        private readonly Utf8Text _json = new();
        private readonly RecordText _records;
        private readonly ulong _seed;
        private readonly DateTime _start;

        public FileText(ScaleTrail trail) => (_records, _seed, _start) = (new RecordText(_json), trail._seed, trail._start);

        public (long Gzip, long Json) Write(string folder, int file, int[] firsts, Place[] places, TimeSpan span)
        {
            _json.Clear();
            _json.Put("{\"Records\":["u8);
            for (var number = firsts[file]; number < firsts[file + 1]; number++)
            {
                if (number > firsts[file])
                {
                    _json.Put(","u8);
                }

                var (of, copied) = CopyOf(number, file, firsts, places);
                WriteRecord(copied, of, places, span);
            }

            _json.Put("]}"u8);
            using var gzip = new MemoryStream(_json.Length / 4);
            using (var stream = new GZipStream(gzip, CompressionLevel.Optimal, leaveOpen: true))
            {
                stream.Write(_json.Written);
            }

            var path = Path.Combine(folder, KeyOf(file, places, span));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, gzip.GetBuffer().AsSpan(0, (int)gzip.Length));
            return (gzip.Length, _json.Length);
        }

        // Delivered again: an event of an earlier file of the same account and region.
        private (int File, int Number) CopyOf(int number, int file, int[] firsts, Place[] places)
        {
            var hash = Dice.Mix(_seed + 1, (ulong)number);
            if (hash % OneOfTwice == 0)
            {
                for (var earlier = file - 1; earlier >= 0 && earlier > file - 100; earlier--)
                {
                    if (places[earlier].Number == places[file].Number)
                    {
                        return (earlier, firsts[earlier] + (int)((hash >> 32) % (ulong)(firsts[earlier + 1] - firsts[earlier])));
                    }
                }
            }

            return (file, number);
        }

        private void WriteRecord(int number, int file, Place[] places, TimeSpan span)
        {
            var dice = new Dice(Dice.Mix(_seed + 2, (ulong)number));
            var time = DeliveredAt(file, places, span).AddSeconds(-60 - dice.Below(360));
            Span<byte> word = stackalloc byte[16];
            var length = number % EventsOfWord == EventsOfWord / 2 ? Encoding.UTF8.GetBytes(WordOf(number), word) : 0;
            _records.Write(places[file], time, ref dice, word[..length]);
        }

        private DateTime DeliveredAt(int file, Place[] places, TimeSpan span) => _start + (span * (file + 1) / places.Length);

        private string KeyOf(int file, Place[] places, TimeSpan span)
        {
            var (account, region) = (Encoding.UTF8.GetString(places[file].Account), Encoding.UTF8.GetString(places[file].Region));
            var at = DeliveredAt(file, places, span);
            var name = new Utf8Text().Base32(Dice.Mix(_seed + 3, (ulong)file), 12).Base32(Dice.Mix(_seed + 4, (ulong)file), 4);
            return $"AWSLogs/{account}/CloudTrail/{region}/{at:yyyy'/'MM'/'dd}/{account}_CloudTrail_{region}_{at:yyyyMMdd'T'HHmm'Z'}_{Encoding.UTF8.GetString(name.Written)}.json.gz";
        }
    }
}
