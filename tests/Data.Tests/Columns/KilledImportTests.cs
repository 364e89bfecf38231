using TrailBoard.Core.Views;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests.Columns;

/// <summary>A real import in a process of its own is killed, again and again, beside columns that follow it.</summary>
public sealed class KilledImportTests
{
    private const int Files = 60;
    private const int EventsOfFile = 500;

    [Fact]
    public async Task Columns_are_as_the_database_after_each_kill_and_when_all_is_imported()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        await store.RunColumnsAsync(sliceRows: 1_000);
        var trail = Directory.CreateDirectory(Path.Combine(store.Folder, "trail")).FullName;
        for (var file = 0; file < Files; file++)
        {
            var first = file * EventsOfFile;
            await File.WriteAllTextAsync(
                Path.Combine(trail, $"{file:d3}.json"),
                Some.Records(EventsOfFile, i => Some.Record(first + i, $"2026-10-{(i % 9) + 1:d2}T{file % 24:d2}:{i % 60:d2}:00Z", action: "Act" + (i % 30))));
        }

        for (var kills = 0; kills < 3; kills++)
        {
            var before = store.Number("SELECT count(*) FROM events");
            await using (var import = ProgramProcess.Start(store.Folder, [], "import", trail))
            {
                await EventuallyAsync(async () => import.HasEnded || await store.Queries.CountAsync(EventQuery.All, CancellationToken.None) > before);
            }

            await AgreesAsync(store);
        }

        var (exitCode, _, error) = await ProgramProcess.RunAsync(store.Folder, [], "import", trail);
        Assert.True(exitCode == 0, error);
        Assert.Equal(Files * EventsOfFile, store.Number("SELECT count(*) FROM events"));
        await AgreesAsync(store);
    }

    private static async Task AgreesAsync(TestStore store)
    {
        var events = store.Number("SELECT count(*) FROM events");
        await EventuallyAsync(async () => await store.Queries.CountAsync(EventQuery.All, CancellationToken.None) == events);
        for (var question = 0; question < Queries.Length * 3; question++)
        {
            Assert.Equal(await AnswerAsync(store.Sql, question), await AnswerAsync(store.Queries, question));
        }
    }
}
