using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Something to put in at the caret of the filter box.</summary>
/// <param name="Start">Where the text starts that it replaces.</param>
/// <param name="Length">How much it replaces.</param>
/// <param name="IsWhole">Whether a condition is complete with it; a field's name alone is not.</param>
public sealed record FilterOffer(int Start, int Length, string Text, string Label, string About, bool IsWhole)
{
    /// <summary>Whether taking it clears the recent searches of this browser instead of putting anything in.</summary>
    public bool Forgets { get; private init; }

    /// <summary>Recent searches as offers for an empty box, and the way to be rid of them.</summary>
    /// <param name="searches">Their texts, newest first: what the browser kept, which anybody may have changed.</param>
    public static IReadOnlyList<FilterOffer> Recent(IReadOnlyList<string> searches) => searches.Count == 0 ? [] :
    [
        .. searches.Select(text => new FilterOffer(0, 0, text, text, "Recent search", true)),
        new FilterOffer(0, 0, "", "Clear recent searches", "They are kept in this browser only.", true) { Forgets = true },
    ];
}

/// <summary>Completes a filter: the language offers its fields, the store the values that really occur, with their counts.</summary>
public sealed class FilterOffers(IEventQueries queries, TimeProvider clock)
{
    private const int Most = 10;

    public async Task<IReadOnlyList<FilterOffer>> AtAsync(string text, int caret, ViewScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var completion = FilterCompletion.At(text, caret);
        var offers = completion.Suggestions
            .Select(offer => new FilterOffer(completion.Start, completion.Length, offer.Text, offer.Label, offer.Description, completion.Values is not null || offer.Text.EndsWith(' ')))
            .ToList();
        if (completion.Values is { Field.IsGroupable: true } wanted)
        {
            var values = await ValuesAsync(wanted, scope, cancellationToken);
            offers.InsertRange(0, values.Select(group => new FilterOffer(
                completion.Start, completion.Length, FilterText.Value(wanted.Field, group.Value) + " ", group.Value, Numbers.Of(group.Count, "event"), true)));
        }

        return [.. offers.Take(Most)];
    }

    // The middle of an ARN is what people know of it, so values that only contain the text are offered too, behind the others.
    private async Task<IEnumerable<EventGroup>> ValuesAsync(FieldValues wanted, ViewScope scope, CancellationToken cancellationToken)
    {
        var query = new EventQuery(FilterParts.And(wanted.Others, wanted.Filter), scope.Range(clock.GetUtcNow()));
        var groups = await queries.GroupAsync(new GroupQuery(query, wanted.Field, 3 * Most) { CountsOnly = true }, cancellationToken);
        return groups.Groups.Where(group => wanted.Typed.Length == 0 || group.Value.Contains(wanted.Typed, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(group => wanted.IsStart(group.Value));
    }
}
