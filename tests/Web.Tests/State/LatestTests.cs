using TrailBoard.Core.Store;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>Of several questions only the latest may answer, however close together they come.</summary>
public sealed class LatestTests
{
    [Fact]
    public void The_next_question_cancels_the_one_before()
    {
        using var latest = new LatestToken();
        var first = latest.Next();
        var second = latest.Next();

        Assert.Equal((true, false), (first.IsCancellationRequested, second.IsCancellationRequested));
        Assert.Equal(second, latest.Current);

        latest.Cancel();
        Assert.True(second.IsCancellationRequested);
        Assert.False(latest.Next().IsCancellationRequested);
    }

    [Fact]
    public void A_question_that_comes_while_another_is_given_up_leaves_one_that_is_alive()
    {
        using var latest = new LatestToken();
        CancellationToken meanwhile = default;
        latest.Next().Register(() => meanwhile = latest.Next());

        var second = latest.Next();

        Assert.Equal((true, false), (second.IsCancellationRequested, meanwhile.IsCancellationRequested));
        Assert.Equal(meanwhile, latest.Current);
    }

    [Fact]
    public void After_disposal_every_question_is_cancelled_from_its_beginning()
    {
        var latest = new LatestToken();
        var last = latest.Next();
        latest.Dispose();
        latest.Cancel();

        Assert.True(last.IsCancellationRequested);
        Assert.True(latest.Next().IsCancellationRequested);
    }

    [Fact]
    public async Task An_answer_is_awaited_until_the_latest_question_has_one()
    {
        using var latest = new LatestOnly();
        TaskCompletionSource<bool> first = new(), second = new();
        var asked = latest.RunAsync(token => first.Task.WaitAsync(token));
        var askedAgain = latest.RunAsync(_ => second.Task);

        Assert.Null(await asked);
        Assert.True(latest.IsBusy);

        second.SetException(new StoreException("The store is read-only."));
        Assert.Equal("The store is read-only.", await askedAgain);
        Assert.False(latest.IsBusy);
    }

    [Fact]
    public async Task A_question_that_is_called_off_is_neither_awaited_nor_a_fault()
    {
        using var latest = new LatestOnly();
        var asked = latest.RunAsync(token => Task.Delay(Timeout.Infinite, token));

        latest.Cancel();

        Assert.Null(await asked);
        Assert.False(latest.IsBusy);
    }
}
