using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Words;

/// <summary>
/// Makes the index of words, group by group: the blocks are read outside of any transaction, and what a group adds is written in
/// one, so that a block has its words or has not, whenever the process ends. Two processes may do it at once; whoever comes
/// second to a block leaves it to the first.
/// </summary>
internal sealed class TextIndexing(TrailDatabase database, TextIndex index, TimeProvider time) : ITextIndex
{
    // Fewer blocks and less gzip than this are read in no time; a group of its own for each would make many.
    private const int EnoughBlocks = 64;
    private const long EnoughBytes = 4 << 20;

    // Between two looks at whether blocks came.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // It works so long before it rests as long.
    private static readonly TimeSpan Spell = TimeSpan.FromMilliseconds(100);

    private readonly LargeImports _imports = new(time, Pause);
    private readonly WordGroup _group = new();
    private readonly HashSet<long> _unreadable = [];
    private readonly HashSet<ulong> _words = [];
    private TextIndexState _state = TextIndexState.Off;
    private (long Group, long Count, long Block) _looked = (-1, -1, -1);

    public TextIndexState State => Volatile.Read(ref _state);

    /// <summary>Fewer in tests, so that there are many groups of few blocks.</summary>
    public int GroupBlocks { get; set; } = WordGroup.MaxBlocks;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (!await IndexNextAsync(isEager: false, RestAsync, cancellationToken))
                {
                    await Task.Delay(Pause, time, cancellationToken);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _state, TextIndexState.Off);
        }
    }

    /// <summary>Indexes all blocks without rest; for tests and measurements.</summary>
    public async Task IndexAllAsync(CancellationToken cancellationToken)
    {
        while (await IndexNextAsync(isEager: true, (_, _) => Task.CompletedTask, cancellationToken))
        {
        }
    }

    private async Task RestAsync(TimeSpan worked, CancellationToken cancellationToken)
    {
        await Task.Delay(worked, time, cancellationToken);
        while (await IsLargeImportAsync(cancellationToken))
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    // Asked of the store, so that another process's import is seen too.
    private async Task<bool> IsLargeImportAsync(CancellationToken cancellationToken) =>
        _imports.IsDue && _imports.IsLarge(await database.ReadAsync(context => LastBlockAsync(context, cancellationToken), cancellationToken));

    private static async Task<long> LastBlockAsync(TrailContext context, CancellationToken cancellationToken) =>
        await context.Blocks.MaxAsync(row => (long?)row.Id, cancellationToken) ?? 0;

    // False where there is nothing to do yet.
    private async Task<bool> IndexNextAsync(bool isEager, Func<TimeSpan, CancellationToken, Task> rest, CancellationToken cancellationToken)
    {
        var (known, waiting) = await LookAsync(isEager, cancellationToken);
        var isEnough = waiting.Count > 0 && (isEager || waiting.Count >= EnoughBlocks || waiting.Sum(block => block.Bytes) >= EnoughBytes);
        Volatile.Write(ref _state, new TextIndexState(known, known + waiting.Count, isEnough));
        if (!isEnough)
        {
            return false;
        }

        _group.Clear();
        var members = new List<WaitingBlock>();
        var begun = time.GetTimestamp();
        foreach (var block in waiting)
        {
            if (members.Count == GroupBlocks || _group.IsFull)
            {
                break;
            }

            if (await WordsOfAsync(block.Id, cancellationToken))
            {
                _group.Add(_words);
                members.Add(block);
            }

            if (time.GetElapsedTime(begun) is var worked && worked >= Spell)
            {
                Volatile.Write(ref _state, new TextIndexState(known + members.Count, known + waiting.Count, IsBuilding: true));
                await rest(worked, cancellationToken);
                begun = time.GetTimestamp();
            }
        }

        if (members.Count > 0)
        {
            await WriteAsync(members, _group.Build(), cancellationToken);
        }

        return true;
    }

    // The blocks that wait, newest first.
    private Task<(long Known, List<WaitingBlock> Waiting)> LookAsync(bool isEager, CancellationToken cancellationToken) => database.ReadAsync(
        async context =>
        {
            var (blocks, last) = (await index.BlocksAsync(context, cancellationToken), await LastBlockAsync(context, cancellationToken));
            var waiting = new List<WaitingBlock>();
            if (_looked == (blocks.LastGroup, blocks.Count, last) && !State.IsBuilding && !isEager)
            {
                // Nothing came and nothing went since there was not enough: the tables need not be gone through.
                return (blocks.Known, waiting);
            }

            await using var command = context.Command("SELECT id, object_id, length(gzip) FROM blocks WHERE id >= @0 AND id <= @1 ORDER BY id DESC", 0L, 0L);
            foreach (var (from, to) in blocks.Gaps(last))
            {
                (command.Parameters[0].Value, command.Parameters[1].Value) = (from, to);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (reader.Read())
                {
                    if (!_unreadable.Contains(reader.GetInt64(0)))
                    {
                        waiting.Add(new WaitingBlock(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
                    }
                }
            }

            _looked = (blocks.LastGroup, blocks.Count, last);
            return (blocks.Known, waiting);
        },
        cancellationToken);

    // What people see of the records is indexed: a secret must not be found, not even by how long a search for it takes.
    private async Task<bool> WordsOfAsync(long id, CancellationToken cancellationToken)
    {
        var stored = await database.ReadAsync(
            context => context.Blocks.Where(row => row.Id == id).Select(row => new { row.Offsets, row.Gzip }).SingleOrDefaultAsync(cancellationToken), cancellationToken);
        _words.Clear();
        try
        {
            if (stored is null)
            {
                return false;
            }

            var block = InflatedBlock.Of(stored.Offsets, stored.Gzip);
            for (var ordinal = 0; ordinal < block.Records; ordinal++)
            {
                RecordWords.AddAll(Redaction.Mask(block.Record(ordinal), out _).Span, _words);
            }

            return true;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or EndOfStreamException or JsonException)
        {
            // It stays without an index, and a search in it says what is wrong.
            _unreadable.Add(id);
            return false;
        }
    }

    private Task WriteAsync(List<WaitingBlock> members, List<byte[]> buckets, CancellationToken cancellationToken) => database.WriteAsync(
        async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var group = await context.WordGroups.MaxAsync(row => (long?)row.Id, cancellationToken) + 1 ?? 1;
            await Run(context.Command("INSERT INTO word_groups (id, version, blocks, buckets) VALUES (@0, @1, @2, @3)", group, RecordWords.Version, members.Count, buckets.Count));
            await using var insertBucket = context.Command("INSERT INTO word_buckets (id, words) VALUES (@0, @1)", 0L, Array.Empty<byte>());
            for (var bucket = 0; bucket < buckets.Count; bucket++)
            {
                (insertBucket.Parameters[0].Value, insertBucket.Parameters[1].Value) = (WordBucketRow.IdOf(group, bucket), buckets[bucket]);
                insertBucket.ExecuteNonQuery();
            }

            // A block may have gone while it was read, its number may have been given again, and another process may have been here.
            await using var insertBlock = context.Command(
                $"INSERT INTO word_blocks (block, group_id, place) SELECT id, @1, @2 FROM blocks WHERE id = @0 AND object_id = @3 "
                + "ON CONFLICT (block) DO UPDATE SET group_id = excluded.group_id, place = excluded.place "
                + "WHERE (SELECT version FROM word_groups WHERE id = word_blocks.group_id) <> (SELECT version FROM word_groups WHERE id = excluded.group_id)",
                0L, 0L, 0L, 0L);
            for (var place = 0; place < members.Count; place++)
            {
                (insertBlock.Parameters[0].Value, insertBlock.Parameters[1].Value) = (members[place].Id, group);
                (insertBlock.Parameters[2].Value, insertBlock.Parameters[3].Value) = (place, members[place].Object);
                insertBlock.ExecuteNonQuery();
            }

            await ForgetEmptyAsync(context, group);
            await transaction.CommitAsync(cancellationToken);
        },
        cancellationToken);

    // Groups all of whose blocks have gone; never the last, whose number tells that something was added.
    private static async Task ForgetEmptyAsync(TrailContext context, long last)
    {
        var empty = await context.WordGroups
            .Where(group => group.Id < last && !context.WordBlocks.Select(block => block.GroupId).Contains(group.Id))
            .Select(group => group.Id)
            .ToListAsync();
        foreach (var group in empty)
        {
            await Run(context.Command("DELETE FROM word_buckets WHERE id >= @0 AND id < @1", WordBucketRow.IdOf(group, 0), WordBucketRow.IdOf(group + 1, 0)));
            await Run(context.Command("DELETE FROM word_groups WHERE id = @0", group));
        }
    }

    private static async Task Run(DbCommand command)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync();
        }
    }

    private sealed record WaitingBlock(long Id, long Object, long Bytes);
}
