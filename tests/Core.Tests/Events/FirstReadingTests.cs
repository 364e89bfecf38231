using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Tests.Events;

/// <summary>A record that is read where it begins, its sections remembered, is read as it is when it is cut first and read alone.</summary>
public sealed class FirstReadingTests
{
    private const int Most = TrailRecordReader.MaxBytes;
    private static readonly byte[][] Records = Demo();

    // What a mutation puts in: whatever is JSON somewhere, and whatever is not.
    private static readonly string[] Tokens =
    [
        "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "0", "null", "\\u00e9", "\\ud800", "é", "\u0000", "{}", "[]", "\"a\":1,", "\"eventID\":null,",
        "\"userIdentity\":null,", "\"userIdentity\":{\"type\":\"Root\"},", "\"tlsDetails\":{\"a\":{\"b\":1}},", "},\"eventTime\":\"x\"", "\"mfaAuthenticated\":\"true\"",
    ];

    [Fact]
    public void Every_whole_record_is_read_where_it_begins()
    {
        var reader = Reader();
        foreach (var record in Records.Concat(Records))
        {
            var read = reader.ReadFirst([.. record, .. ",{\"eventVersion\""u8], Most, out var length, out var hash);

            Assert.NotNull(read);
            Assert.Equal(record.Length, length);
            Assert.Equal(Alone(Reader(), record), Shown(read, hash));
        }
    }

