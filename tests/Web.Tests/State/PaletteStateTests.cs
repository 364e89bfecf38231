using System.Runtime.CompilerServices;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class PaletteStateTests
{
    private static readonly FixedEntries Pages = new(
    [
        new("Repositories", "Page", null, new PaletteDeed.Press("go-p")), new("Imports", "Page", null, new PaletteDeed.Press("go-m")), new("Dark theme", "Command", null, new PaletteDeed.Press("theme-dark")),
    ]);

    private readonly ManualTime _clock = new();

    [Fact]
    public async Task Without_a_letter_it_offers_all_that_is_fixed_and_asks_nobody()
    {
        using var palette = Palette(new Asked(_ => throw new InvalidOperationException("Nothing was typed.")));
        await palette.TypeAsync("");

        Assert.Equal(["Repositories", "Imports", "Dark theme"], Titles(palette));
        Assert.False(palette.IsBusy);
        Assert.Equal("Repositories", palette.Choose()!.Title);
    }

    [Fact]
    public async Task Every_word_has_to_occur_and_what_begins_with_the_text_comes_first()
    {
        using var palette = Palette(new Asked(_ => []));
        await TypedAsync(palette, "theme dark");
        Assert.Equal(["Dark theme"], Titles(palette));
        await TypedAsync(palette, "i");
        Assert.Equal(["Imports", "Repositories"], Titles(palette));
        await TypedAsync(palette, "nowhere");
        Assert.True(palette.IsNothing);
        Assert.Equal(-1, palette.At);
    }

    [Fact]
    public async Task What_is_closed_has_nothing_and_says_nothing()
    {
        using var palette = Palette(new Asked(_ => [new("Found late", "Thing", null, new PaletteDeed.Press("late"))]));
        Assert.False(palette.IsNothing);
        var typed = palette.TypeAsync("i");
        palette.Clear();
        await MovedAsync(typed);

        Assert.Equal(("", 0, -1, false, false), (palette.Text, palette.Entries.Count, palette.At, palette.IsBusy, palette.IsNothing));
    }

    [Fact]
    public async Task Saved_views_are_found_by_their_names_and_by_what_they_say()
    {
        var views = new SavedViewEntries(new Views("Night shift", "/errors?q=user:alice", "Pushes", "/events?q=action:PutImage"));

        Assert.Equal(["Night shift"], await TitlesAsync("night"));
        Assert.Equal(["Pushes"], await TitlesAsync("putimage"));
        Assert.Equal(["Night shift", "Pushes"], await TitlesAsync("saved view"));
        Assert.Empty(await TitlesAsync("nowhere"));
        Assert.Equal(new PaletteDeed.Go("/events?q=action:PutImage"), (await views.FindAsync("pushes", CancellationToken.None).SingleAsync()).Deed);

        async Task<List<string>> TitlesAsync(string text) => await views.FindAsync(text, CancellationToken.None).Select(entry => entry.Title).ToListAsync();
    }

    [Fact]
    public async Task Only_the_last_of_several_letters_asks_the_store()
    {
        var asked = new List<string>();
        using var palette = Palette(new Asked(text =>
        {
            asked.Add(text);
            return [Entry(text)];
        }));

        var first = palette.TypeAsync("te");
        var second = palette.TypeAsync("team");
        Assert.True(palette.IsBusy);
        await MovedAsync(second);
        await first;

        Assert.Equal(["team"], asked);
        Assert.Equal(["team"], Titles(palette));
        Assert.False(palette.IsBusy);
    }

    [Fact]
    public async Task Enter_before_the_answer_chooses_what_is_found_first_and_once()
    {
        using var palette = Palette(new Asked(text => [Entry(text + "/api"), Entry(text + "/web")]));
        var typed = palette.TypeAsync("shop");
        Assert.Null(palette.Choose());
        Assert.Null(palette.TakeChosen());
        await MovedAsync(typed);

        Assert.Equal("shop/api", palette.TakeChosen()!.Title);
        Assert.Null(palette.TakeChosen());
    }

    [Fact]
    public async Task Who_types_on_after_Enter_has_chosen_nothing()
    {
        using var palette = Palette(new Asked(text => [Entry(text)]));
        var first = palette.TypeAsync("shop");
        Assert.Null(palette.Choose());
        await TypedAsync(palette, "shops");
        await first;

        Assert.Null(palette.TakeChosen());
    }

    [Fact]
    public async Task Moving_goes_around_the_ends()
    {
        using var palette = Palette(new Asked(_ => []));
        await palette.TypeAsync("");
        palette.Move(-1);
        Assert.Equal(2, palette.At);
        palette.Move(1);
        Assert.Equal(0, palette.At);
    }

    [Fact]
    public async Task A_store_that_cannot_be_asked_says_why_and_the_pages_stay()
    {
        using var palette = Palette(new Asked(_ => throw new StoreException("The store is locked.")));
        await TypedAsync(palette, "imp");

        Assert.Equal("The store is locked.", palette.Problem);
        Assert.Equal(["Imports"], Titles(palette));
        Assert.False(palette.IsNothing);
    }

    [Fact]
    public async Task Values_lead_to_their_pages_with_their_counts()
    {
        var values = new StoredValues(new ScriptedQueries
        {
            Group = query => query.Field.Name switch
            {
                "repository" => Groups(("team/api", 7), ("other", 5)),
                "ip" => Groups(("192.0.2.9", 3)),
                "task" => Groups(("a0379391ed6c", 2)),
                "actor" => Groups(("sso:team@example", 2)),
                _ => Groups(),
            },
        });

        var found = new List<PaletteEntry>();
        await foreach (var entry in values.FindAsync("TEAM", CancellationToken.None))
        {
            found.Add(entry);
        }

        Assert.Equal([("team/api", "Repository", "7 events"), ("sso:team@example", "Person", "2 events")], found.Select(entry => (entry.Title, entry.Kind, entry.About!)));
        Assert.Equal("/things/repository/team/api", Assert.IsType<PaletteDeed.Go>(found[0].Deed).Url);
        Assert.StartsWith("/actors?by=actor&value=sso", Assert.IsType<PaletteDeed.Go>(found[1].Deed).Url, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(values, "t"));
        Assert.Equal("/things/task/a0379391ed6c", Assert.IsType<PaletteDeed.Go>(Assert.Single(await ListAsync(values, "a0379")).Deed).Url);
        Assert.Equal("/events?q=ip:192.0.2.9", Assert.IsType<PaletteDeed.Go>(Assert.Single(await ListAsync(values, "192.0.2")).Deed).Url);
    }

    [Fact]
    public async Task An_event_is_found_by_its_whole_id_only()
    {
        var asked = new List<string>();
        var byId = new EventById(new ScriptedQueries
        {
            Find = id =>
            {
                asked.Add(id);
                return [];
            },
        });

        Assert.Empty(await ListAsync(byId, "0f6a6f0c-6d5a"));
        Assert.Empty(await ListAsync(byId, "0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001"));
        Assert.Equal(["0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001"], asked);
    }

    private PaletteState Palette(PaletteSource far) => new([Pages], [far], _clock, () => { });

    private async Task TypedAsync(PaletteState palette, string text) => await MovedAsync(palette.TypeAsync(text));

    private async Task MovedAsync(Task typed)
    {
        while (!typed.IsCompleted)
        {
            await _clock.StepAsync(TimeSpan.FromMilliseconds(200));
        }

        await typed;
    }

    private static IEnumerable<string> Titles(PaletteState palette) => palette.Entries.Select(entry => entry.Title);

    private static PaletteEntry Entry(string title) => new(title, "Repository", null, new PaletteDeed.Go("/" + title));

    private static EventGroups Groups(params (string Value, int Count)[] groups) =>
        new([.. groups.Select(group => new EventGroup(group.Value, group.Count, 0, 0, default, default, []))], groups.Length, groups.Sum(group => group.Count), 0);

    private static async Task<List<PaletteEntry>> ListAsync(PaletteSource source, string text)
    {
        var found = new List<PaletteEntry>();
        await foreach (var entry in source.FindAsync(text, CancellationToken.None))
        {
            found.Add(entry);
        }

        return found;
    }

    private sealed class Asked(Func<string, IReadOnlyList<PaletteEntry>> answer) : PaletteSource
    {
        public override async IAsyncEnumerable<PaletteEntry> FindAsync(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (var entry in answer(text))
            {
                yield return entry;
            }
        }
    }

    // Names and addresses in turns; nothing but reading is asked of it.
    private sealed class Views(params string[] saved) : ISavedViews
    {
        public Task<IReadOnlyList<SavedView>> AllAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SavedView>>([.. saved.Chunk(2).Select((view, i) => new SavedView(i + 1, view[0], view[1], 1, false, default))]);

        public Task<ViewChange> SaveAsync(string name, string address, SavedView? instead, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ViewChange> RenameAsync(SavedView view, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ViewChange> DeleteAsync(SavedView view, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ViewChange?> StartWithAsync(SavedView? view, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
