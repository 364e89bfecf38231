using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;

namespace TrailBoard.Core.Tests.Events;

/// <summary>FAULTS section A: what becomes of an object whose bytes are broken or strange.</summary>
public sealed class ByteFaultTests
{
    private static readonly string Three = Some.Records(3);

    [Fact]
    public async Task Fault_01_A_gzip_truncated_at_any_byte_fails()
    {
        var whole = Readings.Gzip(Three);
        for (var length = 2; length < whole.Length; length++)
        {
            var readings = await Readings.Of(whole[..length]);
            Assert.Contains("ended early", readings.Failure.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Fault_02_A_gzip_without_its_last_bytes_fails(int missing)
    {
        // Data that does not compress, so that the end lies far behind the last full chunk.
        var text = Some.Records(40, i => Some.Record(i, extra: $",\"apiVersion\":\"{Convert.ToHexString(SHA512.HashData([(byte)i]))}\""));
        var readings = await Readings.Of(Readings.Gzip(text)[..^missing]);

        Assert.Contains("ended early", readings.Failure.Reason, StringComparison.Ordinal);
        Assert.Empty(readings.Records);
    }

    [Fact]
    public async Task Fault_03_An_empty_object_is_skipped()
    {
        Assert.Equal("The object is empty.", (await Readings.Of([])).Skip.Reason);
        Assert.Equal("The object is empty.", (await Readings.Of(Readings.Gzip(""))).Skip.Reason);
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(-5)]
    [InlineData(-4)]
    [InlineData(-1)]
    public async Task Fault_04_A_wrong_CRC_or_size_fails(int place)
    {
        var bytes = Readings.Gzip(Three);
        bytes[^-place] ^= 0x10;

        Assert.Contains("CRC or size is wrong", (await Readings.Of(bytes)).Failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_05_A_flipped_bit_in_the_data_fails_wherever_it_is()
    {
        var whole = Readings.Gzip(Some.Records(50));
        for (var place = 10; place < whole.Length - 8; place += 7)
        {
            var bytes = whole.ToArray();
            bytes[place] ^= 0x04;
            Assert.IsType<ObjectReading.Failure>((await Readings.Of(bytes)).Last);
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public async Task Fault_06_Joined_gzip_members_are_all_read(int pieceSize)
    {
        byte[] bytes = [.. Readings.Gzip(Some.Record(1) + "\n"), .. Readings.Gzip(Some.Record(2) + "\n"), .. Readings.Gzip(Some.Record(3))];

        var readings = await Readings.Of(bytes, pieceSize);

        Assert.Equal("NDJSON", readings.End.Wrapper);
        Assert.Null(readings.End.Warning);
        Assert.Equal([1, 2, 3], readings.Records.Select(Number));
        Assert.False(Assert.Single(readings.Batches).Block!.AsDelivered);
    }

    [Fact]
    public async Task Fault_07_Garbage_after_the_end_is_read_past_with_a_warning()
    {
        byte[] bytes = [.. Readings.Gzip(Three), .. "extra"u8];

        var readings = await Readings.Of(bytes);

        Assert.Contains("5 bytes follow", readings.End.Warning, StringComparison.Ordinal);
        Assert.Equal(3, readings.Records.Count);
        Assert.Equal(bytes.Length, readings.End.Digest.Size);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), readings.End.Digest.Sha256);
    }

    [Fact]
    public async Task Fault_08_Zero_padding_is_read()
    {
        var readings = await Readings.Of([.. Readings.Gzip(Three), .. new byte[5000]]);

        Assert.Null(readings.End.Warning);
        Assert.Equal(3, readings.Records.Count);
    }

    [Fact]
    public async Task Fault_09_Plain_JSON_named_gz_is_read()
    {
        var readings = await Readings.Of(Encoding.UTF8.GetBytes(Three), name: "trail.json.gz");

        Assert.Equal(3, readings.Records.Count);
        Assert.Equal("Records", readings.End.Wrapper);
    }

    [Fact]
    public async Task Fault_10_Gzip_without_the_extension_is_read_and_kept_as_delivered()
    {
        var bytes = Readings.Gzip(Three);

        var readings = await Readings.Of(bytes, name: "trail");

        var block = Assert.Single(readings.Batches).Block!;
        Assert.True(block.AsDelivered);
        Assert.Equal(bytes, block.Gzip.ToArray());
        Assert.Equal(new ContentDigest(bytes.Length, Three.Length, Hash(bytes), Hash(Encoding.UTF8.GetBytes(Three))), readings.End.Digest);
    }

    [Fact]
    public async Task Fault_11_A_gzip_bomb_is_stopped_at_its_limit_in_bounded_memory()
    {
        var bomb = Readings.Gzip(Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 40_000_000) + "\"}"), CompressionLevel.Fastest);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var readings = await Readings.Of(bomb, limits: ReadLimits.Default with { MaxInflated = 30_000_000 });

        Assert.Contains("inflates to more than 30,000,000 bytes", readings.Failure.Reason, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }

    [Fact]
    public async Task Fault_12_Gzip_in_gzip_is_read_one_level_deep()
    {
        var twice = Readings.Gzip(Readings.Gzip(Three));

        Assert.Equal(3, (await Readings.Of(twice)).Records.Count);
        Assert.Equal("format not supported: gzip in gzip in gzip", (await Readings.Of(Readings.Gzip(twice))).Failure.Reason);
    }

    [Theory]
    [InlineData("504b0304", "zip")]
    [InlineData("28b52ffd", "zstd")]
    [InlineData("50415231", "parquet")]
    [InlineData("425a6839", "bzip2")]
    [InlineData("fd377a585a00", "xz")]
    public async Task Fault_13_A_format_that_is_not_supported_is_named(string magic, string name)
    {
        byte[] bytes = [.. Convert.FromHexString(magic), .. new byte[100]];

        Assert.Equal($"format not supported: {name}", (await Readings.Of(bytes, name: "trail.json.gz")).Failure.Reason);
        Assert.Equal($"format not supported: {name}", (await Readings.Of(Readings.Gzip(bytes))).Failure.Reason);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task Fault_14_A_byte_order_mark_is_read_past(int pieceSize)
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Three)];

        Assert.Equal(3, (await Readings.Of(bytes, pieceSize)).Records.Count);
        Assert.True(Assert.Single((await Readings.Of(Readings.Gzip(bytes))).Batches).Block!.AsDelivered);
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, int.MaxValue)]
    public async Task Fault_15_UTF_16_is_converted_with_its_mark_and_said_without(bool bigEndian, int pieceSize)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        var text = Some.Records(2).Replace("alice", "älice😀", StringComparison.Ordinal);

        var readings = await Readings.Of([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], pieceSize);

        Assert.Equal("älice😀", readings.Records[1].Event.Actor.User);
        Assert.Contains("UTF-16 without", (await Readings.Of(encoding.GetBytes(text))).Failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_16_Invalid_UTF_8_refuses_that_record_alone_with_its_place()
    {
        var bytes = Encoding.UTF8.GetBytes(Three);
        var second = Three.IndexOf("alice", Three.IndexOf(Some.Guid(0), StringComparison.Ordinal), StringComparison.Ordinal);
        bytes[second] = 0xff;

        var readings = await Readings.Of(bytes);

        var rejection = Assert.Single(readings.Rejections);
        Assert.Equal(("invalid-utf8", 1), (rejection.Reason, rejection.Index));
        Assert.Equal(Three.IndexOf(Some.Record(1), StringComparison.Ordinal), rejection.Offset);
        Assert.Equal([0, 2], readings.Records.Select(Number));
    }

    [Fact]
    public async Task Fault_17_A_huge_line_is_refused_in_bounded_memory_and_the_others_are_kept()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var readings = await Readings.Of(new HugeLine());

        Assert.Equal([1, 2], readings.Records.Select(Number));
        var rejection = Assert.Single(readings.Rejections);
        Assert.Equal(("record-too-large", 1), (rejection.Reason, rejection.Index));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 60_000_000);
    }

