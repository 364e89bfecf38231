using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>A view that somebody saved. The time is in Unix milliseconds.</summary>
internal sealed record SavedViewRow
{
    public long Id { get; init; }
    public required string Name { get; set; }

    /// <summary>The name by which it is found: without the case of its letters.</summary>
    public required string Folded { get; set; }
    public required string Address { get; set; }
    public long Version { get; set; }
    public bool IsStart { get; set; }
    public long SavedAt { get; set; }
}

/// <summary>
/// Views in the store. Each change is one transaction, which takes the database's write lock at its begin: what it looks at is still so when it
/// writes, also where another process writes too.
/// </summary>
internal sealed class SavedViews(TrailDatabase database, TimeProvider time) : ISavedViews
{
    public Task<IReadOnlyList<SavedView>> AllAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<SavedView>>(
        async context => (await context.SavedViews.OrderBy(row => row.Folded).ToListAsync(cancellationToken)).ConvertAll(ViewOf),
        cancellationToken);

    public Task<ViewChange> SaveAsync(string name, string address, SavedView? instead, CancellationToken cancellationToken)
    {
        Check(name);
        if (address is not { Length: > 0 and <= SavedView.MaxAddress })
        {
            throw new ArgumentException($"An address has 1 to {SavedView.MaxAddress} characters.", nameof(address));
        }

        return ChangeAsync(
            async context =>
            {
                var folded = Folded(name);
                var row = await context.SavedViews.AsTracking().FirstOrDefaultAsync(one => one.Folded == folded, cancellationToken);
                if (row is not null && (row.Id != instead?.Id || row.Version != instead.Version))
                {
                    return new ViewChange.Taken(ViewOf(row));
                }

                if (row is null)
                {
                    if (await context.SavedViews.CountAsync(cancellationToken) >= SavedView.Most)
                    {
                        return new ViewChange.Full();
                    }

                    row = context.SavedViews.Add(new SavedViewRow { Name = name, Folded = folded, Address = address }).Entity;
                }

                (row.Name, row.Address) = (name, address);
                return await DoneAsync(context, row, cancellationToken);
            },
            cancellationToken);
    }

    public Task<ViewChange> RenameAsync(SavedView view, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        Check(name);
        return ChangeAsync(
            async context =>
            {
                var folded = Folded(name);
                if (await context.SavedViews.FirstOrDefaultAsync(one => one.Folded == folded && one.Id != view.Id, cancellationToken) is { } other)
                {
                    return new ViewChange.Taken(ViewOf(other));
                }

                return await WithAsync(context, view, row => (row.Name, row.Folded) = (name, folded), cancellationToken);
            },
            cancellationToken);
    }

    public Task<ViewChange> DeleteAsync(SavedView view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        return ChangeAsync(context => WithAsync(context, view, row => context.SavedViews.Remove(row), cancellationToken), cancellationToken);
    }

    public async Task<ViewChange?> StartWithAsync(SavedView? view, CancellationToken cancellationToken)
    {
        ViewChange? change = null;
        await ChangeAsync(
            async context =>
            {
                change = view is null ? null : await WithAsync(context, view, row => row.IsStart = true, cancellationToken);
                if (change is null or ViewChange.Done)
                {
                    var chosen = view?.Id;
                    await context.SavedViews.Where(row => row.IsStart && row.Id != chosen).ExecuteUpdateAsync(row => row.SetProperty(of => of.IsStart, false), cancellationToken);
                }

                return change ?? new ViewChange.Gone();
            },
            cancellationToken);
        return change;
    }

    private async Task<ViewChange> ChangeAsync(Func<TrailContext, Task<ViewChange>> change, CancellationToken cancellationToken)
    {
        ViewChange? made = null;
        await database.WriteAsync(
            async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                made = await change(context);
                await transaction.CommitAsync(cancellationToken);
            },
            cancellationToken);
        return made!;
    }

    private async Task<ViewChange> WithAsync(TrailContext context, SavedView view, Action<SavedViewRow> change, CancellationToken cancellationToken)
    {
        var row = await context.SavedViews.AsTracking().FirstOrDefaultAsync(one => one.Id == view.Id, cancellationToken);
        if (row is null)
        {
            return new ViewChange.Gone();
        }

        if (row.Version != view.Version)
        {
            return new ViewChange.Taken(ViewOf(row));
        }

        change(row);
        return await DoneAsync(context, row, cancellationToken);
    }

    private async Task<ViewChange> DoneAsync(TrailContext context, SavedViewRow row, CancellationToken cancellationToken)
    {
        (row.Version, row.SavedAt) = (row.Version + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
        await context.SaveChangesAsync(cancellationToken);
        return new ViewChange.Done(ViewOf(row));
    }

    private static void Check(string name)
    {
        if (name is not { Length: > 0 and <= SavedView.MaxName } || name != SavedView.CleanName(name))
        {
            throw new ArgumentException($"A name is clean and has 1 to {SavedView.MaxName} characters.", nameof(name));
        }
    }

    private static string Folded(string name) => name.ToUpperInvariant();

    private static SavedView ViewOf(SavedViewRow row) =>
        new(row.Id, row.Name, row.Address, row.Version, row.IsStart, DateTimeOffset.FromUnixTimeMilliseconds(row.SavedAt));
}
