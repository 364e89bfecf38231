using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class PaceTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ManualTime _time = new();
    private int _calls;

    [Fact]
    public void Many_asks_in_a_second_are_four_calls_and_the_last_ask_is_never_lost()
    {
        using var pace = new Pace(_time, Pause, () => _calls++);
        for (var i = 0; i < 1_000; i++)
        {
            pace.Ask();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(_calls, 4, 5);
        var before = _calls;
        pace.Ask();
        _time.Advance(Pause);
        Assert.Equal(before + 1, _calls);
    }

    [Fact]
    public void The_first_ask_is_answered_at_once_and_nothing_happens_unasked()
    {
        using var pace = new Pace(_time, Pause, () => _calls++);
        _time.Advance(Pause * 10);
        Assert.Equal(0, _calls);
        pace.Ask();
        _time.Advance(TimeSpan.Zero);
        Assert.Equal(1, _calls);
        _time.Advance(Pause * 10);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public void What_changes_during_a_call_asks_for_another()
    {
        Pace? pace = null;
        pace = new Pace(_time, Pause, () =>
        {
            if (++_calls == 1)
            {
                pace!.Ask();
            }
        });
        using (pace)
        {
            pace.Ask();
            _time.Advance(Pause * 3);
        }

        Assert.Equal(2, _calls);
    }

    [Fact]
    public void After_its_end_no_call_begins()
    {
        var pace = new Pace(_time, Pause, () => _calls++);
        pace.Ask();
        pace.Dispose();
        pace.Ask();
        _time.Advance(Pause * 10);
        Assert.Equal(0, _calls);
    }
}
