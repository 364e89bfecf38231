using System.Globalization;
using TrailBoard.Core.Views;
using TrailBoard.Web.Api;

namespace TrailBoard.Web.Cli;

/// <summary>Says how far a search in the records is, once it takes more than a second: in one line on a terminal, a line a second elsewhere.</summary>
internal sealed class SearchProgressLine
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TextWriter _error;
    private readonly TimeProvider _time;
    private readonly bool _isTerminal;
    private long _last;
    private int _shown;

    public SearchProgressLine(TextWriter error, TimeProvider time)
    {
        (_error, _time, _last) = (error, time, time.GetTimestamp());
        _isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
    }

    public void Show(SearchProgress progress)
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_last) < Second)
            {
                return;
            }

            _last = _time.GetTimestamp();
            var line = string.Create(CultureInfo.InvariantCulture, $"searched back to {TimeText.Of(progress.Back)}, {Math.Floor(100 * progress.Share):0}% of the events, {progress.Found:N0} found");
            if (_isTerminal)
            {
                _error.Write("\r" + line.PadRight(_shown));
                _shown = line.Length;
            }
            else
            {
                _error.WriteLine(line);
            }
        }
    }

    /// <summary>Leaves the terminal as it was.</summary>
    public void End()
    {
        lock (_lock)
        {
            _error.Write(_shown > 0 ? "\r" + new string(' ', _shown) + "\r" : "");
            _shown = 0;
        }
    }
}
