using System.Globalization;
using System.Text;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Tests.Events;

/// <summary>FAULTS section B: what becomes of JSON and records that are broken or strange.</summary>
public sealed class RecordFaultTests
{
    private static readonly string One = Some.Record(1);
    private static readonly string Text = System.Text.Json.JsonSerializer.Serialize(One);
    private static readonly string Pretty = One.Replace(",", ",\n  ", StringComparison.Ordinal);

    public static TheoryData<string, string, int> Wrappers => new()
    {
        { "Records", Some.Records(3), 3 },
        { "Records", "{\"Records\" : [\n" + Pretty + ",\n" + Some.Record(2) + "\n]\n}\n", 2 },
        { "Records", "{\"note\":{\"a\":[1,\"]}\"]},\"Records\":[" + One + "],\"more\":1}", 1 },
        { "array", "[" + One + "," + Some.Record(2) + "]", 2 },
        { "array", "[\n" + Pretty + "\n]", 1 },
        { "object", One, 1 },
        { "object", Pretty, 1 },
        { "object", Pretty + "\n" + Pretty.Replace(Some.Guid(1), Some.Guid(2), StringComparison.Ordinal), 2 },
        { "NDJSON", One + "\n" + Some.Record(2) + "\r\n\n" + Some.Record(3), 3 },
        { "Records in NDJSON", Some.Records(2) + "\n" + Some.Records(2, i => Some.Record(i + 5)) + "\n", 4 },
        { "LookupEvents", "{\"Events\":[{\"EventId\":\"x\",\"EventName\":\"PutImage\",\"CloudTrailEvent\":" + Text + ",\"Resources\":[]}],\"NextToken\":\"x\"}", 1 },
        { "LookupEvents", "{\"EventId\":\"x\",\"CloudTrailEvent\":" + Text + "}", 1 },
        { "LookupEvents in NDJSON", "{\"EventId\":\"x\",\"CloudTrailEvent\":" + Text + "}\n{\"CloudTrailEvent\":" + Text + "}\n", 2 },
        { "LookupEvents", "[{\"CloudTrailEvent\":" + Text + "}]", 1 },
        { "LookupEvents", "{\"CloudTrailEvent\":" + One + "}", 1 },
        { "array", "[" + Text + "," + Text + "]", 2 },
        { "EventBridge", "{\"version\":\"0\",\"id\":\"x\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.ecr\",\"region\":\"eu-west-1\",\"resources\":[],\"detail\":" + One + "}", 1 },
        { "EventBridge in NDJSON", "{\"detail\":" + One + "}\n{\"detail\":" + Some.Record(2) + "}", 2 },
        { "message", "{\"@timestamp\":\"x\",\"message\":" + Text + "}", 1 },
        { "_raw", "{\"preview\":false,\"result\":{\"_raw\":" + Text + ",\"host\":\"x\"}}", 1 },
        { "_raw in NDJSON", "{\"_raw\":" + Text + "}\n{\"_raw\":" + Text + "}", 2 },
        { "CloudWatch Logs", "{\"messageType\":\"DATA_MESSAGE\",\"logGroup\":\"g\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,\"message\":" + Text + "},{\"message\":" + Text + "}]}", 2 },
        { "Records in message", "{\"message\":" + System.Text.Json.JsonSerializer.Serialize(Some.Records(2)) + "}", 2 },
        { "EventBridge in SQS in Records", "{\"Records\":[{\"messageId\":\"1\",\"body\":" + System.Text.Json.JsonSerializer.Serialize("{\"detail\":" + One + "}") + ",\"eventSource\":\"aws:sqs\",\"awsRegion\":\"eu-west-1\"}]}", 1 },
    };

