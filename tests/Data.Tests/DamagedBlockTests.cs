using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

public sealed class DamagedBlockTests
{
    [Fact]
    public async Task A_record_of_a_block_whose_bytes_are_not_those_that_were_written_is_never_shown()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("trail", [.. Enumerable.Range(0, 9).Select(i => Some.Record(i))]));
        Assert.Single(await store.Sql.FindAsync(Some.Guid(0), CancellationToken.None));

        // A gzip file ends with the sum of its bytes and their number (RFC 1952); the first record lies far before.
        using (var connection = store.Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT gzip FROM blocks";
            var gzip = (byte[])command.ExecuteScalar()!;
            gzip[^8] ^= 1;
            command.CommandText = "UPDATE blocks SET gzip = $gzip";
            command.Parameters.AddWithValue("$gzip", gzip);
            command.ExecuteNonQuery();
        }

        store.Release();
        using var later = new TestStore(store.Folder);
        var damage = await Assert.ThrowsAsync<StoreException>(() => later.Sql.FindAsync(Some.Guid(0), CancellationToken.None));
        Assert.StartsWith("The store is damaged: the records of trail (block 1)", damage.Message, StringComparison.Ordinal);
        var search = new EventQuery(FilterParser.Parse("record:anything"), TimeRange.All);
        damage = await Assert.ThrowsAsync<StoreException>(() => later.Sql.PageAsync(search, null, 10, CancellationToken.None));
        Assert.StartsWith("The store is damaged: the records of trail (block 1)", damage.Message, StringComparison.Ordinal);

        // What needs no record is as it was.
        Assert.Equal(9, await later.Sql.CountAsync(EventQuery.All, CancellationToken.None));
    }
}
