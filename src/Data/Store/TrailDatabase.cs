using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Store;

namespace TrailBoard.Data.Store;

/// <summary>What differs between databases, by name: contexts, bulk writing, and what their faults mean.</summary>
internal abstract class TrailDatabase : IDbContextFactory<TrailContext>
{
    /// <summary>The store in words, for messages.</summary>
    public abstract string Location { get; }

    /// <summary>
    /// One writer in the process: held from the begin of a transaction to its end, by bulk writing and by the ledger alike, so that
    /// nobody meets the database's own lock but another process.
    /// </summary>
    public SemaphoreSlim WriteGate { get; } = new(1, 1);

    public abstract TrailContext CreateDbContext();

    public abstract BulkSession OpenBulkSession();

    /// <summary>The bytes that can still be written, or null where that cannot be told.</summary>
    public abstract long? FreeBytes();

    /// <summary>A fault of the database in words: what, where, what was kept, what next.</summary>
    public abstract StoreException Explain(DbException fault);

    /// <summary>Reads in one snapshot, away from the caller's thread: an embedded database works on the thread that asks.</summary>
    public Task<T> ReadAsync<T>(Func<TrailContext, Task<T>> read, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                await using var context = CreateDbContext();
                await using var snapshot = await context.OpenSnapshotAsync(cancellationToken);
                using var interrupt = context.InterruptOn(cancellationToken);
                return await read(context);
            }
            catch (DbException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (DbException fault)
            {
                throw Explain(fault);
            }
        },
        cancellationToken);

    /// <summary>Writes a little, waiting for the writer's turn.</summary>
    public async Task WriteAsync(Func<TrailContext, Task> write, CancellationToken cancellationToken)
    {
        await WriteGate.WaitAsync(cancellationToken);
        try
        {
            await using var context = CreateDbContext();
            await write(context);
        }
        catch (DbException fault)
        {
            throw Explain(fault);
        }
        catch (DbUpdateException update) when (update.InnerException is DbException fault)
        {
            throw Explain(fault);
        }
        finally
        {
            WriteGate.Release();
        }
    }
}