    public static TheoryData<string, string> NotTrails => new()
    {
        { "digest", """{"awsAccountId":"1","digestStartTime":"2026-01-01T00:00:00Z","digestS3Object":"k","logFiles":[]}""" },
        { "digest", """[{"digestStartTime":"2026-01-01T00:00:00Z"}]""" },
        { "Insights", """{"Records":[{"eventVersion":"1.07","eventTime":"2026-10-15T21:13:00Z","awsRegion":"us-east-1","eventID":"x","eventType":"AwsCloudTrailInsight","insightDetails":{"eventName":"x"},"eventCategory":"Insight"}]}""" },
        { "AWS Config", """{"fileVersion":"1.0","configSnapshotId":"x","configurationItems":[{"resourceId":"x"}]}""" },
        { "notification", """{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventTime":"2026-10-15T21:13:00Z","eventName":"ObjectCreated:Put","s3":{"object":{"key":"a"}}}]}""" },
        { "notification", """{"s3Bucket":"b","s3ObjectKey":["a"]}""" },
        { "notification", """{"Type":"Notification","MessageId":"x","TopicArn":"arn:aws:sns:eu-west-1:1:t","Message":"{\"s3Bucket\":\"b\",\"s3ObjectKey\":[\"a\"]}"}""" },
        { "test notification", """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b","RequestId":"x","HostId":"y"}""" },
        { "not a CloudTrail record", """{"Type":"Notification","TopicArn":"x","Message":"CloudTrail validation message."}""" },
        { "EventBridge", """{"detail-type":"GuardDuty Finding","source":"aws.guardduty","detail":{"severity":5}}""" },
        { "EventBridge", """{"source":"aws.guardduty","detail":{"severity":5},"detail-type":"GuardDuty Finding"}""" },
        { "no CloudTrail record", """{"a":{"b":[1,2]}}""" },
        { "no CloudTrail record", "# A heading\n\n```json\n{\n  \"Records\": [\n```\n[a link](b)\n" },
        { "no CloudTrail record", "name,licence\nxunit,MIT\n" },
        { "not a CloudTrail record", "\"name\",\"licence\"\n\"xunit\",\"MIT\"\n" },
        { "no CloudTrail record", " \n\t " },
        { "no CloudTrail record", "{name} said {\n" },
        { "single value", "[1,2,3]" },
    };

    [Theory]
    [MemberData(nameof(Wrappers))]
    public async Task Fault_19_Every_wrapper_is_recognised_and_named(string wrapper, string text, int records)
    {
        var readings = await Readings.Of(text);

        Assert.Equal(wrapper, readings.End.Wrapper);
        Assert.Equal(records, readings.Records.Count);
        Assert.Empty(readings.Rejections);
        Assert.Equal(records, (await Readings.Of(Readings.Gzip(text))).Records.Count);
    }

    [Theory]
    [MemberData(nameof(NotTrails))]
    public async Task Fault_20_What_is_no_trail_is_skipped_with_the_reason(string reason, string text)
    {
        Assert.Contains(reason, (await Readings.Of(text)).Skip.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, (await Readings.Of(Readings.Gzip(text))).Skip.Reason, StringComparison.Ordinal);
        Assert.NotNull((await Readings.Of(text)).Skip.Digest);
    }

    [Fact]
    public async Task Fault_20_Insights_are_skipped_whatever_the_size_of_their_file()
    {
        var text = Some.Records(9000, i => $$$"""{"eventVersion":"1.07","eventTime":"2026-10-15T21:13:00Z","awsRegion":"us-east-1","eventID":"{{{i}}}","eventType":"AwsCloudTrailInsight","insightDetails":{"note":"{{{new string('x', 500)}}}"}}""");

        Assert.Contains("Insights", (await Readings.Of(Readings.Gzip(text))).Skip.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Records":[]}""", "Records")]
    [InlineData("""{"Events":[]}""", "LookupEvents")]
    [InlineData("[]", "array")]
    public async Task Fault_21_An_empty_list_is_done_with_nothing(string text, string wrapper)
    {
        var readings = await Readings.Of(text);

        Assert.Equal(wrapper, readings.End.Wrapper);
        Assert.Empty(readings.Batches);
    }

