using TrailBoard.Core.Containers;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class ContainersStateTests
{
    private static readonly ScriptedQueries Store = new()
    {
        Group = query => (query.Field.Name, query.Query.Filter.ToString()) switch
        {
            ("service", "") => new([GroupingTests.Group("s3.amazonaws.com", 50), GroupingTests.Group("ecr.amazonaws.com", 40, errors: 4), GroupingTests.Group("ecs.amazonaws.com", 2)], 3, 95, 3),
            ("action", "service:ecr.amazonaws.com") => new(
                [GroupingTests.Group("BatchGetImage", 20), GroupingTests.Group("PutImage", 12, errors: 4, writes: 12), GroupingTests.Group("GetDownloadUrlForLayer", 8)], 3, 40, 0),
            ("action", "service:ecs.amazonaws.com") => new([GroupingTests.Group("ExecuteCommand", 2, writes: 2)], 1, 2, 0),
            ("action", "service:s3.amazonaws.com") => new([GroupingTests.Group("GetBucketAcl", 50)], 1, 50, 0),
            ("verb", "service:ecr.amazonaws.com") => new([GroupingTests.Group("pull", 28), GroupingTests.Group("push", 12, errors: 4)], 2, 40, 0),
            ("verb", "service:ecs.amazonaws.com") => new([GroupingTests.Group("exec", 2)], 1, 2, 0),
            var asked => throw new InvalidOperationException($"The test did not expect {asked}."),
        },
    };

    [Fact]
    public async Task The_five_services_come_first_in_their_order_and_empty_ones_stay()
    {
        var state = new ContainersState(Store);
        await state.LoadAsync(EventQuery.All, CancellationToken.None);
        Assert.Equal(ContainerServices.All, state.Sections!.Select(section => section.Service));
        Assert.Equal([40L, null, 2L, null, null], state.Sections!.Select(section => section.Group?.Count));
        Assert.Equal(["s3.amazonaws.com"], state.Others.Select(other => other.Value));
        Assert.Equal(95, state.Events);
    }

    [Fact]
    public async Task Actions_add_up_under_their_verb()
    {
        var state = new ContainersState(Store);
        await state.LoadAsync(EventQuery.All, CancellationToken.None);
        var verbs = state.Sections![0].Verbs;
        Assert.Equal([EventVerb.Push, EventVerb.Pull], verbs.Select(verb => verb.Verb));
        Assert.Equal((12, 4), (verbs[0].Sum.Count, verbs[0].Sum.Errors));
        Assert.Equal(28, verbs[1].Sum.Count);
        Assert.Equal([2, 0, 4], verbs[1].Sum.Sparkline);
        Assert.Equal(["BatchGetImage", "GetDownloadUrlForLayer"], verbs[1].Actions.Select(action => action.Value));
    }

    [Fact]
    public async Task The_matrix_has_a_line_for_each_verb_that_occurs_and_a_column_for_each_service()
    {
        var state = new ContainersState(Store);
        await state.LoadAsync(EventQuery.All, CancellationToken.None);
        Assert.Equal([EventVerb.Push, EventVerb.Pull, EventVerb.Exec], state.Matrix!.Verbs.Select(line => line.Verb));
        Assert.Equal([12L, 0, 0, 0, 0], state.Matrix.Verbs[0].Cells.Select(cell => cell.Count));
        Assert.Equal([4L, 0, 0, 0, 0], state.Matrix.Verbs[0].Cells.Select(cell => cell.Errors));
        Assert.Equal([0L, 0, 2, 0, 0], state.Matrix.Verbs[2].Cells.Select(cell => cell.Count));
        Assert.Equal([3, 4, 1], state.Matrix.Verbs.Select(line => line.Cells.Max(cell => cell.Shade)));
    }

    [Fact]
    public void Every_action_of_the_catalogue_has_its_place_in_the_matrix()
    {
        Assert.NotEmpty(ContainerActions.All);
        foreach (var action in ContainerActions.All)
        {
            var matrix = ActionMatrix.Of([.. ContainerServices.All.Select(service => service == action.Service ? new[] { GroupingTests.Group(action.Verb.Name, 1) } : [])]);

            var line = Assert.Single(matrix.Verbs);
            Assert.Equal(action.Verb, line.Verb);
            Assert.Equal(ContainerServices.All.Select(service => service == action.Service ? 1L : 0), line.Cells.Select(cell => cell.Count));
        }
    }

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(1, 1_000_000, 1)]
    [InlineData(100, 1_000_000, 2)]
    [InlineData(10_000, 1_000_000, 3)]
    [InlineData(1_000_000, 1_000_000, 4)]
    public void A_shade_tells_the_order_of_magnitude(long count, long greatest, int shade)
    {
        var matrix = ActionMatrix.Of([[GroupingTests.Group("push", (int)count)], [GroupingTests.Group("push", (int)greatest)]]);

        Assert.Equal(shade, matrix.Verbs[0].Cells[0].Shade);
    }

    [Fact]
    public async Task Another_service_is_counted_when_it_is_opened()
    {
        var state = new ContainersState(Store);
        var verbs = await state.VerbsAsync(EventQuery.All, "s3", "s3.amazonaws.com", CancellationToken.None);
        Assert.Equal([EventVerb.Read], verbs.Select(verb => verb.Verb));
    }
}
