using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class ThingFiltersTests
{
    [Fact]
    public void Beside_nothing_that_was_told_stand_all_changes() => Assert.Equal(ThingFilters.Changes, ThingFilters.Beside([]));

    [Fact]
    public void Beside_what_was_told_stand_other_actions_and_of_the_same_what_was_refused_or_failed() => Assert.Equal(
        "mutating:true (-action:(DeleteService OR UpdateService) OR error:*)",
        ThingFilters.Beside([Told("UpdateService"), Told("DeleteService"), Told("UpdateService")]).ToString());

    private static StoredEvent Told(string action) =>
        new(default, Some.Read($$"""{"eventID":"1","eventTime":"2026-11-03T10:00:00Z","eventSource":"ecs.amazonaws.com","eventName":"{{action}}"}""").Event, default);
}
