using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed class WholeWordsTests
{
    [Theory]
    [InlineData("record:api", "team/api:v1", true)]
    [InlineData("record:API", "team/api:v1", true)]
    [InlineData("record:api", "apis", false)]
    [InlineData("record:api*", "apis", true)]
    [InlineData("record:*pi", "team/api", true)]
    [InlineData("record:*pi", "pis", false)]
    [InlineData("record:*pi*", "apis", true)]
    [InlineData("record:team/api", "my/team/api/x", true)]
    [InlineData("record:team/api", "myteam/api", false)]
    [InlineData("record:te*pi", "a team of happi", true)]
    [InlineData("record:te*pi", "a team of happiness", false)]
    [InlineData("record:te*pi", "a team of happiness and pi", true)]
    [InlineData("record:\"in a row\"", "words in a row", true)]
    [InlineData("record:\"in a\"", "within a", false)]
    [InlineData("record:/api", "team/api", true)]
    [InlineData("record:größe", "Größe", true)]
    [InlineData("record:GRÖSSE", "größe", false)]
    [InlineData("record:gr", "größe", false)]
    [InlineData("record:key", "no", true)]
    [InlineData("record:12", "no", true)]
    [InlineData("record:true", "no", true)]
    [InlineData("record:null", "no", false)]
    [InlineData("record:*", "no", true)]
    [InlineData("record:aab", "aaab aab", true)]
    [InlineData("record:inner", "{\\\"inner\\\":1}", true)]
    [InlineData("record:hay", "\\u0068\\u0061y", true)]
    public void A_record_is_found_by_words_in_its_names_and_values(string filter, string value, bool found) =>
        Assert.Equal(found, FilterEvaluator.Matches(
            FilterParser.Parse(filter), MatchingTests.Event, Encoding.UTF8.GetBytes($$"""{"key":[{"a":"{{value}}"},-12.5,true,null]}""")));

    private static bool IsMatch(string text, string regex) => Regex.IsMatch(text, regex, RegexOptions.Singleline, TimeSpan.FromMinutes(1));

    private static readonly Gen<string> Texts = Gen.Elements("a", "b", "A", "ab", "/", "-", " ", "é", "1", "").ListOf().Select(parts => string.Concat(parts.Take(12)));

    [Fact]
    public void It_is_what_a_regular_expression_says() => Prop.ForAll(
        Arb.From(Gen.Two(Texts).SelectMany(pair => Texts.ListOf().Select(literals => (Text: pair.Item1 + pair.Item2, Pattern: new TextPattern([.. literals.Take(4)]))))),
        one =>
        {
            const string Part = "[A-Za-z0-9\\u0080-\\uffff]";
            var literals = one.Pattern.Literals;
            var starts = literals[0].Length > 0 && IsMatch(literals[0][..1], Part) ? $"(?<!{Part})" : "";
            var ends = literals[^1].Length > 0 && IsMatch(literals[^1][^1..], Part) ? $"(?!{Part})" : "";
            var regex = starts + string.Join(".*", literals.Select(literal => string.Concat(literal.Select(c => char.IsAsciiLetter(c) ? $"[{char.ToLowerInvariant(c)}{char.ToUpperInvariant(c)}]" : Regex.Escape(c.ToString()))))) + ends;
            return (IsMatch(one.Text, regex) == WholeWords.OccurIn(one.Text, one.Pattern)).Label($"{regex} in {one.Text}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Theory]
    [InlineData("", "")]
    [InlineData("service:ecr", "")]
    [InlineData("record:hello", "hello")]
    [InlineData("record:hello*", "")]
    [InlineData("record:*a/middle/b*", "middle")]
    [InlineData("record:\"one two three\"", "one two three")]
    [InlineData("record:9e3f1c1e-0001-4abc-8def-0123456789ab", "0123456789ab")]
    [InlineData("record:dead", "")]
    [InlineData("record:deaf-deadline", "deadline")]
    [InlineData("record:20261101", "")]
    [InlineData("record:xy", "")]
    [InlineData("-record:hello", "")]
    [InlineData("record:hello OR service:ecr", "")]
    [InlineData("record:(hello OR there)", "hello|there")]
    [InlineData("req.a.imageTag:v1.45.678", "requestparameters imagetag 678")]
    [InlineData("req.desiredCount>3", "requestparameters desiredcount")]
    [InlineData("res.x:*", "responseelements")]
    [InlineData("requestId:abc", "requestid abc")]
    [InlineData("service:ecr (record:hello OR req.there:world)", "hello|requestparameters there world")]
    public void A_filter_needs_the_words_that_no_wildcard_makes_longer(string filter, string expected)
    {
        var needed = NeededWords.Of(FilterParser.Parse(filter));
        var known = expected.Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries).ToDictionary(word => RecordWords.HashOf(word)!.Value);
        Assert.Equal(expected, needed?.Find(hash => known[hash], (left, right) => left + " " + right, (left, right) => left + "|" + right) ?? "");
    }

    /// <summary>Who makes this fail must raise <see cref="RecordWords.Version"/> before the hashes here are changed: stores hold them.</summary>
    [Fact]
    public void The_words_of_a_record_have_the_hashes_that_stores_hold()
    {
        var words = new HashSet<ulong>();
        RecordWords.AddAll("""{"Some-key":["Team\/API \u00e9t\u00E9","9e3f1c1e-0001-4abc-8def-0123456789ab",1234567,true,null,"xy dead"]}"""u8, words);
        Assert.Equal(
            new[] { "some", "key", "team", "api", "été", "0123456789ab", "1234567", "true" }.Select(word => RecordWords.HashOf(word)!.Value).Order(),
            words.Order());
        Assert.Equal((1, 143996539477504388UL), (RecordWords.Version, words.Aggregate((all, one) => all ^ one)));
    }

    /// <summary>Masks decide which words a record has: who changes them must raise <see cref="RecordWords.Version"/>, too.</summary>
    [Fact]
    public void A_masked_record_has_no_words_of_its_secrets()
    {
        var words = new HashSet<ulong>();
        var record = """{"password":"hunter2","url":"https://user:s3cr3tpass@host/path","token":"xeyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.tail","note":"pwd=letmein1; rest"}"""u8.ToArray();
        RecordWords.AddAll(Redaction.Mask(record, out _).Span, words);
        Assert.Equal(
            new[] { "password", "url", "https", "user", "host", "path", "token", "note", "pwd", "rest" }.Select(word => RecordWords.HashOf(word)!.Value).Order(),
            words.Order());
    }
}
