using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Data;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>What pages say of sources: a word for each state, a reason for each action that cannot be, and no secret.</summary>
public sealed class SourceWordsTests
{
    public static TheoryData<SourceActivity> Activities => [.. Enum.GetValues<SourceActivity>()];

    [Theory]
    [MemberData(nameof(Activities))]
    public void Every_state_has_a_word_of_its_own(SourceActivity activity)
    {
        var words = Enum.GetValues<SourceActivity>().Where(other => other != activity).Select(other => SourceWords.Of(Status(other)));

        Assert.DoesNotContain(SourceWords.Of(Status(activity)), words);
    }

    [Theory]
    [InlineData(SourceActivity.Waiting, false, null)]
    [InlineData(SourceActivity.BackingOff, false, null)]
    [InlineData(SourceActivity.Off, false, null)]
    [InlineData(SourceActivity.Running, false, "It is running now.")]
    [InlineData(SourceActivity.Paused, true, "It is paused: resume it first.")]
    [InlineData(SourceActivity.Elsewhere, false, "Another process runs it: ask there, or wait until this one takes over.")]
    [InlineData(SourceActivity.Stopped, false, "TrailBoard is ending.")]
    public void A_run_that_cannot_be_asked_for_has_its_reason(SourceActivity activity, bool paused, string? why) =>
        Assert.Equal(why, SourceWords.WhyNotRun(Status(activity, paused)));

    [Fact]
    public void A_range_may_be_asked_for_while_a_run_goes_on_but_never_of_a_queue()
    {
        Assert.Null(SourceWords.WhyNoRange(Status(SourceActivity.Running)));
        Assert.Contains("resume", SourceWords.WhyNoRange(Status(SourceActivity.Paused, paused: true)), StringComparison.Ordinal);
        Assert.Contains("A queue has no range", SourceWords.WhyNoRange(Status(SourceActivity.Waiting) with { Source = new SourceOptions { Type = SourceType.Queue } }), StringComparison.Ordinal);
    }

    [Fact]
    public void No_secret_of_the_settings_is_shown()
    {
        var source = new SourceOptions
        {
            Name = "q", Type = SourceType.Queue, RoleArns = ["arn:aws:iam::111122223333:role/TrailBoard"], ExternalId = "SECRET-1",
            QueueUrl = "https://user:SECRET-2@sqs.eu-west-1.amazonaws.com/111122223333/q?token=SECRET-3", Endpoint = "https://user:SECRET-4@proxy.example/",
            AllowedBuckets = ["example-trails"],
        };

        var shown = string.Join('\n', SourceFacts.Of(source).Select(fact => $"{fact.Name}={string.Join(',', fact.Value)}")) + SourceWords.Place(source);

        Assert.Contains("External id=set, not shown", shown, StringComparison.Ordinal);
        Assert.Contains("https://sqs.eu-west-1.amazonaws.com/111122223333/q", shown, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:role/TrailBoard", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceType.LookupEvents)]
    [InlineData(SourceType.S3)]
    [InlineData(SourceType.Queue)]
    public void The_examples_are_read_without_a_mistake_both_ways(SourceType type)
    {
        var example = SourceExample.All.Single(one => one.Type == type);
        var json = Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(example.Json))));
        var environment = Read(new ConfigurationBuilder().AddInMemoryCollection(example.Environment.Split('\n').Select(line => line.Split('=', 2))
            .Select(pair => new KeyValuePair<string, string?>(pair[0]["TRAILBOARD_".Length..].Replace("__", ":", StringComparison.Ordinal), pair[1]))));

        Assert.Equal(type, json.Type);
        Assert.NotEqual("", json.Profile);
        Assert.Equal(string.Join('|', SourceFacts.Of(json).SelectMany(fact => fact.Value)), string.Join('|', SourceFacts.Of(environment).SelectMany(fact => fact.Value)));
    }

    private static SourceOptions Read(IConfigurationBuilder settings)
    {
        var services = new ServiceCollection().AddSingleton<IConfiguration>(settings.Build()).AddTrailBoardData();
        using var provider = services.BuildServiceProvider();
        return Assert.Single(provider.GetRequiredService<SourceSettings>().All);
    }

    private static SourceStatus Status(SourceActivity activity, bool paused = false) => new(
        new SourceOptions { Name = "prod", Type = SourceType.S3, Bucket = "trails" }, activity,
        new SourceState("prod", null, null, paused, null, null, null, null), null, null, [], null);
}
