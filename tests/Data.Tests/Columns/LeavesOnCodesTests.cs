using System.Text;
using TrailBoard.Core.Search;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests.Columns;

/// <summary>A leaf on the parts of a dictionary's value, against the same leaf on an event.</summary>
public sealed class LeavesOnCodesTests
{
    private static readonly string[] Words = ["alpha", "Beta", "gamma", "delta", "epsilon.amazonaws.com", "Straße_Ä", "10.1.2.3", "::ffff:10.1.2.4", "\ud83d\ude00b", "omega"];

    public static TheoryData<string> Filters() => new(EventFields.All
        .Where(field => EventColumns.Of(field) is not null)
        .SelectMany(field => Words.Select(word => $"{field.Name}:{word}").Concat([$"{field.Name}:*ta*", $"{field.Name}:*", $"{field.Name}:epsilon", $"{field.Name}:e*", $"{field.Name}:*ä*", $"{field.Name}:\"*STRAß*Ä\"", $"{field.Name}:*\ud83d*"])).Append("ip:10.1.0.0/16"));

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_leaf_means_on_a_code_what_it_means_on_an_event(string text)
    {
        var leaf = (Filter.Field)FilterParser.Parse(text);
        Check(EventColumns.Of(leaf.Of)!, leaf);
    }

    [Theory]
    [InlineData("ALPHA")]
    [InlineData("eta")]
    [InlineData("amm")]
    [InlineData("epsilon")]
    [InlineData("nothing")]
    [InlineData("straß")]
    [InlineData("\u001f")]
    [InlineData("\ud83d")]
    public void Words_mean_on_a_code_of_every_column_what_they_mean_on_an_event(string text)
    {
        foreach (var column in EventColumns.All)
        {
            Check(column, new Filter.Words(text));
            Check(column, new Filter.Or([new Filter.Words(text), new Filter.Words("psilo")]));
        }
    }

    private static void Check(EventColumn column, Filter leaf)
    {
        var terms = Terms(column);
        var matches = EventColumns.Matches(column.Kind, leaf, terms);
        var set = new CodeSets().Of(column.Kind, leaf, terms, CancellationToken.None);
        for (var code = 0; code <= terms.Values[(int)column.Kind].Count; code++)
        {
            var expected = FilterEvaluator.Matches(leaf, column.Sample(terms, code), default);
            Assert.Equal(expected, matches(code));
            Assert.Equal(expected, set.Contains(code));
        }
    }

    // Each part in turn is each word, or missing, or empty.
    private static TermsSnapshot Terms(EventColumn column)
    {
        var values = TermsSnapshot.Empty.Values;
        var ofKind = values[(int)column.Kind];
        void Add(Func<int, string> part) => ofKind = ofKind.Add(Encoding.UTF8.GetBytes(Term.Join([.. Enumerable.Range(0, Term.PartsOf(column.Kind)).Select(part)])));
        for (var turn = 0; turn < Words.Length; turn++)
        {
            Add(part => Words[(part + turn) % Words.Length]);
            Add(part => part == turn ? "" : Words[part]);
            Add(part => part == turn ? Words[part] : "");
        }

        return TermsSnapshot.Empty with { Values = values.SetItem((int)column.Kind, ofKind) };
    }
}
