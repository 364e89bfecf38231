using System.Collections.Immutable;

namespace TrailBoard.Core.Search;

/// <summary>
/// Which words records must hold if they are to match a filter, so that a text index can rule out what holds none of them. Words
/// that the index does not keep, parts of words, and what a filter excludes need nothing.
/// </summary>
public abstract record NeededWords
{
    private NeededWords()
    {
    }

    /// <summary>What a filter needs, or null where that is nothing, and the index cannot help.</summary>
    public static NeededWords? Of(Filter filter) => filter switch
    {
        Filter.And all => All([.. all.Parts.Select(Of)]),
        Filter.Or any => Any([.. any.Parts.Select(Of)]),
        Filter.Field { Of.IsDeep: true } field => All([.. Texts(field).Distinct(StringComparer.OrdinalIgnoreCase).Select(Word)]),
        _ => null,
    };

    /// <summary>Which of many records, in the form of <typeparamref name="T"/>, may match.</summary>
    /// <param name="holding">Those that may hold a word, by its hash.</param>
    public T Find<T>(Func<ulong, T> holding, Func<T, T, T> both, Func<T, T, T> either) => this switch
    {
        One one => holding(one.Hash),
        Every every => every.Parts.Select(part => part.Find(holding, both, either)).Aggregate(both),
        Some some => some.Parts.Select(part => part.Find(holding, both, either)).Aggregate(either),
        _ => throw new InvalidOperationException(),
    };

    // Keys lead to the value, so they are in the record too.
    private static IEnumerable<string> Texts(Filter.Field field)
    {
        IEnumerable<string> keys = field.Of.Kind == FieldKind.Record ? [] : RecordPath.KeysOf(field.Of);
        return keys.SelectMany(key => WholeWords.Of(TextPattern.Of(key)))
            .Concat(field.Test is ValueTest.Like like ? WholeWords.Of(like.Pattern) : []);
    }

    private static One? Word(string text) => RecordWords.HashOf(text) is { } hash ? new One(hash) : null;

    private static NeededWords? All(ImmutableArray<NeededWords?> parts) => parts.OfType<NeededWords>().ToImmutableArray() switch
    {
        [] => null,
        [var only] => only,
        var needed => new Every(needed),
    };

    private static Some? Any(ImmutableArray<NeededWords?> parts) => parts.Contains(null) || parts.IsEmpty ? null : new Some([.. parts.OfType<NeededWords>()]);

    private sealed record One(ulong Hash) : NeededWords;

    private sealed record Every(ImmutableArray<NeededWords> Parts) : NeededWords;

    private sealed record Some(ImmutableArray<NeededWords> Parts) : NeededWords;
}
