using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Things;

public sealed class PipelineHistoryTests
{
    private const string Arn = "arn:aws:imagebuilder:eu-west-1:111122223333:";

    private static readonly StoredEvent[] Own =
    [
        Call(1, "CreateImagePipeline", $$""" "requestParameters":{"name":"base","imageRecipeArn":"{{Arn}}image-recipe/base/1","distributionConfigurationArn":"{{Arn}}distribution-configuration/base"},"responseElements":null """),
        Call(4, "UpdateImagePipeline", $$""" "requestParameters":{"imagePipelineArn":"p","imageRecipeArn":"{{Arn}}image-recipe/base/2"},"responseElements":null """),
        Call(5, "StartImagePipelineExecution", $$""" "requestParameters":{"imagePipelineArn":"p"},"responseElements":{"imageBuildVersionArn":"{{Arn}}image/base/1.0.0/3"} """),
    ];

    [Fact]
    public void It_uses_all_that_it_was_ever_told_to_use() => Assert.Equal(
        [$"{Arn}distribution-configuration/base", $"{Arn}image-recipe/base/1", $"{Arn}image-recipe/base/2"], PipelineHistory.Of(Own).Used);

    [Fact]
    public void A_run_names_the_version_that_it_builds() =>
        Assert.Equal(("base/1.0.0/3", $"{Arn}image/base/1.0.0/3"), (Assert.Single(PipelineHistory.Of(Own).Runs).Version, PipelineHistory.Of(Own).Runs[0].Image));

    [Fact]
    public void What_it_uses_changes_by_its_own_calls_each_compared_with_the_one_before()
    {
        StoredEvent[] used =
        [
            Call(0, "CreateDistributionConfiguration", $$""" "requestParameters":{"name":"d","description":"one"},"responseElements":{"distributionConfigurationArn":"{{Arn}}distribution-configuration/base"} """),
            Call(2, "UpdateDistributionConfiguration", $$""" "requestParameters":{"distributionConfigurationArn":"{{Arn}}distribution-configuration/base","description":"two"},"responseElements":null """),
            Call(3, "StartImagePipelineExecution", """ "requestParameters":{"imagePipelineArn":"other"},"responseElements":null """),
        ];

        var history = PipelineHistory.Of(Own, used);

        Assert.Single(history.Runs);
        Assert.Equal(["description: one → two"], history.Changes.Where(change => change.By.Event.Action == "UpdateDistributionConfiguration").SelectMany(change => change.Lines).Select(line => line.ToString()));
        Assert.Equal(4, history.Changes.Count);
    }

    [Fact]
    public void Of_a_pipeline_that_was_deleted_nothing_is_set_up()
    {
        Assert.NotEmpty(PipelineHistory.Of(Own).Known);
        Assert.Empty(PipelineHistory.Of([.. Own, Call(6, "DeleteImagePipeline", """ "requestParameters":{"imagePipelineArn":"p"},"responseElements":null """)]).Known);
    }

    private static StoredEvent Call(int number, string action, string members) => SomeChanges.Event(number, "imagebuilder", action, members.Trim());
}