    [Fact]
    public async Task Fault_18_A_file_of_many_records_streams_in_blocks_of_about_a_megabyte()
    {
        var text = Some.Records(20_000);

        var readings = await Readings.Of(Readings.Gzip(text));

        Assert.Equal(20_000, readings.Records.Count);
        Assert.True(readings.Batches.Count > 5);
        Assert.All(readings.Batches, batch => Assert.False(batch.Block!.AsDelivered));
        Assert.All(readings.Batches, batch => Assert.InRange(batch.Records.Sum(record => record.Json.Length), 1, 1_100_000));
    }

    [Fact]
    public async Task A_gzip_header_with_every_field_is_read()
    {
        var plain = Readings.Gzip(Three);
        byte[] header = [0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, .. "name\0"u8, .. "comment\0"u8, 9, 9];

        var readings = await Readings.Of([.. header, .. plain[10..]], 1);

        Assert.Equal(3, readings.Records.Count);
        Assert.False(Assert.Single(readings.Batches).Block!.AsDelivered);
    }

    [Fact]
    public async Task What_cannot_be_opened_fails_with_a_sentence()
    {
        Assert.Equal("The file is no longer there.", (await Readings.Of(new Refusing(new FileNotFoundException("x")))).Failure.Reason);
        Assert.Contains("denied", (await Readings.Of(new Refusing(new UnauthorizedAccessException("x")))).Failure.Reason, StringComparison.Ordinal);
        Assert.Equal("The disk is gone.", (await Readings.Of(new Refusing(new IOException("The disk is gone.")))).Failure.Reason);
    }