    [Fact]
    public void What_is_read_where_it_begins_is_read_the_same_alone()
    {
        // One reader for all, so that it remembers sections of other records, broken ones among them.
        var reader = Reader();
        Prop.ForAll(Arb.From(Mutated()), record =>
        {
            var read = reader.ReadFirst(record, Most, out var length, out var hash);
            return read is null || Shown(read, hash) == Alone(Reader(), record[..length]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_section_is_remembered_by_all_its_bytes_and_its_place()
    {
        var reader = Reader();
        string[] records =
        [
            Some.Record(1),
            Some.Record(1).Replace("\"userName\":\"alice\"", "\"userName\":\"bob__\"", StringComparison.Ordinal),
            Some.Record(1, extra: ",\"a\":{\"type\":\"x\"}"),
            Some.Record(1, extra: ",\"b\":{\"type\":\"x\"}"),
            Some.Record(1, extra: ",\"a\":{\"type\":\"x\"},\"b\":{\"type\":\"x\"}"),
            Some.Record(1, extra: ",\"a\":{\"type\":\"x\",\"type\":\"x\"}"),
            Some.Record(1, extra: ",\"a\":{\"type\":\"\\ud800\"}"),
            Some.Record(1, extra: ",\"userIdentity\":{\"type\":\"Root\"}"),
            Some.Record(1, extra: ",\"userIdentity\":{\"type\":\"Root\",\"sessionContext\":{\"attributes\":{\"mfaAuthenticated\":\"true\"}}}"),
            Some.Record(1, extra: ",\"userIdentity\":null"),
        ];
        foreach (var text in records.Concat(records.Reverse()).Concat(records))
        {
            var record = Encoding.UTF8.GetBytes(text);
            var read = reader.ReadFirst(record, Most, out var length, out var hash);

            Assert.Equal(record.Length, length);
            Assert.Equal(Alone(Reader(), record), Shown(read!, hash));
        }
    }

    [Fact]
    public void A_record_that_is_not_wholly_there_or_too_large_is_left_to_others()
    {
        var reader = Reader();
        var record = Encoding.UTF8.GetBytes(Some.Record());
        Assert.NotNull(reader.ReadFirst(record, record.Length, out _, out _));
        Assert.Null(reader.ReadFirst(record, record.Length - 1, out _, out _));
        for (var length = 0; length < record.Length; length++)
        {
            Assert.Null(reader.ReadFirst(record.AsSpan(0, length), Most, out _, out _));
        }
    }

    [Fact]
    public void A_file_is_read_the_same_whether_its_records_come_whole_or_in_pieces()
    {
        var wrappers = Gen.Elements<Func<string[], string>>(
            records => "{\"Records\":[" + string.Join(',', records) + "]}",
            records => "{\"Records\":[\n" + string.Join(" ,\n", records) + "]}\n",
            records => string.Join('\n', records),
            records => string.Join('\n', records.Select(record => $"{{\"detail-type\":\"x\",\"detail\":{record}}}")),
            records => "[" + string.Concat(records) + "]");
        var cases = from records in Mutated().ListOf(4) from wrap in wrappers from last in Gen.Elements(Records) select (records, wrap, last);
        Prop.ForAll(Arb.From(cases), c =>
        {
            var bytes = Encoding.UTF8.GetBytes(c.wrap([.. c.records.Append(c.last).Select(Encoding.UTF8.GetString)]));
            var whole = Shown(Readings.Of(bytes).GetAwaiter().GetResult());
            // 4,000 bytes end in the middle of a record that is then begun again, 1 in each that is cut first.
            return Array.TrueForAll([1, 4_000], size => Shown(Readings.Of(bytes, size).GetAwaiter().GetResult()) == whole);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("{0}\n{1}\n{0}", 3)]
    [InlineData("{2}\n{2}\n{0}", 3)]
    [InlineData("{0}\n{2}\n{1}", 2)]
    [InlineData("{\"Records\":[{2},{0},{2}]}", 3)]
    public async Task A_line_that_ends_in_a_record_ends_it_only_where_each_line_stands_for_itself(string format, int records)
    {
        var text = format.Replace("{0}", Some.Record(1), StringComparison.Ordinal).Replace("{1}", Some.Record(2), StringComparison.Ordinal)
            .Replace("{2}", Some.Record(3).Replace(",\"responseElements\"", "\n,\"responseElements\"", StringComparison.Ordinal), StringComparison.Ordinal);

        var whole = await Readings.Of(text);

        Assert.Equal(records, whole.Records.Count);
        Assert.Equal(Shown(await Readings.Of(text, pieceSize: 1)), Shown(whole));
        Assert.Equal(Shown(await Readings.Of(text, pieceSize: 1_000)), Shown(whole));
    }

    private static TrailRecordReader Reader() => new(new ManualTime(), new KeptThings());

    private static Gen<byte[]> Mutated() =>
        from record in Gen.Elements(Records)
        from changes in (from place in Gen.Choose(0, record.Length) from removed in Gen.Elements(0, 0, 1, 1, 3, 40) from token in Gen.Elements(Tokens) select (place, removed, token))
            .ListOf().Select(list => list.Take(3))
        select changes.Aggregate(record, (bytes, change) =>
        {
            var place = Math.Min(change.place, bytes.Length);
            return [.. bytes[..place], .. Encoding.UTF8.GetBytes(change.token), .. bytes[Math.Min(bytes.Length, place + change.removed)..]];
        });

    private static string Alone(TrailRecordReader reader, byte[] record) =>
        reader.TryRead(record, 0, 0, out var alone, out var rejection) ? Shown(alone.Event, alone.ContentHash) : rejection.ToString();

    private static string Shown(TrailEvent read, long hash) => $"{hash} {JsonSerializer.Serialize(read)}";

    private static string Shown(Readings readings) => string.Join('\n',
        readings.Records.Select(record => $"{record.Index} {Shown(record.Event, record.ContentHash)} {Encoding.UTF8.GetString(record.Json.Span)}")
            .Concat(readings.Rejections.Select(rejection => rejection.ToString())).Append(readings.Last.ToString()));

    private static byte[][] Demo()
    {
        var trail = new DemoTrail(300, 3, new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));
        var records = new List<byte[]>();
        foreach (var file in trail.ListAsync(CancellationToken.None).ToBlockingEnumerable())
        {
            using var stream = file.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
            using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            using var json = JsonDocument.Parse(gzip);
            records.AddRange(json.RootElement.GetProperty("Records").EnumerateArray().Select(record => Encoding.UTF8.GetBytes(record.GetRawText())));
        }

        return [.. records];
    }
}
