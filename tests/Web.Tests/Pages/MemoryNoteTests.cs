using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Store;
using TrailBoard.Web.Components.Layout;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>The bar at the foot of each page says why some answers take longer than others, and nothing where none do.</summary>
public sealed class MemoryNoteTests
{
    private static readonly DateTimeOffset Since = new(2026, 10, 5, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<ColumnsState, string> States => new()
    {
        { ColumnsState.Off, "" },
        { new ColumnsState(9, 9, IsLoading: false, Since: null, 1_000), "" },
        { new ColumnsState(0, 0, IsLoading: true, Since: null, 0), "" },
        { new ColumnsState(3, 9, IsLoading: true, Since, 1_000), "loading 3 of 9 days into memory: until then answers take longer" },
        { new ColumnsState(3, 9, IsLoading: false, Since, 1_000), "slower before Oct 5 where days are not in memory (Store:ColumnsMegabytes)" },
        { new ColumnsState(0, 9, IsLoading: false, Since, 0), "slower than it could be: memory is too small for a day (Store:ColumnsMegabytes)" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public Task It_says_what_is_not_in_memory(ColumnsState state, string expected) => SaysAsync(state, TextIndexState.Off, expected);

    [Theory]
    [InlineData(true, 600, 1_000, "text index 60% done: until then searches in whole records take longer")]
    [InlineData(true, 0, 70, "text index 0% done: until then searches in whole records take longer")]
    [InlineData(false, 990, 1_000, "")]
    public Task It_says_how_far_the_index_of_words_is(bool isBuilding, long indexed, long blocks, string expected) =>
        SaysAsync(ColumnsState.Off, new TextIndexState(indexed, blocks, isBuilding), expected);

    [Theory]
    [InlineData(12, 3, "finding out who acted in 3 more blocks of events: until then their sessions have no person")]
    [InlineData(1, 0, "finding out who acted in 1 more session: until then they have no person")]
    [InlineData(0, 0, "")]
    public Task It_says_how_far_the_look_up_of_people_is(long sessions, long blocks, string expected) =>
        SaysAsync(ColumnsState.Off, TextIndexState.Off, expected, new ActorLookupState(sessions, blocks));

    [Fact]
    public Task It_says_both() => SaysAsync(
        new ColumnsState(3, 9, IsLoading: true, Since, 1_000),
        new TextIndexState(1, 4, IsBuilding: true),
        "loading 3 of 9 days into memory: until then answers take longer text index 25% done: until then searches in whole records take longer");

    private static async Task SaysAsync(ColumnsState state, TextIndexState index, string expected, ActorLookupState? people = null)
    {
        var page = await Rendered.Async<MemoryNote>([], services => services
            .AddSingleton<TimeProvider>(new ManualTime())
            .AddSingleton<ILiveColumns>(new StandingColumns(state))
            .AddSingleton<ITextIndex>(new StandingIndex(index))
            .AddSingleton<IActorLookup>(new StandingLookup(people ?? ActorLookupState.Off)));
        Assert.Equal(expected, string.Join(' ', page.Body!.TextContent.Split([' ', '\n', '·'], StringSplitOptions.RemoveEmptyEntries)));
    }

    private sealed class StandingIndex(TextIndexState state) : ITextIndex
    {
        public TextIndexState State => state;

        public Task RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing runs here.");
    }

    private sealed class StandingLookup(ActorLookupState state) : IActorLookup
    {
        public ActorLookupState State => state;

        public Task RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing runs here.");

        public Task LookUpAllAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing runs here.");

        public Task<ActorLookupState> AskAsync(CancellationToken cancellationToken) => Task.FromResult(state);
    }

    private sealed class StandingColumns(ColumnsState state) : ILiveColumns
    {
        public ColumnsState State => state;

        public Task RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing runs here.");
    }
}
