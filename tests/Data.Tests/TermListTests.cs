using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Search;
using TrailBoard.Data.Store;
using FieldValues = TrailBoard.Data.Store.FieldValues;

namespace TrailBoard.Tests;

/// <summary>Dictionaries in memory: every text comes back as it was, in every version, and fields say of codes what the texts say.</summary>
public sealed class TermListTests
{
    private static readonly Gen<string> Texts = Gen.Elements("a", "b", "", "\u00e4", "\ud83d\ude00", "\ue000", "\uffff", "\ud7ff", "z").ListOf().Select(parts => string.Concat(parts.Take(4)));

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData(13_000)]
    public void Longer_lists_leave_the_shorter_ones_as_they_are(int count)
    {
        var (list, versions) = (new TextList(), new List<TextList>());
        for (var i = 0; i < count; i++)
        {
            versions.Add(list);
            list = list.Add(TextOf(i));
        }

        versions.Add(list);
        foreach (var version in versions.Where((_, i) => i < 20 || i % 1_021 == 0 || i > count - 3))
        {
            for (var i = 0; i < version.Count; i += version.Count < 100 ? 1 : 37)
            {
                Assert.True(version[i].SequenceEqual(TextOf(i)), $"Text {i} of {version.Count} is another.");
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => version[version.Count].Length);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(5_000)]
    public void A_list_grows_again_from_where_a_growing_was_broken_off(int count)
    {
        var kept = Enumerable.Range(0, count).Aggregate(new TextList(), (list, i) => list.Add(TextOf(i)));
        _ = Enumerable.Range(0, 5_000).Aggregate(kept, (list, _) => list.Add("left from a growing that nobody knows of"u8));
        var again = Enumerable.Range(count, 5_000).Aggregate(kept, (list, i) => list.Add(TextOf(i)));
        for (var i = 0; i < again.Count; i++)
        {
            Assert.True(again[i].SequenceEqual(TextOf(i)), $"Text {i} is another.");
        }
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("bca")]
    [InlineData("abcabc")]
    [InlineData("xxxxxxxxxxxxxxxxxx")]
    public void Texts_that_hold_bytes_are_found_among_those_whose_ends_only_look_so(string sought)
    {
        // Most texts end with what the next one goes on with.
        var random = new Random(sought.Length);
        string[] texts = [.. Enumerable.Range(0, 9_000).Select(_ => random.Next(40) == 0 ? new string('x', random.Next(700)) : "abcabc"[random.Next(3)..][..random.Next(4)])];
        var list = texts.Aggregate(new TextList(), (all, text) => all.Add(Encoding.UTF8.GetBytes(text)));
        var needle = Utf8Needle.Of(new Filter.Words(sought.ToUpperInvariant()))!;
        foreach (var (from, to) in ((int, int)[])[(0, 9_000), (1, 8_999), (4_095, 4_097), (4_096, 8_192), (17, 17), (100, 4_500), (8_990, 20_000)])
        {
            var (found, asked) = (new List<int>(), 0);
            for (var next = list.NextWith(needle, from, to); next >= 0; next = list.NextWith(needle, next + 1, to))
            {
                Assert.InRange(next, from + asked, Math.Min(to, 9_000) - 1);
                asked = next + 1 - from;
                if (texts[next].Contains(sought, StringComparison.Ordinal))
                {
                    found.Add(next);
                }
            }

            Assert.Equal(Enumerable.Range(from, Math.Max(0, Math.Min(to, 9_000) - from)).Where(number => texts[number].Contains(sought, StringComparison.Ordinal)), found);
        }
    }

    [Fact]
    public void The_memory_of_texts_is_little_more_than_their_bytes()
    {
        var (list, letters) = (new TextList(), 0L);
        for (var i = 0; i < 100_000; i++)
        {
            var text = Encoding.UTF8.GetBytes($"arn:aws:sts::111122223333:assumed-role/deploy/{i}");
            (list, letters) = (list.Add(text), letters + text.Length);
        }

        Assert.InRange(list.Bytes, letters + (4 * list.Count), (letters + (4 * list.Count)) * 1.15);
    }

    [Fact]
    public void Parts_and_strings_are_those_that_were_joined()
    {
        string?[][] values = [["AssumedRole", "arn", null, "r", "s"], [null, null, null, null, "s"], ["t", "\u00e4\ud83d\ude00", "u", null, null]];
        var list = values.Aggregate(new TermList(TermKind.Actor), (all, parts) => all.Add(Encoding.UTF8.GetBytes(Term.Join(parts))));
        for (var i = 0; i < 3 * values.Length; i++)
        {
            var (value, index) = (values[i % values.Length], i % values.Length);
            Assert.Equal(value, list.PartsOf(index));
            Assert.Equal(value, Enumerable.Range(0, 5).Select(part => Encoding.UTF8.GetString(list.PartOf(index, part)) is { Length: > 0 } text ? text : null));
        }
    }

    [Fact]
    public void Strings_that_were_asked_for_are_of_the_code_that_was_asked_for()
    {
        // More than are remembered, in an order in which they push each other out.
        var list = Enumerable.Range(0, 3_000).Aggregate(new TermList(TermKind.Address), (all, i) => all.Add(TextOf(i)));
        for (var i = 0; i < 3_000; i++)
        {
            var index = i * 512 % 3_000;
            Assert.Equal(Encoding.UTF8.GetString(TextOf(index)), list.PartsOf(index)[0] ?? "");
        }
    }

    [Fact]
    public void Texts_in_bytes_have_the_order_of_strings() => Prop.ForAll(Texts.ToArbitrary(), Texts.ToArbitrary(), (one, other) =>
        Assert.Equal(Math.Sign(string.CompareOrdinal(one, other)), Math.Sign(Utf8Order.Compare(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other)))))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Values_of_a_field_are_numbered_by_their_texts_however_the_dictionary_grew()
    {
        // Every third value has a code already: the writer had forgotten it.
        string ValueOf(int code) => code % 5 == 4 ? "" : "v" + (code % 3 == 0 ? code / 2 : code);
        var (values, sets) = (new TermList(TermKind.Resource), new SetList());
        var field = FieldValues.Empty(EventFields.Resource);
        for (var code = 1; code <= 3_000; code++)
        {
            values = values.Add(Encoding.UTF8.GetBytes(ValueOf(code)));
            sets = code > 10 ? sets.Add([code, code / 2, code / 3]) : sets;
            if (code % 700 == 3 || code == 3_000)
            {
                field = field.Grow(Terms(values, sets));
                Check(field, values.Count, sets.Count);
            }
        }

        void Check(FieldValues of, int codes, int setCount)
        {
            var expected = Enumerable.Range(1, codes).Select(ValueOf).Where(value => value.Length > 0).Distinct().ToList();
            Assert.Equal(expected, Enumerable.Range(0, of.Count).Select(number => of[number]));
            Assert.Equal(-1, of.OfTerm(0));
            for (var code = 1; code <= codes; code++)
            {
                Assert.Equal(ValueOf(code), of.OfTerm(code) is var number and >= 0 ? of[number] : "");
            }

            for (var set = 0; set < setCount; set++)
            {
                var code = set + 11;
                Assert.Equal(
                    new[] { code, code / 2, code / 3 }.Select(ValueOf).Where(value => value.Length > 0).Distinct(),
                    of.OfSet(~set).Select(number => of[number]));
            }

            var wanted = of.OfTerm(codes / 2 * 2 - (codes / 2 * 2 % 5 == 4 ? 2 : 0));
            Assert.Equal(
                Enumerable.Range(1, codes).Where(code => of.OfTerm(code) == wanted).Concat(Enumerable.Range(0, setCount).Where(set => of.OfSet(~set).Contains(wanted)).Select(set => ~set)),
                of.CodesOf(number => number == wanted));
            Assert.Equal(Math.Sign(string.CompareOrdinal(of[0], of[of.Count - 1])), Math.Sign(of.Compare(0, of.Count - 1)));
        }
    }

    private static TermsSnapshot Terms(TermList values, SetList sets) => TermsSnapshot.Empty with
    {
        Values = TermsSnapshot.Empty.Values.SetItem((int)TermKind.Resource, values),
        Sets = TermsSnapshot.Empty.Sets.SetItem((int)TermKind.Resource, sets),
    };

    // Of different lengths, some long, some empty.
    private static byte[] TextOf(int number) => Encoding.UTF8.GetBytes(number % 11 == 0 ? "" : number + new string('x', number % 13 == 0 ? 3_000 : number % 40));
}
