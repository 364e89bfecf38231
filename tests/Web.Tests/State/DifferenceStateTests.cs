using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class DifferenceStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly DifferenceQuery Query = DifferenceQuery.OfOthers(new EventQuery(FilterParser.Parse("error:*"), TimeRange.All));

    [Theory]
    [InlineData("/different?q=error:*", "error:*", null, null, null, null, null)]
    [InlineData("/different?from=-24h", "", "-24h", null, null, null, null)]
    [InlineData("/different?against=times&q=error:*&from=-24h", "error:*", "-24h", null, "times", null, null)]
    [InlineData("/different?since=2026-11-01T00:00:00Z&from=2026-11-02T00:00:00Z&to=2026-11-03T00:00:00Z", "", "2026-11-02", "2026-11-03", null, "2026-11-01", null)]
    [InlineData("/different", "", null, null, "nonsense", "yesterday", null)]
    public void The_view_is_in_the_url_and_nothing_that_goes_without_saying(string url, string filter, string? from, string? to, string? against, string? since, string? until)
    {
        var view = DifferenceView.Read(ViewScope.Read(filter, from, to), against, since, until);

        Assert.Equal(url, PageUrls.Different(view));
        var query = System.Web.HttpUtility.ParseQueryString(url.Contains('?', StringComparison.Ordinal) ? url[url.IndexOf('?', StringComparison.Ordinal)..] : "");
        Assert.Equal(view, DifferenceView.Read(
            ViewScope.Read(query["q"], query["from"], query["to"]), query[PageUrls.Against], query[PageUrls.Since], query[PageUrls.Until]));
    }

    [Fact]
    public void A_filter_is_compared_with_what_it_does_not_find_and_a_span_with_the_times_around_it()
    {
        var filtered = DifferenceView.Of(ViewScope.All with { Filter = "error:*" });
        Assert.Equal(Filter.All, filtered.Question(Query.Selection, Now)!.Whole.Filter);

        var around = ViewScope.Read("user:alice", "2026-11-01", "2026-11-08");
        var span = DifferenceView.Span(around, new TimeRange(Now.AddDays(-17), Now.AddDays(-16)));
        var selection = new EventQuery(FilterParser.Parse("user:alice"), span.Scope.Range(Now));
        var question = span.Question(selection, Now)!;
        Assert.Equal(around.Range(Now), question.Whole.Range);
        Assert.Equal(selection.Filter, question.Whole.Filter);
        Assert.Equal(new TimeRange(around.Range(Now).From, Now.AddDays(-17)), question.Before!.Range);

        Assert.Null(DifferenceView.Of(ViewScope.All).Question(EventQuery.All, Now));
    }

    [Fact]
    public void Each_choice_of_what_to_compare_with_is_offered_once_and_one_of_them_is_the_present_one()
    {
        foreach (var view in (DifferenceView[])
                 [
                     DifferenceView.Of(ViewScope.Read("error:*", null, null)), DifferenceView.Of(ViewScope.Read("", "-24h", null)), DifferenceView.Of(ViewScope.Read("error:*", "-24h", null)),
                     DifferenceView.Span(ViewScope.Read("", "2026-11-01", null), new TimeRange(Now.AddDays(-3), Now.AddDays(-2))),
                 ])
        {
            var choices = view.Choices(Now);
            Assert.Single(choices, choice => choice.View == view);
            Assert.Equal(choices.Count, choices.DistinctBy(choice => PageUrls.Different(choice.View)).Count());
            Assert.All(choices, choice => Assert.True(choice.View.IsSelection));
            // A page that is drawn later offers the same.
            Assert.All(choices.Select(choice => choice.View).Where(other => view.Scope.From is { IsRelative: true }), other => Assert.Contains(view.Choices(Now.AddMinutes(7)), choice => choice.View == other));
        }
    }

    [Fact]
    public async Task Fields_come_one_by_one_and_are_in_the_order_of_their_differences_at_the_end()
    {
        List<string> told = [];
        DifferenceState? state = null;
        state = new DifferenceState(new DifferenceQueries(Store(_ => null)), new ManualTime(), () => told.Add(string.Join(',', state!.Told.Select(of => of.Field.Name))));

        await state.AskAsync(Query, CancellationToken.None);

        Assert.Equal((10, 990), (state.Totals.Value!.Inside, state.Totals.Value.Outside));
        Assert.Equal(["ip", "user"], state.Told.Select(of => of.Field.Name));
        Assert.Contains("user", told);
        Assert.Equal(["error"], state.With(FieldStand.Chosen).Select(field => field.Name));
        Assert.Equal(state.Fields.Count, state.Answered);
        state.Dispose();
    }

    [Fact]
    public async Task A_field_that_cannot_be_read_says_so_and_keeps_none_of_the_others()
    {
        var isBroken = true;
        using var state = new DifferenceState(new DifferenceQueries(Store(field => isBroken && field.Equals(EventFields.User) ? "The disk is gone." : null)), new ManualTime(), () => { });

        await state.AskAsync(Query, CancellationToken.None);

        var broken = Assert.Single(state.Fields, of => of.Answer.Problem is not null);
        Assert.Equal((EventFields.User, "The disk is gone."), (broken.Field, broken.Answer.Problem));
        Assert.Equal(["ip"], state.Told.Select(of => of.Field.Name));

        isBroken = false;
        await state.AskAgainAsync(broken);
        Assert.Equal(["ip", "user"], state.Told.Select(of => of.Field.Name));
    }

    [Fact]
    public async Task What_is_slow_has_its_turn_and_can_be_skipped()
    {
        var clock = new ManualTime();
        using var answer = new TimedAnswer<string>(clock);
        var held = new TaskCompletionSource<string>();
        var asked = answer.AskAsync(token => held.Task.WaitAsync(token), () => { }, CancellationToken.None);
        Assert.False(answer.Turn.IsCompleted);

        clock.Advance(TimedAnswer<string>.Patience);
        await answer.Turn;
        Assert.True(answer is { IsLate: true, IsLoading: true, IsSkipped: false });

        answer.Skip();
        await asked;
        Assert.True(answer is { IsLate: false, IsLoading: false, IsSkipped: true, Value: null });

        await answer.AskAsync(_ => Task.FromResult("counted"), () => { }, CancellationToken.None);
        await answer.Turn;
        Assert.True(answer is { Value: "counted", IsSkipped: false, IsLate: false });
        answer.Skip();
        Assert.False(answer.IsSkipped);
    }

    // Ten failures among a thousand events, all from one address, and most of one user.
    private static ScriptedQueries Store(Func<EventField, string?> problem) => new()
    {
        Count = (query, _) => Task.FromResult(query.Filter == Filter.All ? 1_000L : 10L),
        Group = query =>
        {
            if (problem(query.Field) is { } words)
            {
                throw new StoreException(words);
            }

            var isWhole = query.Query.Filter == Filter.All;
            return query.Field.Name switch
            {
                "ip" => isWhole ? Groups(("198.18.7.66", 10), ("10.0.0.1", 990)) : Groups(("198.18.7.66", 10)),
                "user" => isWhole ? Groups(("thief", 20), ("alice", 980)) : Groups(("thief", 8), ("alice", 2)),
                _ => isWhole ? Groups(("same", 1_000)) : Groups(("same", 10)),
            };
        },
    };

    private static EventGroups Groups(params (string Value, long Count)[] values) =>
        new([.. values.Select(of => new EventGroup(of.Value, of.Count, 0, 0, default, default, []))], values.Length, values.Sum(of => of.Count), 0);
}