    [Fact]
    public async Task Cancelling_is_not_a_failure()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var reader = new TrailObjectReader(new ManualTime());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in reader.ReadAsync(new MemoryObject(Readings.Gzip(Three)), cancelled.Token))
            {
            }
        });
    }

    [Fact]
    public void The_CRC_is_that_of_gzip()
    {
        Assert.Equal(0xcbf43926u, Crc32.Append(0, "123456789"u8));
        var bytes = RandomNumberGenerator.GetBytes(1000);
        var gzip = Readings.Gzip(bytes);
        Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(gzip.AsSpan(gzip.Length - 8)), Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, 333)), bytes.AsSpan(333)));
    }

    [Fact]
    public void The_CRC_is_the_same_by_any_instructions_and_in_any_parts()
    {
        var bytes = RandomNumberGenerator.GetBytes(700);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var expected = ~Crc32.ByTables(uint.MaxValue, bytes.AsSpan(0, length));
            Assert.Equal(expected, Crc32.Append(0, bytes.AsSpan(0, length)));
            Assert.Equal(expected, Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, length / 3)), bytes.AsSpan(length / 3, length - (length / 3))));
        }
    }

    private static int Number(TrailRecord record) => int.Parse(record.Event.EventId[^12..]);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Three lines, the middle one of 200 MB, made as they are read.</summary>
    private sealed class HugeLine : TrailObject
    {
        public override string Source => "test";

        public override string Name => "huge";

        public override long? Size => null;

        public override DateTimeOffset? Modified => null;

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new Lines());

        private sealed class Lines : MemoryStream
        {
            private readonly byte[] _first = Encoding.UTF8.GetBytes(Some.Record(1) + "\n{\"eventVersion\":\"1.08\",\"eventName\":\"");
            private readonly byte[] _last = Encoding.UTF8.GetBytes("\"}\n" + Some.Record(2) + "\n");
            private long _position;

            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            {
                const long Middle = 200_000_000;
                var (from, to) = _position < _first.Length ? (0L, _first.Length) : _position < _first.Length + Middle ? (_first.Length, _first.Length + Middle) : (_first.Length + Middle, _first.Length + Middle + _last.Length);
                var count = (int)Math.Min(buffer.Length, to - _position);
                for (var i = 0; i < count && from != _first.Length; i++)
                {
                    buffer.Span[i] = (from == 0 ? _first : _last)[_position - from + i];
                }

                if (from == _first.Length)
                {
                    buffer.Span[..count].Fill((byte)'x');
                }

                _position += count;
                return ValueTask.FromResult(count);
            }
        }
    }

    private sealed class Refusing(Exception exception) : TrailObject
    {
        public override string Source => "test";

        public override string Name => "refusing";

        public override long? Size => null;

        public override DateTimeOffset? Modified => null;

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromException<Stream>(exception);
    }
}
