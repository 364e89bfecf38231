using TrailBoard.Core.Views;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>Views under names, in a real store that several people change.</summary>
public sealed class SavedViewsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static SavedViews Of(TestStore store) => new(store.Database, store.Time);

    private static async Task<SavedView> SaveAsync(SavedViews views, string name, string address = "/events") =>
        Assert.IsType<ViewChange.Done>(await views.SaveAsync(name, address, null, None)).View;

    [Fact]
    public async Task A_view_is_kept_under_its_name_whatever_it_is_called_and_across_a_restart()
    {
        const string Hostile = "'; DROP TABLE saved_views; -- <script>\u202E\"";
        using var store = await TestStore.CreateAsync();
        await SaveAsync(Of(store), Hostile, "/events?q=action:PutImage&from=-7d");
        await SaveAsync(Of(store), "denials", "/errors");
        store.Release();

        using var reopened = new TestStore(store.Folder);
        var all = await Of(reopened).AllAsync(None);
        Assert.Equal([(Hostile, "/events?q=action:PutImage&from=-7d"), ("denials", "/errors")], all.Select(view => (view.Name, view.Address)));
        Assert.All(all, view => Assert.Equal(reopened.Time.GetUtcNow(), view.SavedAt));
    }

    [Fact]
    public async Task Who_saves_a_name_that_another_has_is_told_and_nothing_is_lost()
    {
        using var store = await TestStore.CreateAsync();
        using var other = new TestStore(store.Folder);
        var first = await SaveAsync(Of(store), "Pushes");

        var taken = Assert.IsType<ViewChange.Taken>(await Of(other).SaveAsync("pushes", "/errors", null, None));
        Assert.Equal(first, taken.By);
        Assert.Equal("/events", Assert.Single(await Of(store).AllAsync(None)).Address);

        // Whoever agreed replaces what they saw.
        var second = Assert.IsType<ViewChange.Done>(await Of(other).SaveAsync("pushes", "/errors", taken.By, None)).View;
        Assert.Equal((first.Id, "pushes", "/errors"), (second.Id, second.Name, second.Address));

        // And not what has come since.
        var late = Assert.IsType<ViewChange.Taken>(await Of(store).SaveAsync("Pushes", "/regions", first, None));
        Assert.Equal(second, late.By);
        Assert.Equal("/errors", Assert.Single(await Of(store).AllAsync(None)).Address);
    }

    [Fact]
    public async Task Of_two_who_save_one_name_at_once_one_is_told()
    {
        using var store = await TestStore.CreateAsync();
        using var other = new TestStore(store.Folder);
        var changes = await Task.WhenAll(Of(store).SaveAsync("same", "/events", null, None), Of(other).SaveAsync("SAME", "/errors", null, None));
        Assert.Single(changes.OfType<ViewChange.Done>());
        Assert.Single(changes.OfType<ViewChange.Taken>());
        Assert.Single(await Of(store).AllAsync(None));
    }

    [Fact]
    public async Task A_view_is_renamed_and_deleted_only_as_it_was_seen()
    {
        using var store = await TestStore.CreateAsync();
        var views = Of(store);
        var (one, two) = (await SaveAsync(views, "one"), await SaveAsync(views, "two"));

        Assert.Equal(two, Assert.IsType<ViewChange.Taken>(await views.RenameAsync(one, "TWO", None)).By);
        var renamed = Assert.IsType<ViewChange.Done>(await views.RenameAsync(one, "ONE", None)).View;
        Assert.Equal("ONE", renamed.Name);
        Assert.Equal(renamed, Assert.IsType<ViewChange.Taken>(await views.DeleteAsync(one, None)).By);
        Assert.IsType<ViewChange.Done>(await views.DeleteAsync(renamed, None));
        Assert.IsType<ViewChange.Gone>(await views.DeleteAsync(renamed, None));
        Assert.IsType<ViewChange.Gone>(await views.RenameAsync(renamed, "three", None));

        // Its number is not given again: who still sees it does not change another.
        Assert.NotEqual(one.Id, (await SaveAsync(views, "three")).Id);
        Assert.Equal(["three", "two"], (await views.AllAsync(None)).Select(view => view.Name));
    }

    [Fact]
    public async Task One_view_at_most_opens_first()
    {
        using var store = await TestStore.CreateAsync();
        var views = Of(store);
        var (one, two) = (await SaveAsync(views, "one"), await SaveAsync(views, "two"));
        await views.StartWithAsync(one, None);
        var chosen = Assert.IsType<ViewChange.Done>(await views.StartWithAsync(two, None)).View;
        Assert.Equal(["two"], (await views.AllAsync(None)).Where(view => view.IsStart).Select(view => view.Name));

        // Who saw it before it was chosen is told, and the choice stays.
        Assert.IsType<ViewChange.Taken>(await views.StartWithAsync(two, None));
        Assert.Equal(["two"], (await views.AllAsync(None)).Where(view => view.IsStart).Select(view => view.Name));
        Assert.Null(await views.StartWithAsync(null, None));
        Assert.DoesNotContain(await views.AllAsync(None), view => view.IsStart);
        Assert.True(chosen.IsStart);
    }

    [Fact]
    public async Task Names_addresses_and_their_number_have_limits()
    {
        using var store = await TestStore.CreateAsync();
        var views = Of(store);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => views.SaveAsync("", "/events", null, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => views.SaveAsync(new string('x', SavedView.MaxName + 1), "/events", null, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => views.SaveAsync("two\nlines", "/events", null, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => views.SaveAsync("long", "/events?q=" + new string('x', SavedView.MaxAddress), null, None));
        for (var i = 0; i < SavedView.Most; i++)
        {
            await SaveAsync(views, $"view {i:000}");
        }

        Assert.IsType<ViewChange.Full>(await views.SaveAsync("one more", "/events", null, None));
        var known = (await views.AllAsync(None))[0];
        Assert.IsType<ViewChange.Done>(await views.SaveAsync(known.Name, "/errors", known, None));
        Assert.Equal(SavedView.Most, (await views.AllAsync(None)).Count);
    }

    [Theory]
    [InlineData("  two\nlines\t ", "two lines")]
    [InlineData("\0", "")]
    [InlineData(null, "")]
    public void A_name_is_cleaned(string? typed, string clean) => Assert.Equal(clean, SavedView.CleanName(typed));

    [Fact]
    public void Half_a_character_in_a_name_is_replaced() => Assert.Equal("a\uFFFDb", SavedView.CleanName("a" + (char)0xD800 + "b"));
}
