using System.Text.Json.Nodes;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;
using static TrailBoard.Tests.RegistryTrail;

namespace TrailBoard.Web.Tests.Things;

/// <summary>What became of a repository, in the words of its page.</summary>
public sealed class RepositoryWordsTests
{
    [Fact]
    public void A_tag_is_told_move_by_move()
    {
        var story = Story(
            Put(0, "v1", 1), Put(1, "v1", 1), Put(2, "v1", 2, user: "mallory"), Delete(3, [(null, "v1")], [(2, "v1")]), Put(4, "v1", 2), Delete(5, [(2, null)], [(2, "v1")]),
            Put(6, "v1", 3), Expire(7, "two weeks", (3, ["v1"])), Put(8, "v1", 4), Ecr(9, "DeleteRepository", []));

        var tag = Assert.Single(story.Tags);

        Assert.Equal(
            [
                "alice pushed #1 as v1 [Calm]",
                "alice pushed #1 as v1 again [Calm]",
                "mallory moved v1 from #1 to #2 [Change moved]",
                "alice took v1 from #2 [Danger]",
                "alice pushed #2 as v1 [Calm]",
                "alice deleted #2 , which had the tag v1 [Danger]",
                "alice pushed #3 as v1 [Calm]",
                "alice expired #3 , which had the tag v1 [Danger] (by the rule “two weeks”)",
                "alice pushed #4 as v1 [Calm]",
                "alice deleted the repository, and v1 with it [Danger]",
            ],
            tag.Moves.Select(move => Moments.Told(RepositoryWords.Moment(story.Repository, tag.Tag, move))));
    }

    [Fact]
    public void What_ended_is_told_newest_first_and_a_tag_that_was_taken_is_no_deletion()
    {
        var story = Story(
            Put(0, "v1", 1), Put(0, "v2", 1), Delete(1, [(null, "v1")], [(1, "v1")]), Delete(2, [(1, null)], [(1, "v2")]),
            Expire(3, "two weeks", [.. Enumerable.Range(2, 6).Select(image => (image, Array.Empty<string>()))]), Ecr(4, "DeleteRepository", []));

        Assert.Equal(
            [
                "alice deleted the repository with all its images [Danger]",
                "alice expired #2 , #3 , #4 , #5 and 2 more [Danger] (by the rule “two weeks”)",
                "alice deleted #1 with the tag v2 [Danger]",
                "alice took tags away: #1 with the tag v1 [Danger]",
            ],
            RepositoryWords.Ends(story).Select(Moments.Told));
    }

    [Fact]
    public void Rules_are_told_newest_first_with_what_changed_of_them()
    {
        var story = Story(
            Ecr(0, "CreateRepository", []), Ecr(1, "SetRepositoryPolicy", new() { ["policyText"] = """{"a":1}""" }), Ecr(2, "SetRepositoryPolicy", new() { ["policyText"] = """{"a":2}""" }),
            Ecr(3, "SetRepositoryPolicy", new() { ["policyText"] = """{ "a": 2 }""" }), Ecr(4, "DeleteLifecyclePolicy", []), Ecr(5, "PutImageTagMutability", new() { ["imageTagMutability"] = "IMMUTABLE" }),
            Ecr(6, "PutImageScanningConfiguration", new() { ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = false } }));

        var rules = RepositoryWords.Rules(story).ToList();

        Assert.Equal(
            [
                "alice set scan on push to off [Change]", "alice set tag mutability to immutable [Change]", "alice took the lifecycle policy away [Change]",
                "alice set the access policy [Change]", "alice set the access policy [Change]", "alice set the access policy [Change]", "alice made the repository [Calm]",
            ],
            rules.Select(Moments.Told));
        Assert.Equal(
            [("What it was is not known", ""), ("The same as before", "{\n  \"a\": 2\n}"), ("What changed", "  {\n-   \"a\": 1\n+   \"a\": 2\n  }"), ("Show it", "{\n  \"a\": 1\n}")],
            rules.Skip(2).Take(4).Select(rule => (rule.DetailTitle!, rule.Detail!)));
    }

    [Fact]
    public void Of_policies_that_differ_by_what_is_masked_the_page_does_not_say_that_they_are_the_same()
    {
        var story = Story(
            Ecr(0, "SetRepositoryPolicy", new() { ["policyText"] = """{"a":"--password=one"}""" }), Ecr(1, "SetRepositoryPolicy", new() { ["policyText"] = """{"a":"--password=two"}""" }));

        Assert.Equal("The same as before, as far as it is not masked", RepositoryWords.Rules(story).First().DetailTitle);
    }

    [Fact]
    public void The_facts_are_those_of_now()
    {
        var story = Story(
            Ecr(0, "CreateRepository", new() { ["imageTagMutability"] = "MUTABLE" }), Ecr(1, "PutImageTagMutability", new() { ["imageTagMutability"] = "IMMUTABLE" }),
            Ecr(2, "SetRepositoryPolicy", new() { ["policyText"] = "{}" }), Ecr(3, "DeleteRepositoryPolicy", []), Ecr(4, "PutLifecyclePolicy", new() { ["lifecyclePolicyText"] = "{}" }));

        Assert.Equal(
            ["Made: alice at 0", "Tags: immutable at 1", "Access policy: taken away at 3", "Lifecycle policy: set at 4"],
            RepositoryWords.Facts(story).Select(Moments.Told));
        Assert.Contains("Deleted: alice at 1", RepositoryWords.Facts(Story(Put(0, "v1", 1), Ecr(1, "DeleteRepository", []))).Select(Moments.Told));
    }

    [Fact]
    public void Scans_are_told_newest_first_with_what_they_named()
    {
        var passport = Assert.Single(ImagePassport.Of(Digest(1), [Put(0, "v1", 1), Scan(1, "imageTag", "v1"), Scan(2, "imageDigest", Digest(1))]));

        Assert.Equal(
            ["alice asked for a scan of #1 [Calm]", "alice asked for a scan of the tag v1 [Calm]"],
            RepositoryWords.Scans(passport.Repository, passport.Scans).Select(Moments.Told));

        static StoredEvent Scan(int minute, string name, string value) => Ecr(minute, "StartImageScan", new() { ["imageId"] = new JsonObject { [name] = value } });
    }

    [Fact]
    public void A_digest_is_shown_by_its_start_and_meant_as_a_whole()
    {
        var part = RepositoryWords.Image("sha256:0123456789abcdef");

        Assert.Equal(("sha256:0123456789ab", EventFields.Image, "sha256:0123456789abcdef"), (part.Text, part.Field, part.Value));
        Assert.Equal("sha256:0123", RepositoryWords.Image("sha256:0123").Text);
    }

    private static RepositoryStory Story(params StoredEvent[] records) => Assert.Single(RepositoryStory.Of(records));
}
