using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

/// <summary>FAULTS 44: an addendum and the event that it corrects are both kept, and each leads to the other.</summary>
public sealed class AddendumTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fault_44_an_addendum_and_its_original_lead_to_each_other_whichever_comes_first(bool addendumFirst)
    {
        using var store = await TestStore.CreateAsync();
        FakeObject[] objects = [new("original", Some.Record(1)), new("correction", Correction(2, Some.Guid(1)))];
        foreach (var one in addendumFirst ? objects.Reverse() : objects)
        {
            await store.ImportAsync(one);
        }

        var (original, correction) = (await FindAsync(store, Some.Guid(1)), await FindAsync(store, Some.Guid(2)));

        Assert.Equal([new LaterAddendum(Some.Guid(2), correction.Stored.Event.Time)], original.Addenda);
        Assert.Equal(Some.Guid(1), correction.Stored.Event.OriginalEventId);
        Assert.True(correction.Stored.Event.Flags.HasFlag(EventFlags.Addendum));
        Assert.Empty(correction.Addenda);

        // Neither takes the other's place.
        Assert.Equal(["PutImage", "PutImage"], (await store.ExportAsync()).Select(stored => stored.Event.Action));
        Assert.DoesNotContain(await store.ExportAsync(), stored => stored.Event.Flags.HasFlag(EventFlags.Conflict));
    }

    [Fact]
    public async Task Fault_44_several_addenda_are_told_in_the_order_of_their_times_and_each_once()
    {
        using var store = await TestStore.CreateAsync();
        var later = Correction(3, Some.Guid(1), "2026-10-03T12:00:00Z");
        await store.ImportAsync(new FakeObject("a", later, Some.Record(1), Correction(2, Some.Guid(1), "2026-10-02T12:00:00Z")), new FakeObject("again", WritingTests.Reordered(later)));

        Assert.Equal([Some.Guid(2), Some.Guid(3)], (await FindAsync(store, Some.Guid(1))).Addenda.Select(addendum => addendum.EventId));
        Assert.Equal(2, store.Number("SELECT count(*) FROM addenda"));
    }

    [Fact]
    public async Task Fault_44_odd_ids_lead_to_each_other_too()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record(1).Replace(Some.Guid(1), "odd one", StringComparison.Ordinal), Correction(2, "odd one").Replace(Some.Guid(2), "<odd two>", StringComparison.Ordinal)));

        Assert.Equal("<odd two>", Assert.Single((await FindAsync(store, "odd one")).Addenda).EventId);
        Assert.Equal("odd one", (await FindAsync(store, "<odd two>")).Stored.Event.OriginalEventId);
    }

    [Fact]
    public async Task What_corrects_itself_leads_nowhere()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Correction(1, Some.Guid(1))));

        Assert.Empty((await FindAsync(store, Some.Guid(1))).Addenda);
    }

    [Fact]
    public async Task Of_a_file_that_fails_no_addendum_stays()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record(1)), new FakeObject("b", Correction(2, Some.Guid(1))) { Last = new ObjectReading.Failure("cut") });

        Assert.Equal(0, store.Number("SELECT count(*) FROM addenda"));
        Assert.Empty((await FindAsync(store, Some.Guid(1))).Addenda);
    }

    private static async Task<EventDetail> FindAsync(TestStore store, string id)
    {
        var detail = Assert.Single(await store.Queries.FindAsync(id, CancellationToken.None));
        Assert.Contains(id, Encoding.UTF8.GetString(detail.Stored.Record.Span), StringComparison.Ordinal);
        return detail;
    }

    private static string Correction(int number, string original, string time = "2026-10-02T12:00:00Z") =>
        Some.Record(number, time, $$""","addendum":{"reason":"UPDATED_DATA","updatedFields":"eventName","originalEventID":"{{original}}"}""");
}
