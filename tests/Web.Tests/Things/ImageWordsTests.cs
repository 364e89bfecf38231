using TrailBoard.Core.Identity;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using TrailBoard.Web.Components.Pages.Things;
using TrailBoard.Web.State;
using TrailBoard.Web.Tests.Pages;
using static TrailBoard.Tests.RegistryTrail;

namespace TrailBoard.Web.Tests.Things;

/// <summary>The passport of an image, in the words of its page.</summary>
public sealed class ImageWordsTests
{
    private const string Host = $"{Account}.dkr.ecr.{Region}.amazonaws.com/team/api";

    [Fact]
    public void Its_facts_are_its_first_push_the_tags_that_it_has_now_and_that_it_is_there()
    {
        Assert.Equal(
            ["Repository: team/api (111122223333 eu-west-1)", "First pushed: alice at 0", "Tags now: v1", "A list of images: #7 (one for each platform: what runs is one of these)", "Its end:  (it is there, by what was imported)"],
            Facts(Put(0, "v1", 1, platforms: [7]), Put(1, "v0", 1), Put(2, "v0", 2)));
        Assert.Equal(["Pushed: alice at 0", "Tags now:  (none that is known)"], Facts(Put(0, null, 1)).Skip(1).Take(2));
    }

    [Fact]
    public void Its_end_is_told_by_what_ended_it()
    {
        Assert.Equal("Deleted: alice at 1", Facts(Put(0, "v1", 1), Delete(1, [(1, null)]))[^1]);
        Assert.Equal("Expired: alice at 1 (by the rule “two weeks”)", Facts(Put(0, "v1", 1), Expire(1, "two weeks", (1, ["v1"])))[^1]);
        Assert.Equal("Deleted: alice at 1 (with its repository)", Facts(Put(0, "v1", 1), Ecr(1, "DeleteRepository", []))[^1]);
        Assert.StartsWith("Lost its last tag: alice at 1 (the last that is known", Facts(Put(0, "v1", 1), Delete(1, [(null, "v1")], [(1, "v1")]))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_ran_it_is_told_newest_first_with_how_that_is_known()
    {
        StoredEvent[] records = [Put(0, "v1", 1), Register(1, 1, Host + ":v1"), Deploy(2, 1), Register(3, 2, $"{Host}@{Digest(1)}"), Deploy(20, 2), Deploy(30, 1), Put(35, "v1", 2)];

        Assert.Equal(
            [
                $"alice updated service prod/web with web:1 [Change ambiguous] ({Host}:v1 · 111122223333 eu-west-1 · while it was deployed the tag was also on {Digest(2)})",
                $"alice updated service prod/web with web:2 [Calm by digest] ({Host}@{Digest(1)} · 111122223333 eu-west-1)",
                $"alice updated service prod/web with web:1 [Calm by tag at that time] ({Host}:v1 · 111122223333 eu-west-1)",
            ],
            ImageWords.Uses(Passport(1, records)).Select(Moments.Told));
        Assert.Equal(
            [$"alice registered web:2 [Calm by digest] ({Host}@{Digest(1)} · 111122223333 eu-west-1)", $"alice registered web:1 [Calm by tag] ({Host}:v1 · 111122223333 eu-west-1)"],
            ImageWords.Definitions(Passport(1, records)).Select(Moments.Told));
    }

    [Fact]
    public void A_copy_in_another_region_is_said_to_be_one_that_may_be() =>
        Assert.Contains("to which no push is known", Assert.Single(ImageWords.Uses(Passport(1, Put(0, "v1", 1), Register(1, 1, $"{Account}.dkr.ecr.us-east-1.amazonaws.com/team/api:v1"), Deploy(2, 1)))).Note, StringComparison.Ordinal);

    [Fact]
    public void Its_tags_are_told_newest_first_whichever_tag_it_was() => Assert.Equal(
        ["alice moved v1 from #1 to #2 [Change moved]", "alice pushed #1 as v2 [Calm]", "alice pushed #1 as v1 [Calm]"],
        ImageWords.Tags(Passport(1, Put(0, "v1", 1), Put(1, "v2", 1), Put(2, "v1", 2))).Select(Moments.Told));

    [Fact]
    public void Who_is_behind_each_push_stands_below_it()
    {
        var passport = Passport(1, Put(0, "v1", 1), Put(5, null, 1, user: "bob"));

        Assert.Equal(["bob pushed it [Calm] (5)", "alice pushed it as v1 [Calm] (0)"], ImageWords.Pushes(passport, push => $"{(push.Time - Noon).TotalMinutes}").Select(Moments.Told));
        Assert.Equal(
            "behind it: repo:org/api:ref:refs/heads/main (web identity, recorded), built from org/api, branch main",
            ImageWords.Behind(Chain(new ActorHop.WebIdentity(Recorded, null, "repo:org/api:ref:refs/heads/main"))));
        Assert.Equal("behind it: somebody@example.com (web identity, recorded)", ImageWords.Behind(Chain(new ActorHop.WebIdentity(Recorded, null, "somebody@example.com"))));
    }

    [Fact]
    public async Task Of_very_many_pushes_the_page_says_for_how_many_it_looks_up_who_is_behind()
    {
        var passport = Passport(1, [.. Enumerable.Range(0, 12).Select(minute => Put(minute, "v1", 1))]);

        var page = await Rendered.WithinAsync<PushList, ThingView>(
            ThingView.Read("image", Digest(1), null, null, null, null, Noon)!, new() { [nameof(PushList.Passport)] = passport });

        Assert.Equal(10, page.QuerySelectorAll("li").Length);
        Assert.All(page.QuerySelectorAll("li"), push => Assert.Contains("looking up who is behind it", push.TextContent, StringComparison.Ordinal));
        Assert.Contains("for the newest 10 of them", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("for the newest", (await Rendered.WithinAsync<PushList, ThingView>(
            ThingView.Read("image", Digest(1), null, null, null, null, Noon)!, new() { [nameof(PushList.Passport)] = Passport(1, Put(0, "v1", 1), Put(1, "v1", 1)) })).Body!.TextContent, StringComparison.Ordinal);
    }

    private static HopProof Recorded { get; } = new HopProof.Recorded(new EvidenceEvent("id", "PutImage", Noon, Account, Region));

    private static ActorChain Chain(ActorHop who) => new("id", [who], []);

    private static List<string> Facts(params StoredEvent[] records) => [.. ImageWords.Facts(Passport(1, records)).Select(Moments.Told)];

    private static ImagePassport Passport(int digest, params StoredEvent[] records) => Assert.Single(ImagePassport.Of(Digest(digest), records));
}