    [Fact]
    public async Task Fault_22_JSON_cut_inside_a_record_fails_wherever_the_cut_is()
    {
        var text = Some.Records(3);
        for (var length = 1; length < text.Length; length++)
        {
            var readings = await Readings.Of(text[..length]);
            Assert.Contains("ended early", readings.Failure.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fault_22_NDJSON_cut_inside_its_last_line_keeps_the_others()
    {
        var text = string.Join('\n', Enumerable.Range(0, 500).Select(i => Some.Record(i)));

        var readings = await Readings.Of(text[..^20]);

        Assert.Equal(499, readings.Records.Count);
        var rejection = Assert.Single(readings.Rejections);
        Assert.Equal(("json", 499, (long)text.LastIndexOf('\n') + 1), (rejection.Reason, rejection.Index, rejection.Offset));
    }

    [Fact]
    public async Task A_bad_line_of_NDJSON_harms_no_other_wherever_it_breaks()
    {
        var bad = Some.Record(2);
        for (var length = 1; length < bad.Length; length++)
        {
            var readings = await Readings.Of($"{One}\n{bad[..length]}\n{Some.Record(3)}\n");
            Assert.Equal([1, 3], readings.Records.Select(record => int.Parse(record.Event.EventId[^12..], CultureInfo.InvariantCulture)));
            Assert.Equal(1, Assert.Single(readings.Rejections).Index);
        }
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    [InlineData(100_000, true)]
    public async Task Fault_23_Depth_over_64_refuses_that_record_alone(int depth, bool refused)
    {
        // The record itself is one level, requestParameters of the others is replaced by arrays.
        var deep = Some.Record(1, extra: ",\"x\":" + new string('[', depth - 1) + new string(']', depth - 1));

        var readings = await Readings.Of($$"""{"Records":[{{Some.Record(0)}},{{deep}},{{Some.Record(2)}}]}""");

        Assert.Equal(refused ? 2 : 3, readings.Records.Count);
        Assert.Equal(refused ? ["too-deep"] : [], readings.Rejections.Select(rejection => rejection.Reason));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"Records\":[")]
    [InlineData("\"")]
    public async Task Fault_23_A_hundred_thousand_levels_crash_nothing(string level)
    {
        var readings = await Readings.Of(string.Concat(Enumerable.Repeat(level, 100_000)));

        Assert.IsNotType<Core.Import.ObjectReading.End>(readings.Last);
        Assert.Empty(readings.Records);
    }

    [Fact]
    public void Fault_24_Of_duplicate_keys_the_last_wins_and_it_is_flagged()
    {
        var json = Some.Record(1, extra: ",\"eventName\":\"BatchDeleteImage\"");
        var record = Some.Read(json);

        Assert.Equal("BatchDeleteImage", record.Event.Action);
        Assert.Equal(EventFlags.DuplicateKeys | EventFlags.Write, record.Event.Flags);
        Assert.Equal(json, Encoding.UTF8.GetString(record.Json.Span));
        Assert.Equal(EventFlags.Write, Some.Read(Some.Record(1, extra: ",\"a\":{\"x\":1,\"X\":2},\"b\":[{\"x\":1},{\"x\":2}]")).Event.Flags);
        var many = string.Join(',', Enumerable.Range(0, 200).Append(150).Select(i => $"\"k{i}\":1"));
        Assert.Equal(EventFlags.DuplicateKeys | EventFlags.Write, Some.Read(Some.Record(1, extra: ",\"a\":{" + many + "}")).Event.Flags);
    }

    [Fact]
    public void Fault_25_Numbers_beyond_any_type_are_kept_as_written()
    {
        var json = Some.Record(1, extra: ",\"x\":[123456789012345678901234567890,1e400,1.688560107857E9]");

        Assert.Equal(json, Encoding.UTF8.GetString(Some.Read(json).Json.Span));
    }

    [Theory]
    [InlineData("{\"eventName\":\"x\",\n\"eventTime\": NaN}", "line 2, column 14")]
    [InlineData("{\"eventName\":\"x\",\"eventTime\":\"2026-01-01T00:00:00Z\",}", "line 1, column 53")]
    [InlineData("{\"eventName\":\"x\",\"eventTime\":\"a\u0001b\"}", "line 1, column 32")]
    public async Task Fault_26_What_is_not_JSON_is_refused_with_line_and_column(string broken, string place)
    {
        var rejection = Assert.Single((await Readings.Of($$"""{"Records":[{{One}},{{broken}},{{Some.Record(2)}}]}""")).Rejections);

        Assert.Equal("json", rejection.Reason);
        Assert.Contains(place, rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_27_NUL_in_text_is_shown_as_its_picture()
    {
        var read = Some.Read(One.Replace("aws-cli/2.0", "a\\u0000b", StringComparison.Ordinal));

        Assert.Equal("a\u2400b", read.Event.UserAgent);
        Assert.Equal(EventFlags.Write, read.Event.Flags);
    }

    [Theory]
    [InlineData("a\\ud800b", "a\ufffdb", EventFlags.ReplacedText)]
    [InlineData("a\\udc00", "a\ufffd", EventFlags.ReplacedText)]
    [InlineData("\\ud83d\\ude00\\/\\\"\\n", "😀/\"\n", EventFlags.None)]
    [InlineData("\\ud83d\\ud83d\\ude00", "\ufffd😀", EventFlags.ReplacedText)]
    public void Fault_28_A_lone_surrogate_is_replaced_and_flagged(string escaped, string expected, EventFlags flags)
    {
        var read = Some.Read(One.Replace("aws-cli/2.0", escaped, StringComparison.Ordinal));

        Assert.Equal(expected, read.Event.UserAgent);
        Assert.Equal(flags | EventFlags.Write, read.Event.Flags);
    }

    [Fact]
    public void Fault_29_Without_an_eventID_the_id_comes_from_the_content_whatever_its_form()
    {
        var without = One.Replace($"\"eventID\":\"{Some.Guid(1)}\",", "", StringComparison.Ordinal);
        var first = Some.Read(without).Event;
        var spaced = Some.Read(without.Replace(",\"", " ,\n\"", StringComparison.Ordinal)).Event;
        var other = Some.Read(without.Replace("alice", "bob", StringComparison.Ordinal)).Event;

        Assert.Equal(first.EventId, spaced.EventId);
        Assert.NotEqual(first.EventId, other.EventId);
        Assert.True(Guid.TryParseExact(first.EventId, "D", out _));
        Assert.Equal(EventFlags.DerivedId | EventFlags.Write, first.Flags);
        Assert.Equal("4be5ff29-a0a1-84c5-a56a-8da1e2a1b8b6".Length, first.EventId.Length);
    }

    [Theory]
    [InlineData("e3c6f4ce-EXAMPLE")]
    [InlineData("E3C6F4CE-0000-4000-8000-00000000000A")]
    public void Fault_30_An_odd_eventID_is_kept_as_text_and_flagged(string id)
    {
        var read = Some.Read(One.Replace(Some.Guid(1), id, StringComparison.Ordinal)).Event;

        Assert.Equal(id, read.EventId);
        Assert.Equal(EventFlags.TextId | EventFlags.Write, read.Flags);
        Assert.Equal(100_000, Some.Read(One.Replace(Some.Guid(1), new string('x', 100_000), StringComparison.Ordinal)).Event.EventId.Length);
    }

    [Theory]
    [InlineData("\"yesterday\"", "yesterday")]
    [InlineData("\"0001-01-01T00:00:00Z\"", "0001-01-01")]
    [InlineData("\"2026-10-01T12:00:60Z\"", "12:00:60")]
    [InlineData("\"2026-02-30T12:00:00Z\"", "2026-02-30")]
    [InlineData("\"\"", "not a time")]
    [InlineData("1767225600", "a number")]
    [InlineData("null", "null")]
    public void Fault_31_A_bad_eventTime_is_refused_and_its_text_shown(string time, string shown)
    {
        var rejection = Some.Refuse(One.Replace("\"2026-10-01T12:00:00Z\"", time, StringComparison.Ordinal));

        Assert.Equal("event-time", rejection.Reason);
        Assert.Contains(shown, rejection.Message, StringComparison.Ordinal);
        Assert.Equal((3, 40L), (rejection.Index, rejection.Offset));
    }

    [Theory]
    [InlineData("2026-10-01T12:00:00Z")]
    [InlineData("2026-10-01T12:00:00.999Z")]
    [InlineData("2026-10-01T12:00:00.123456789Z")]
    [InlineData("2026-10-01T14:00:00+02:00")]
    [InlineData("2026-10-01T06:30:00-0530")]
    [InlineData("2026-10-01 23:00:00+11")]
    [InlineData("2026-10-01 12:00:00.000000000")]
    [InlineData("2026-10-01 12:00:00")]
    [InlineData("2026-10-01T12:00:00")]
    public void Fault_32_33_Times_are_UTC_to_the_second_whatever_their_form_and_the_machine(string time)
    {
        var expected = new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(expected, Some.Read(Some.Record(1, time)).Event.Time);
        Assert.Equal(TimeSpan.Zero, Some.Read(Some.Record(1, time)).Event.Time.Offset);
    }

    [Theory]
    [InlineData("2026-11-22T12:00:00Z", EventFlags.None)]
    [InlineData("2026-11-22T12:00:01Z", EventFlags.FutureTime)]
    public void Fault_34_A_time_more_than_a_day_ahead_is_kept_and_flagged(string time, EventFlags flags) =>
        Assert.Equal(flags | EventFlags.Write, Some.Read(Some.Record(1, time)).Event.Flags);

    [Theory]
    [InlineData("\"eventName\":\"PutImage\"", "\"eventName\":5", "eventName is a number")]
    [InlineData("\"awsRegion\":\"eu-west-1\"", "\"awsRegion\":[\"eu-west-1\"]", "awsRegion is an array")]
    [InlineData("\"readOnly\":false", "\"readOnly\":{}", "readOnly is an object")]
    [InlineData("\"readOnly\":false", "\"readOnly\":\"maybe\"", "readOnly is a string")]
    [InlineData("\"userIdentity\":{", "\"userIdentity\":\"x\",\"other\":{", "userIdentity is a string")]
    [InlineData("\"accountId\":\"111122223333\",\"userName\"", "\"accountId\":111122223333,\"userName\"", "userIdentity.accountId is a number")]
    public void Fault_35_A_value_of_the_wrong_type_refuses_that_record(string from, string to, string message)
    {
        var rejection = Some.Refuse(One.Replace(from, to, StringComparison.Ordinal));

        Assert.Equal("wrong-type", rejection.Reason);
        Assert.StartsWith(message, rejection.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.0", EventFlags.UnknownVersion)]
    [InlineData("1.10", EventFlags.None)]
    public void Fault_36_An_unknown_major_version_is_kept_and_flagged(string version, EventFlags flags) =>
        Assert.Equal(flags | EventFlags.Write, Some.Read(One.Replace("\"1.11\"", $"\"{version}\"", StringComparison.Ordinal)).Event.Flags);

    [Fact]
    public void Fault_37_What_CloudTrail_left_out_is_flagged() =>
        Assert.Equal(
            EventFlags.Omitted | EventFlags.Write,
            Some.Read(One.Replace("\"responseElements\":null", "\"responseElements\":{\"omitted\":true,\"originalSize\":123456}", StringComparison.Ordinal)).Event.Flags);

    [Fact]
    public void Fault_38_A_hidden_name_is_flagged_and_makes_no_group()
    {
        var read = Some.Read("""{"eventVersion":"1.08","eventTime":"2026-10-01T12:00:00Z","eventName":"ConsoleLogin","userIdentity":{"type":"IAMUser","accountId":"140429656527","accessKeyId":"","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"},"eventID":"x"}""").Event;

        Assert.Null(read.Actor.Identity);
        Assert.Null(read.Actor.User);
        Assert.Null(read.AccessKey);
        Assert.True(read.Flags.HasFlag(EventFlags.HiddenUser));
    }

    [Fact]
    public void Fault_39_Unknown_regions_and_services_are_kept()
    {
        var read = Some.Read(One.Replace("eu-west-1", "moon-1", StringComparison.Ordinal).Replace("ecr.amazonaws.com", "tea.amazonaws.com", StringComparison.Ordinal)).Event;

        Assert.Equal(("moon-1", "tea.amazonaws.com"), (read.Region, read.Service));
        Assert.Empty(read.Repositories);
    }

    [Fact]
    public void Fault_40_Ten_thousand_unknown_keys_are_bounded()
    {
        var members = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"thing{i}Id\":\"v{i}\""));

        var read = Some.Read(One.Replace("\"repositoryName\":\"team/api\"", members, StringComparison.Ordinal)).Event;

        Assert.Equal(TrailEvent.MaxResources, read.Resources.Count);
    }

    [Fact]
    public void An_addendum_is_flagged_and_a_delay_makes_it_late()
    {
        Assert.Equal(EventFlags.Addendum | EventFlags.Late | EventFlags.Write, Some.Read(Some.Record(1, extra: ",\"addendum\":{\"reason\":\"DELIVERY_DELAY\"}")).Event.Flags);
        Assert.Equal(EventFlags.Addendum | EventFlags.Write, Some.Read(Some.Record(1, extra: ",\"addendum\":{\"reason\":\"UPDATED_DATA\",\"originalEventID\":\"x\"}")).Event.Flags);
    }

    [Fact]
    public async Task An_event_delivered_more_than_a_day_late_by_the_name_of_its_file_is_flagged()
    {
        var bytes = Encoding.UTF8.GetBytes(Some.Records(1));

        var late = await Readings.Of(bytes, name: "/x/111122223333_CloudTrail_eu-west-1_20261002T1205Z_0123456789abcdef.json.gz");
        var prompt = await Readings.Of(bytes, name: "/x/111122223333_CloudTrail_eu-west-1_20261001T1205Z_0123456789abcdef.json.gz");

        Assert.Equal(EventFlags.Late | EventFlags.Write, late.Records[0].Event.Flags);
        Assert.Equal(EventFlags.Write, prompt.Records[0].Event.Flags);
    }

    [Fact]
    public async Task A_bracket_too_many_inside_a_record_loses_no_other_record()
    {
        var readings = await Readings.Of($$"""{"Records":[{{One}}},{{Some.Record(2)}},{{Some.Record(3)}}]}""");

        Assert.Equal(3, readings.Records.Count);
        Assert.Contains("not well formed", readings.End.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_shows_the_masked_start_of_the_record()
    {
        var readings = await Readings.Of("{\"Records\":[{\"eventName\":\"x\",\"eventTime\":\"x\",\"password\":\"hunter2\"}]}");

        Assert.Equal("{\"eventName\":\"x\",\"eventTime\":\"x\",\"password\":\"***\"}", Assert.Single(readings.Rejections).Excerpt);
    }
}
