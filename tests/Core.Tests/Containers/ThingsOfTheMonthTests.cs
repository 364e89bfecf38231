using TrailBoard.Core.Containers;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Tests.Events;

namespace TrailBoard.Core.Tests.Containers;

public sealed class ThingsOfTheMonthTests
{
    // What a call names at least, where it was answered.
    private static readonly Dictionary<string, string[]> Named = new(StringComparer.Ordinal)
    {
        ["PutImage"] = ["repository", "image", "tag"],
        ["BatchGetImage"] = ["repository"],
        ["UpdateService"] = ["cluster", "service"],
        ["RegisterTaskDefinition"] = ["taskDefinition", "taskFamily", "imageReference", "repository", "role"],
        ["RunTask"] = ["cluster", "task"],
        ["ExecuteCommand"] = ["cluster", "task", "container"],
        ["CreateDeployment"] = ["api", "stage", "deployment"],
        ["PutMethod"] = ["api", "apiResource", "method"],
        ["StartImagePipelineExecution"] = ["pipeline", "builderImage"],
    };

    [Fact]
    public async Task Whatever_was_changed_in_the_demo_month_is_named()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var file in new DemoTrail(6001, 7, new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)).ListAsync(CancellationToken.None))
        {
            foreach (var record in (await Readings.Of(file)).Records)
            {
                if (record.Event.IsError || ContainerActions.Find(record.Event.Service, record.Event.Action) is not { } action)
                {
                    continue;
                }

                var kinds = ContainerThings.Of(record.Event, record.Json.Span).Select(thing => thing.Kind.Name).ToHashSet(StringComparer.Ordinal);
                Assert.True(kinds.Count > 0 || !action.IsMutating, $"{action.Service.Name} {action.Name} names nothing.");
                if (Named.TryGetValue(action.Name, out var expected))
                {
                    seen.Add(action.Name);
                    Assert.Empty(expected.Except(kinds));
                }
            }
        }

        Assert.Equal(Named.Keys.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }
}
