using TrailBoard.Core.Store;

namespace TrailBoard.Web.State;

/// <summary>What the command palette knows: what was typed, what was found so far, and which of it is chosen by Enter.</summary>
/// <param name="near">Sources that answer at once, for every letter.</param>
/// <param name="far">Sources that ask the store, once nothing was typed for a moment.</param>
public sealed class PaletteState(IReadOnlyList<PaletteSource> near, IReadOnlyList<PaletteSource> far, TimeProvider clock, Action changed) : IDisposable
{
    // A person who types does not want to be asked about every letter.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(140);

    private readonly LatestToken _questions = new();
    private bool _chooseFirst;
    private PaletteEntry? _chosen;

    public string Text { get; private set; } = "";

    public IReadOnlyList<PaletteEntry> Entries { get; private set; } = [];

    /// <summary>The place of the entry that Enter chooses; -1 where there is none.</summary>
    public int At { get; private set; } = -1;

    public bool IsBusy { get; private set; }

    /// <summary>Why the store was not asked to the end, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether it is known that nothing was found.</summary>
    public bool IsNothing => Text.Length > 0 && !IsBusy && Problem is null && Entries.Count == 0;

    /// <summary>What was chosen while it was still being looked for, once; else null.</summary>
    public PaletteEntry? TakeChosen()
    {
        var chosen = _chosen;
        _chosen = null;
        return chosen;
    }

    /// <summary>Looks for what was typed. The next letter takes the place of a question that is still under way.</summary>
    public async Task TypeAsync(string? text)
    {
        var token = _questions.Next();
        Text = text?.Trim() ?? "";
        (Problem, _chooseFirst, _chosen) = (null, false, null);
        try
        {
            var found = new List<PaletteEntry>();
            foreach (var source in near)
            {
                await AddAsync(found, source, token);
            }

            IsBusy = Text.Length > 0;
            Show(found, at: 0);
            if (!IsBusy)
            {
                return;
            }

            await Task.Delay(Pause, clock, token);
            foreach (var source in far)
            {
                await AddAsync(found, source, token);
                Show(found, Math.Max(At, 0));
            }

            token.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return;
        }
        catch (StoreException exception)
        {
            Problem = exception.Message;
        }

        IsBusy = false;
        changed();
    }

    /// <summary>Gives up what was typed and all that was found.</summary>
    public void Clear()
    {
        _questions.Cancel();
        (Text, Entries, At, IsBusy, Problem, _chooseFirst, _chosen) = ("", [], -1, false, null, false, null);
        changed();
    }

    /// <summary>Moves to the next entry or the one before, around the ends.</summary>
    public void Move(int by)
    {
        if (Entries.Count > 0)
        {
            At = (At + by + Entries.Count) % Entries.Count;
        }
    }

    /// <summary>What Enter chooses; null where nothing was found yet: then it is what is found first.</summary>
    public PaletteEntry? Choose()
    {
        if (At >= 0)
        {
            return Entries[At];
        }

        _chooseFirst = IsBusy;
        return null;
    }

    public void Dispose() => _questions.Dispose();

    private async Task AddAsync(List<PaletteEntry> found, PaletteSource source, CancellationToken cancellationToken)
    {
        await foreach (var entry in source.FindAsync(Text, cancellationToken))
        {
            // What a source answers to a question that was given up must not show.
            cancellationToken.ThrowIfCancellationRequested();
            found.Add(entry);
        }
    }

    private void Show(List<PaletteEntry> found, int at)
    {
        (Entries, At) = ([.. found], found.Count == 0 ? -1 : Math.Min(at, found.Count - 1));
        if (_chooseFirst && found.Count > 0)
        {
            (_chooseFirst, _chosen) = (false, found[0]);
        }

        changed();
    }
}
