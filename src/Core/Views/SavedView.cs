using System.Text;

namespace TrailBoard.Core.Views;

/// <summary>A page as somebody left it, kept under a name for all who use the installation.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What it is called: hostile text.</param>
/// <param name="Address">The path and the query of the page: hostile text until the host has looked at it.</param>
/// <param name="Version">Counts its changes: a change says which version it saw, so that none is lost unseen.</param>
/// <param name="IsStart">Whether the site opens with it; one view at most.</param>
/// <param name="SavedAt">When it was saved or changed last, UTC.</param>
public sealed record SavedView(long Id, string Name, string Address, long Version, bool IsStart, DateTimeOffset SavedAt)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxName = 80;

    /// <summary>The longest address, in characters: a filter of 8,000 characters, escaped.</summary>
    public const int MaxAddress = 32_000;

    /// <summary>How many views an installation keeps.</summary>
    public const int Most = 200;

    /// <summary>
    /// A name as it is kept: without white space at its ends, line breaks and NULs are spaces, and what is not Unicode becomes U+FFFD. Empty where
    /// nothing is left; it may still be too long.
    /// </summary>
    public static string CleanName(string? typed)
    {
        var clean = new StringBuilder();
        foreach (var rune in (typed ?? "").EnumerateRunes())
        {
            clean.Append(rune.Value is 0 or '\r' or '\n' or '\t' ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }
}

/// <summary>What became of saving, renaming or deleting a view.</summary>
public abstract record ViewChange
{
    private ViewChange()
    {
    }

    /// <summary>It was done.</summary>
    /// <param name="View">The view as it is now; the one that went, where it was deleted.</param>
    public sealed record Done(SavedView View) : ViewChange;

    /// <summary>Nothing was done: another view has the name, or the one that was to be changed has been changed by somebody else since.</summary>
    /// <param name="By">That view as it is now.</param>
    public sealed record Taken(SavedView By) : ViewChange;

    /// <summary>Nothing was done: somebody has deleted the view meanwhile.</summary>
    public sealed record Gone : ViewChange;

    /// <summary>Nothing was done: there are <see cref="SavedView.Most"/> views.</summary>
    public sealed record Full : ViewChange;
}

/// <summary>The views that are kept for all who use the installation.</summary>
public interface ISavedViews
{
    /// <summary>All of them, by name.</summary>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<SavedView>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Saves a view under a name that no other has; names that differ only in the case of their letters are the same.</summary>
    /// <param name="name">From 1 to <see cref="SavedView.MaxName"/> characters, cleaned (<see cref="SavedView.CleanName"/>).</param>
    /// <param name="address">From 1 to <see cref="SavedView.MaxAddress"/> characters.</param>
    /// <param name="instead">The view that it replaces, as the person who agreed to that saw it, or null.</param>
    /// <exception cref="ArgumentException">The name or the address is not as said.</exception>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task<ViewChange> SaveAsync(string name, string address, SavedView? instead, CancellationToken cancellationToken);

    /// <summary>Gives a view another name.</summary>
    /// <exception cref="ArgumentException">The name is not as <see cref="SaveAsync"/> asks.</exception>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task<ViewChange> RenameAsync(SavedView view, string name, CancellationToken cancellationToken);

    /// <summary>Deletes a view.</summary>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task<ViewChange> DeleteAsync(SavedView view, CancellationToken cancellationToken);

    /// <summary>Says which view the site opens with.</summary>
    /// <param name="view">The view, or null for the overview.</param>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task<ViewChange?> StartWithAsync(SavedView? view, CancellationToken cancellationToken);
}
