using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

/// <summary>Bytes looked for in many at once are found where they are found one place after the other.</summary>
public sealed class Utf8NeedleTests
{
    // Few different signs, so that there are many places that are nearly right: among them those that differ from letters by the bit of case.
    private static readonly Gen<string> Texts =
        from sign in Gen.Elements("a", "A", "b", "[", "{", "@", "`", "ä", "Ä", "\ud83d\ude00", "*", "\u001f")
        from other in Gen.Elements("a", "b", "B", "\0", "1", "\u0011")
        from length in Gen.OneOf(Gen.Choose(0, 9), Gen.Choose(50, 140), Gen.Choose(500, 700))
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from share in Gen.Elements(2, 9, 100, 100_000)
        let random = new Random(seed)
        select string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(share) == 0 ? other : sign));

    [Fact]
    public void What_is_looked_for_is_found_at_its_first_place() => Prop.ForAll(Texts.ToArbitrary(), Gen.Choose(0, 700).ToArbitrary(), Gen.Choose(1, 80).ToArbitrary(), (text, from, length) =>
    {
        // A part of the text with its case turned, then one that may not be in it.
        var part = text.Length == 0 ? "ab" : text.Substring(from % text.Length, Math.Min(length, text.Length - (from % text.Length)));
        foreach (var sought in (string[])[part, string.Concat(part.Select(Turned)), part + "b", "a" + part, part[^1..]])
        {
            // Half of a character is in no UTF-8, so that nothing is known of it.
            if (Utf8Needle.Of(new Filter.Words(sought)) is { } needle)
            {
                var (bytes, of) = (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(sought));
                Assert.Equal(OneByOne(bytes, of), needle.IndexOf(bytes));
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void A_text_that_is_nearly_right_everywhere_takes_no_time_for_each_place()
    {
        var text = new byte[4_000_000];
        text.AsSpan().Fill((byte)'a');
        var needle = Utf8Needle.Of(new Filter.Words(new string('a', 50_000) + "b" + new string('a', 50_000)))!;
        Assert.Equal(-1, needle.IndexOf(text));
        text[3_000_000] = (byte)'B';
        Assert.Equal(2_950_000, needle.IndexOf(text));
    }

    [Theory]
    [InlineData("user:*ADMIN*role*", "an administrator")]
    [InlineData("user:Role", "ROLE")]
    [InlineData("service:ecr", "ECR.amazonaws.com")]
    [InlineData("user:a\\*b*", "A*b")]
    public void A_test_on_values_looks_for_the_longest_of_its_parts(string filter, string value) =>
        Assert.True(Utf8Needle.Of(((Filter.Field)FilterParser.Parse(filter)).Test)!.IndexOf(Encoding.UTF8.GetBytes(value)) >= 0);

    [Theory]
    [InlineData("user:*")]
    [InlineData("ip:10.0.0.0/8")]
    public void Of_other_tests_nothing_is_known(string filter) => Assert.Null(Utf8Needle.Of(((Filter.Field)FilterParser.Parse(filter)).Test));

    [Fact]
    public void Of_half_a_character_nothing_is_known() => Assert.Null(Utf8Needle.Of(new Filter.Words("a\ud83d")));

    private static char Turned(char sign) => char.IsAsciiLetter(sign) ? (char)(sign ^ 0x20) : sign;

    private static int OneByOne(byte[] text, byte[] part) => Enumerable.Range(0, Math.Max(0, text.Length - part.Length + 1))
        .Where(at => part.Select(Folded).SequenceEqual(text.Skip(at).Take(part.Length).Select(Folded)))
        .DefaultIfEmpty(-1)
        .First();

    private static byte Folded(byte one) => char.IsAsciiLetterUpper((char)one) ? (byte)(one | 0x20) : one;
}
