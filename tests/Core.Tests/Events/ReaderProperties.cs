using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Import;

namespace TrailBoard.Core.Tests.Events;

/// <summary>What holds for any record and any way in which its bytes arrive.</summary>
public sealed class ReaderProperties
{
    [Fact]
    public void The_content_hash_depends_neither_on_key_order_nor_on_white_space_nor_on_escapes()
    {
        var cases = from node in Nodes(3) from seed in Gen.Choose(0, int.MaxValue) select (node, seed);
        Prop.ForAll(Arb.From(cases), pair =>
        {
            var json = Some.Record(1, extra: ",\"x\":" + pair.node);
            var node = JsonNode.Parse(json)!;
            var shuffled = Shuffled(node, new Random(pair.seed)).ToJsonString(new JsonSerializerOptions { WriteIndented = pair.seed % 2 == 0 });
            return Some.Read(json).ContentHash == Some.Read(shuffled).ContentHash;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Different_content_has_a_different_hash()
    {
        var cases = from left in Nodes(2) from right in Nodes(2) select (left, right);
        Prop.ForAll(Arb.From(cases), pair =>
        {
            using var left = JsonDocument.Parse(pair.left);
            using var right = JsonDocument.Parse(pair.right);
            return JsonElement.DeepEquals(left.RootElement, right.RootElement)
                || Some.Read(Some.Record(1, extra: ",\"x\":" + pair.left)).ContentHash != Some.Read(Some.Record(1, extra: ",\"x\":" + pair.right)).ContentHash;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_content_hash_is_the_same_in_every_version()
    {
        Assert.Equal(ExpectedHash, Some.Read(Some.Record()).ContentHash);
        Assert.NotEqual(Some.Read(Some.Record(1, extra: ",\"a\":[]")).ContentHash, Some.Read(Some.Record(1, extra: ",\"a\":{}")).ContentHash);
        Assert.NotEqual(Some.Read(Some.Record(1, extra: ",\"a\":[1,2]")).ContentHash, Some.Read(Some.Record(1, extra: ",\"a\":[2,1]")).ContentHash);
        Assert.NotEqual(Some.Read(Some.Record(1, extra: ",\"a\":null")).ContentHash, Some.Read(Some.Record(1)).ContentHash);
        Assert.NotEqual(Some.Read(Some.Record(1, extra: ",\"a\":\"1\"")).ContentHash, Some.Read(Some.Record(1, extra: ",\"a\":1")).ContentHash);
    }

    [Fact]
    public async Task The_way_in_which_bytes_arrive_changes_nothing()
    {
        var hostile = $$"""{"note":"\"Records\":[{","Records":[{{Some.Record(1)}}, {"eventName":"a\\\"]}","eventTime":1} ,7,null,{{Some.Record(2, extra: ",\"q\":\"\\\\\"")}}]}""";
        var lines = $"{Some.Record(1)}\n{{\"eventName\":\"x\\\\\", \"eventT\n{{\"message\":{JsonSerializer.Serialize(Some.Record(2))}}}\nplain text\n{Some.Record(3)}";
        foreach (var text in new[] { hostile, lines })
        {
            var expected = Shown(await Readings.Of(text));
            Assert.Contains("Records=2", expected.Replace("Records=3", "Records=2", StringComparison.Ordinal), StringComparison.Ordinal);
            foreach (var size in Enumerable.Range(1, 64))
            {
                Assert.Equal(expected, Shown(await Readings.Of(text, size)));
            }
        }
    }

    [Fact]
    public void A_gzip_that_was_cut_never_ends_well()
    {
        var cases = from count in Gen.Choose(0, 5) from cut in Gen.Choose(1, 10_000) from piece in Gen.Choose(1, 3000) select (count, cut, piece);
        Prop.ForAll(Arb.From(cases), c =>
        {
            var whole = Readings.Gzip(Some.Records(c.count));
            var length = Math.Max(2, whole.Length - 1 - (c.cut % (whole.Length - 2)));
            var readings = Readings.Of(whole[..length], c.piece).GetAwaiter().GetResult();
            return readings.Last is ObjectReading.Failure;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        var letters = Gen.Elements("{}[]\",:\\\n \t0aNtrue\u0000é{\"Records\":[{\"eventName\":\"x\",\"eventTime\":\"2026-01-01T00:00:00Z\"}]}".ToCharArray());
        var tokens = Gen.Elements("{\"Records\":[", "\"message\":", "{", "}", "]", "[", "\"", "\\", "\n", "{\"eventName\":\"x\",\"eventTime\":\"2026-01-01T00:00:00Z\"}", ",", "\\u", "{\"detail\":", "\"{\\\"eventName\\\":1", "\u001f\u008b");
        var texts = Gen.OneOf(Gen.ArrayOf(letters).Select(a => new string(a)), Gen.ArrayOf(tokens).Select(string.Concat));
        var cases = from text in texts from piece in Gen.Choose(1, 20) select (text, piece);
        Prop.ForAll(Arb.From(cases), c =>
        {
            var bytes = Encoding.UTF8.GetBytes(c.text);
            return Shown(Readings.Of(bytes, c.piece).GetAwaiter().GetResult()) == Shown(Readings.Of(bytes).GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();
    }

    private const long ExpectedHash = 9138631715246385800;

    private static string Shown(Readings readings) =>
        $"Records={readings.Records.Count} {readings.Last} {string.Join('|', readings.Records.Select(record => $"{record.Index} {record.ContentHash} {Encoding.UTF8.GetString(record.Json.Span)}"))} {string.Join('|', readings.Rejections)}";

    private static Gen<string> Nodes(int depth)
    {
        var leaves = Gen.OneOf(
            Gen.Constant("null"), Gen.Constant("true"), Gen.Constant("[]"), Gen.Constant("{}"),
            Gen.Choose(-1000, 1000).Select(number => number.ToString()),
            Gen.ArrayOf(Gen.Elements("aé😀\"\\/\n".EnumerateRunes().ToArray())).Select(runes => JsonSerializer.Serialize(string.Concat(runes))));
        if (depth == 0)
        {
            return leaves;
        }

        var arrays = Gen.ArrayOf(Nodes(depth - 1)).Select(items => "[" + string.Join(',', items.Take(4)) + "]");
        var objects = Gen.ArrayOf(Nodes(depth - 1)).Select(items => "{" + string.Join(',', items.Take(6).Select((item, i) => $"\"k{i}\":{item}")) + "}");
        return Gen.OneOf(leaves, arrays, objects);
    }

    private static JsonNode Shuffled(JsonNode node, Random random) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(_ => random.Next()).Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Shuffled(pair.Value, random)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Shuffled(item, random))]),
        _ => node.DeepClone(),
    };
}
