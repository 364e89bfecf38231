using System.Collections.Immutable;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed class FilterPropertyTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(2000);

    // Few signs, so that the ones that mean something come up often.
    private static readonly Gen<string> Text = Gen.Elements(
            "a", "B", "ä", " ", "*", "\\", "\"", "(", ")", ":", "=", "<", ">", "-", ".", "/", "\n", "%", "_", "'", "OR", "NOT", "error:", "arn:", "1", "\ud800", "\0")
        .ListOf().Select(string.Concat);

    private static readonly Gen<Filter> Leaves = Gen.OneOf(
        Text.Select(text => (Filter)new Filter.Words(text)),
        from field in Gen.Elements(EventFields.Service, EventFields.Address, EventFields.User, EventFields.Error)
        from test in Gen.OneOf(Gen.Constant<ValueTest>(new ValueTest.Present()), Text.ListOf().Select(parts => (ValueTest)new ValueTest.Like(new TextPattern([.. parts]))))
        select (Filter)new Filter.Field(field, test),
        from keys in Text.Where(text => text.Length > 0).NonEmptyListOf()
        from test in Gen.OneOf(
            Text.Select(text => (ValueTest)new ValueTest.Like(TextPattern.Of(text))),
            from comparison in Gen.Elements(Enum.GetValues<Comparison>())
            from number in ArbMap.Default.GeneratorFor<decimal>()
            select (ValueTest)new ValueTest.NumberIs(comparison, number))
        select (Filter)new Filter.Field(EventFields.Request(FieldPath.Of(keys)), test),
        from comparison in Gen.Elements(Enum.GetValues<Comparison>())
        from second in Gen.Choose(0, int.MaxValue)
        select (Filter)new Filter.Field(EventFields.Time, new ValueTest.TimeIs(comparison, DateTimeOffset.UnixEpoch.AddSeconds(second))),
        from bits in Gen.Choose(0, 32)
        select (Filter)new Filter.Field(EventFields.Address, new ValueTest.Within(new IPNetwork(new IPAddress(bits == 0 ? [0, 0, 0, 0] : [128, 0, 0, 0]), bits))),
        Gen.Elements<Filter>(new Filter.Field(EventFields.Mfa, new ValueTest.Is(true)), Filter.All, new Filter.Or([])));

    private static readonly Arbitrary<Filter> Filters = Gen.Sized(Tree).ToArbitrary();

    [Fact]
    public void Every_filter_reads_back_from_its_text_in_canonical_shape() => Prop.ForAll(Filters, filter =>
    {
        var canonical = FilterParts.Simplify(filter);
        var text = canonical.ToString()!;

        Assert.Equal(canonical, FilterParser.Parse(filter.ToString()!));
        Assert.Equal(canonical, FilterParser.Parse(text));
        Assert.Equal(text, FilterParser.Parse(text).ToString());
        Assert.Equal(canonical, FilterParts.Simplify(canonical));
        Assert.Equal(canonical.GetHashCode(), FilterParser.Parse(text).GetHashCode());
    }).Check(Quick);

    [Fact]
    public void Simplifying_and_negating_keep_the_meaning() => Prop.ForAll(Filters, Events.ToArbitrary(), (filter, trailEvent) =>
    {
        var matches = FilterEvaluator.Matches(filter, trailEvent, default);

        Assert.Equal(matches, FilterEvaluator.Matches(FilterParts.Simplify(filter), trailEvent, default));
        Assert.Equal(!matches, FilterEvaluator.Matches(new Filter.Not(filter), trailEvent, default));
        Assert.True(!matches || FilterEvaluator.Matches(FilterParts.Relax(filter), trailEvent, default));
        Assert.True(matches || !FilterEvaluator.Matches(FilterShape.Not(FilterParts.Relax(new Filter.Not(filter))), trailEvent, default));
    }).Check(Quick);

    [Fact]
    public void Patterns_match_as_the_plainest_matcher_does()
    {
        var letters = Gen.Elements('a', 'A', 'b', 'ä', 'Ä').ListOf().Select(signs => string.Concat(signs));
        var patterns = letters.NonEmptyListOf().Select(parts => new TextPattern([.. parts]));
        Prop.ForAll(patterns.ToArbitrary(), letters.ToArbitrary(), (pattern, text) =>
        {
            Assert.Equal(Plain(string.Join('*', pattern.Literals), text), pattern.Matches(text));
            Assert.Equal(pattern, TextPattern.Parse(pattern.ToString()));
        }).Check(Quick);
    }

    [Fact]
    public void Values_in_bytes_match_as_strings_do()
    {
        var texts = Gen.Elements("a", "A", "b", "ä", "Ä", "\ud83d\ude00", "\ude00", "\ufffd", ".amazonaws.com", "10.1.2.3", "::1", "\u001f").ListOf().Select(string.Concat);
        var tests = Gen.OneOf(
            Gen.Constant<ValueTest>(new ValueTest.Present()),
            texts.ListOf().Select(parts => (ValueTest)new ValueTest.Like(new TextPattern([.. parts]))),
            Gen.Elements("10.1.0.0/16", "::/8", "0.0.0.0/0").Select(network => (ValueTest)new ValueTest.Within(IPNetwork.Parse(network))),
            Gen.Constant<ValueTest>(new ValueTest.NumberIs(Comparison.Less, 3)));
        Prop.ForAll(tests.ToArbitrary(), texts.ToArbitrary(), (test, any) =>
        {
            // Only whole characters are ever stored.
            var bytes = Encoding.UTF8.GetBytes(any);
            var value = Encoding.UTF8.GetString(bytes);
            foreach (var field in (EventField[])[EventFields.Service, EventFields.Address, EventFields.User])
            {
                Assert.Equal(FilterParts.Test(test, field, value), Utf8Tests.Of(test, field)(bytes));
            }

            foreach (var literal in test is ValueTest.Like like ? like.Pattern.Literals : [])
            {
                var words = new Filter.Words(literal);
                Assert.Equal(FilterParts.Test(words, value), Utf8Tests.Of(words)(bytes));
            }
        }).Check(Quick);
    }

    [Fact]
    public void Parts_of_texts_are_found_where_they_first_are()
    {
        // Long runs of one letter, so that the search takes its slower and steadier way too.
        var runs = Gen.Elements("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a", "b", "A").ListOf().Select(string.Concat);
        Prop.ForAll(runs.ToArbitrary(), runs.ToArbitrary(), (text, part) =>
        {
            var at = text.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            Assert.Equal((at, at), (AsciiCase.IndexOf(text, part), AsciiCase.IndexOf(Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(part))));
        }).Check(Quick);
    }

    [Fact]
    public void Garbage_is_read_or_refused_within_its_own_bounds() => Prop.ForAll(Text.ToArbitrary(), text =>
    {
        if (!FilterParser.TryParse(text, out var filter, out var error))
        {
            Assert.InRange(error.Position, 0, text.Length);
            Assert.InRange(error.Length, 1, Math.Max(1, text.Length - error.Position));
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(filter, FilterParser.Parse(filter.ToString()!));
        for (var caret = 0; caret <= text.Length; caret++)
        {
            var completion = FilterCompletion.At(text, caret);
            Assert.InRange(completion.Start, 0, caret);
            Assert.InRange(completion.Start + completion.Length, caret, text.Length);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("NOT ")]
    [InlineData("a OR ")]
    [InlineData("((a) b ")]
    [InlineData("*a")]
    [InlineData("\\*")]
    [InlineData("\"a\" ")]
    [InlineData("a:")]
    [InlineData("user:(a ")]
    [InlineData("req.a")]
    [InlineData("action:*a*b*c*d")]
    public void The_longest_texts_come_to_their_end(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, FilterParser.MaxLength / part.Length));

        if (FilterParser.TryParse(text, out var filter, out _))
        {
            _ = filter.ToString();
        }

        _ = FilterCompletion.At(text, text.Length);
    }

    [Fact]
    public void The_hardest_patterns_come_to_their_end()
    {
        var text = new string('a', 100_000);

        Assert.False(TextPattern.Containing(new string('a', 50_000) + "b").Matches(text));
        Assert.False(TextPattern.Parse(string.Concat(Enumerable.Repeat("*a", 30_000)) + "*b*").Matches(text));
    }

    private static Gen<TrailEvent> Events =>
        from user in Text
        from service in Text
        from seconds in Gen.Choose(0, int.MaxValue)
        select new TrailEvent
        {
            EventId = "1",
            Time = DateTimeOffset.UnixEpoch.AddSeconds(seconds),
            Service = service,
            Address = "127.0.0.1",
            Actor = new(null, null, user, null, null),
        };

    private static Gen<Filter> Tree(int size) => size < 2 ? Leaves : Gen.OneOf(
        Leaves,
        Tree(size / 2).Select(part => (Filter)new Filter.Not(part)),
        Parts(size).Select(parts => (Filter)new Filter.And(parts)),
        Parts(size).Select(parts => (Filter)new Filter.Or(parts)));

    private static Gen<ImmutableArray<Filter>> Parts(int size) =>
        Gen.Choose(0, 4).SelectMany(count => Tree(size / 4).ListOf(count)).Select(parts => parts.ToImmutableArray());

    // The textbook's table: whether the first i signs of the pattern match the first j of the text.
    private static bool Plain(string pattern, string text)
    {
        var matches = new bool[pattern.Length + 1, text.Length + 1];
        for (var i = 0; i <= pattern.Length; i++)
        {
            for (var j = 0; j <= text.Length; j++)
            {
                matches[i, j] = i == 0 ? j == 0
                    : pattern[i - 1] == '*' ? matches[i - 1, j] || (j > 0 && matches[i, j - 1])
                    : j > 0 && matches[i - 1, j - 1] && AsciiCase.Fold(text[j - 1]) == AsciiCase.Fold(pattern[i - 1]);
            }
        }

        return matches[pattern.Length, text.Length];
    }
}
