using System.Text;
using System.Text.Json.Nodes;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using static TrailBoard.Tests.RegistryTrail;

namespace TrailBoard.Core.Tests.Things;

/// <summary>What became of a repository, told by its records.</summary>
public sealed class RepositoryStoryTests
{
    [Fact]
    public void A_tag_that_moves_says_from_where_to_where_and_by_whom()
    {
        var tag = Tag("v1", Put(0, "v1", 1), Put(5, "v1", 2, user: "mallory"), Put(6, "v1", 2));

        Assert.Equal(
            [(TagMoveKind.Pushed, Digest(1), null, "alice"), (TagMoveKind.Moved, Digest(2), Digest(1), "mallory"), (TagMoveKind.PushedAgain, Digest(2), Digest(2), "alice")],
            tag.Moves.Select(move => (move.Kind, move.Digest!, move.Before, move.By.Event.Actor.User!)));
        Assert.Equal(Digest(2), tag.Digest);
    }

    [Fact]
    public void Deleting_a_tag_leaves_the_image_where_it_is()
    {
        var story = Story(Put(0, "v1", 1), Put(1, "latest", 1), Delete(2, [(null, "latest")], [(1, "latest")]));

        Assert.Equal((TagMoveKind.Untagged, Digest(1)), (History(story, "latest").Last.Kind, History(story, "latest").Last.Before));
        Assert.Equal(Digest(1), History(story, "v1").Digest);
        Assert.False(Assert.Single(Assert.Single(story.Changes.OfType<RegistryChange.ImagesDeleted>()).Images).IsWhole);
    }

    [Fact]
    public void Deleting_an_image_by_its_digest_ends_all_its_tags_even_those_that_the_answer_leaves_out()
    {
        var story = Story(Put(0, "v1", 1), Put(1, "latest", 1), Put(2, "v2", 2), Delete(3, [(1, null)], [(1, "v1")]));

        Assert.All(["v1", "latest"], tag => Assert.Equal((TagMoveKind.Deleted, null), (History(story, tag).Last.Kind, History(story, tag).Digest)));
        Assert.Equal(Digest(2), History(story, "v2").Digest);
    }

    [Fact]
    public void An_expiry_names_its_rule_and_ends_the_tags_of_its_images()
    {
        var story = Story(Put(0, "v1", 1), Put(1, "v2", 2), Expire(9, "keep two weeks", (1, ["v1"])));

        Assert.Equal((TagMoveKind.Expired, "keep two weeks"), (History(story, "v1").Last.Kind, History(story, "v1").Last.Rule));
        Assert.Equal(Digest(2), History(story, "v2").Digest);
    }

    [Fact]
    public void A_repository_that_was_deleted_and_made_again_begins_anew()
    {
        var story = Story(
            Ecr(0, "CreateRepository", new() { ["imageTagMutability"] = "IMMUTABLE", ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = true } }),
            Put(1, "v1", 1), Ecr(2, "DeleteRepository", new() { ["force"] = true }), Ecr(3, "CreateRepository", new() { ["imageTagMutability"] = "MUTABLE" }));

        Assert.Equal(TagMoveKind.RepositoryDeleted, History(story, "v1").Last.Kind);
        Assert.Null(story.Deleted);
        Assert.Equal([(RepositorySetting.TagMutability, "MUTABLE")], story.Settings.Select(setting => (setting.Setting, setting.Value)));
        Assert.NotNull(Story(Put(1, "v1", 1), Ecr(2, "DeleteRepository", [])).Deleted);
    }

    [Fact]
    public void What_a_repository_was_given_before_it_was_deleted_is_not_what_the_next_one_of_its_name_had_before()
    {
        var story = Story(
            Ecr(0, "CreateRepository", []), Ecr(1, "SetRepositoryPolicy", new() { ["policyText"] = """{"a":1}""" }), Ecr(2, "DeleteRepository", []),
            Ecr(3, "CreateRepository", []), Ecr(4, "SetRepositoryPolicy", new() { ["policyText"] = """{"a":2}""" }));

        Assert.Null(story.Policies[1].Before);
        Assert.Equal(Noon.AddMinutes(3), story.Created!.Time);
        // A push is possible only where there is a repository again.
        Assert.Null(Story(Ecr(2, "DeleteRepository", []), Put(3, "v1", 1)).Deleted);
    }

    [Fact]
    public void A_tag_that_was_gone_already_does_not_end_again_with_the_repository()
    {
        var tag = Tag("v1", Put(0, "v1", 1), Delete(1, [(null, "v1")], [(1, "v1")]), Ecr(2, "DeleteRepository", []));

        Assert.Equal([TagMoveKind.Pushed, TagMoveKind.Untagged], tag.Moves.Select(move => move.Kind));
    }

    [Fact]
    public void What_a_call_names_twice_ends_once() => Assert.Equal(
        [TagMoveKind.Pushed, TagMoveKind.Deleted],
        Tag("v1", Put(0, "v1", 1), Delete(1, [(1, null), (null, "v1")])).Moves.Select(move => move.Kind));

    [Fact]
    public void What_failed_to_be_deleted_is_still_there()
    {
        var story = Story(Put(0, "v1", 1), Put(1, "v2", 2), Delete(2, [(1, null), (2, null)], [(1, "v1")]), Delete(3, [(2, null)], []));

        Assert.Equal((null, Digest(2)), (History(story, "v1").Digest, History(story, "v2").Digest));
        Assert.Equal(3, story.Changes.Count);
    }

    [Fact]
    public void An_answer_without_a_tag_is_of_an_image_that_had_none() =>
        Assert.True(Assert.Single(Assert.Single(Story(Delete(0, [], [(1, null)])).Changes.OfType<RegistryChange.ImagesDeleted>()).Images).IsWhole);

    [Fact]
    public void What_a_call_leaves_to_the_registry_is_told_by_its_answer()
    {
        var made = Of(0, "ecr", "CreateRepository", new JsonObject { ["repositoryName"] = "team/api" }, new JsonObject { ["repository"] = new JsonObject
        {
            ["repositoryName"] = "team/api", ["imageTagMutability"] = "MUTABLE", ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = false },
            ["encryptionConfiguration"] = new JsonObject { ["encryptionType"] = "KMS", ["kmsKey"] = "arn:aws:kms:eu-west-1:111122223333:key/1" },
        } });
        var put = Of(1, "ecr", "PutImage", new JsonObject { ["repositoryName"] = "team/api", ["imageTag"] = "asked" }, new JsonObject { ["image"] = new JsonObject { ["imageId"] = new JsonObject { ["imageTag"] = "v1", ["imageDigest"] = Digest(1) } } });

        Assert.Equal(
            [(RepositorySetting.TagMutability, "MUTABLE"), (RepositorySetting.ScanOnPush, "false"), (RepositorySetting.Encryption, "KMS"), (RepositorySetting.EncryptionKey, "arn:aws:kms:eu-west-1:111122223333:key/1")],
            Story(made).Settings.Select(setting => (setting.Setting, setting.Value)));
        Assert.Equal("v1", Assert.Single(Story(put).Tags).Tag);
    }

    [Fact]
    public void A_rule_without_words_is_told_by_its_number()
    {
        var expired = Of(1, "ecr", "PolicyExecutionEvent", null, null, details: new JsonObject
        {
            ["repositoryName"] = "team/api",
            ["lifecycleEventImageActions"] = new JsonArray(new JsonObject { ["lifecycleEventImage"] = new JsonObject { ["digest"] = Digest(1) }, ["rulePriority"] = 4 }),
        });

        Assert.Equal("rule 4", History(Story(Put(0, "v1", 1), expired), "v1").Last.Rule);
    }

    [Fact]
    public void Repositories_are_in_the_order_of_their_names() =>
        Assert.Equal(["team/api", "team/web"], RepositoryStory.Of([Put(0, "v1", 1, repository: "team/web"), Put(1, "v1", 1)]).Select(story => story.Repository.Value));

    [Fact]
    public void A_setting_has_the_value_that_it_was_given_last()
    {
        var story = Story(Ecr(0, "CreateRepository", new() { ["imageTagMutability"] = "MUTABLE" }), Ecr(4, "PutImageTagMutability", new() { ["imageTagMutability"] = "IMMUTABLE" }));

        var setting = Assert.Single(story.Settings);
        Assert.Equal(("IMMUTABLE", Noon.AddMinutes(4)), (setting.Value, setting.By.Event.Time));
    }

    [Fact]
    public void A_policy_knows_the_one_that_it_took_the_place_of()
    {
        var story = Story(
            Ecr(0, "SetRepositoryPolicy", new() { ["policyText"] = """{"a":1}""" }), Ecr(1, "PutLifecyclePolicy", new() { ["lifecyclePolicyText"] = """{"rules":[]}""" }),
            Ecr(2, "SetRepositoryPolicy", new() { ["policyText"] = """{"a":2}""" }), Ecr(3, "DeleteRepositoryPolicy", []));

        Assert.Equal(
            [(PolicyKind.Access, """{"a":1}""", null), (PolicyKind.Lifecycle, """{"rules":[]}""", null), (PolicyKind.Access, """{"a":2}""", """{"a":1}"""), (PolicyKind.Access, null, """{"a":2}""")],
            story.Policies.Select(policy => (policy.Set.Kind, policy.Set.Text, policy.Before?.Text)));
    }

    [Fact]
    public void What_was_refused_changed_nothing() =>
        Assert.Empty(RepositoryStory.Of([Ecr(0, "DeleteRepository", [], error: "AccessDenied"), Ecr(1, "PutImageTagMutability", new() { ["imageTagMutability"] = "MUTABLE" }, error: "ServerException")]));

    [Fact]
    public void What_reads_and_the_steps_of_a_push_change_nothing() =>
        Assert.Empty(RepositoryStory.Of([Ecr(0, "BatchGetImage", []), Ecr(1, "InitiateLayerUpload", []), Ecr(1, "DescribeImages", [])]));

    [Fact]
    public void Repositories_of_one_name_in_two_accounts_are_two()
    {
        var stories = RepositoryStory.Of([Put(0, "v1", 1), Put(1, "v1", 2, account: "444455556666"), Put(2, "v1", 3, region: "us-east-1")]);

        Assert.Equal([(Account, Region, Digest(1)), (Account, "us-east-1", Digest(3)), ("444455556666", Region, Digest(2))],
            stories.Select(story => (story.Repository.Account!, story.Repository.Region!, History(story, "v1").Digest!)));
    }

    [Fact]
    public void The_copies_of_one_call_in_two_trails_are_one_change()
    {
        var story = Story(Copy(Account), Copy("444455556666"));

        Assert.Single(story.Changes);

        static StoredEvent Copy(string recipient) => Ecr(3, "SetRepositoryPolicy", new() { ["registryId"] = Account, ["policyText"] = "{}" }, account: recipient, shared: "11111111-2222-4333-8444-555555555555");
    }

    [Fact]
    public void Of_the_copies_of_one_call_the_one_that_knows_its_caller_by_name_is_told()
    {
        const string Shared = "11111111-2222-4333-8444-555555555555";
        var own = Ecr(3, "DeleteRepository", new() { ["registryId"] = Account }, account: Account, shared: Shared);
        // The copy in the other account's trail names the caller's account alone.
        var other = Ecr(3, "DeleteRepository", new() { ["registryId"] = Account }, account: "444455556666", shared: Shared);
        other = other with { Event = other.Event with { Actor = new("AWSAccount", "444455556666", null, null, null) } };

        Assert.All(new[] { new[] { own, other }, [other, own] }, records => Assert.Equal("alice", Assert.Single(Story(records).Changes).By.Event.Actor.User));
    }

    [Fact]
    public void What_people_wrote_in_a_policy_is_told_as_masking_shows_it()
    {
        var story = Story(
            Ecr(0, "SetRepositoryPolicy", new() { ["policyText"] = """{"Sid":"x --password=swordfish y"}""" }),
            Ecr(1, "PutLifecyclePolicy", new() { ["lifecyclePolicyText"] = """{"rules":[{"description":"--password=swordfish"}]}""" }),
            Put(2, "v1", 1), Expire(3, "old --password=swordfish", (1, ["v1"])));

        Assert.All([story.Policies[0].Set.Text!, story.Policies[1].Set.Text!, History(story, "v1").Last.Rule!], text =>
        {
            Assert.Contains("--password=***", text, StringComparison.Ordinal);
            Assert.DoesNotContain("swordfish", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_list_of_platforms_names_its_images() =>
        Assert.Equal([Digest(7), Digest(8)], Assert.IsType<RegistryChange.ImagePut>(RegistryChanges.Read(Put(0, "v1", 6, platforms: [7, 8]))).Platforms);

    [Fact]
    public void During_a_span_a_tag_was_on_each_image_that_it_was_on_at_any_of_its_seconds()
    {
        var tag = Tag("v1", Put(10, "v1", 1), Put(20, "v1", 2), Delete(30, [(2, null)]));

        Assert.Empty(tag.During(Noon, Noon.AddMinutes(9)));
        Assert.Equal([null, Digest(1)], tag.During(Noon.AddMinutes(9), Noon.AddMinutes(10)));
        Assert.Equal([Digest(1)], tag.During(Noon.AddMinutes(11), Noon.AddMinutes(19)));
        Assert.Equal([Digest(1), Digest(2)], tag.During(Noon.AddMinutes(15), Noon.AddMinutes(25)));
        Assert.Equal([Digest(1), Digest(2)], tag.During(Noon.AddMinutes(20), Noon.AddMinutes(20)));
        Assert.Equal([Digest(2), null], tag.During(Noon.AddMinutes(25), Noon.AddMinutes(35)));
        Assert.Equal([null], tag.During(Noon.AddMinutes(31), Noon.AddMinutes(35)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_order_in_which_records_come_in_changes_nothing(int seed)
    {
        var random = new Random(seed);
        var records = Enumerable.Range(0, 200).Select(minute => random.Next(7) switch
        {
            0 => Delete(minute, [(random.Next(9), null)]),
            1 => Delete(minute, [(null, "v" + random.Next(5))]),
            2 => Expire(minute, "two weeks", (random.Next(9), ["v" + random.Next(5)])),
            3 => Ecr(minute, "SetRepositoryPolicy", new() { ["policyText"] = $$"""{"n":{{minute}}}""" }),
            _ => Put(minute, "v" + random.Next(5), random.Next(9)),
        }).ToArray();

        var shuffled = records.Concat(records.Take(50)).ToArray();
        random.Shuffle(shuffled);

        Assert.Equal(Told(RepositoryStory.Of(records)), Told(RepositoryStory.Of(shuffled)));
    }

    [Theory]
    [InlineData("""{"requestParameters":{"repositoryName":"team/api","imageIds":"x"},"responseElements":{"imageIds":[1,null,{"imageTag":7}]}}""", "BatchDeleteImage")]
    [InlineData("""{"serviceEventDetails":{"repositoryName":"team/api","lifecycleEventImageActions":[{"lifecycleEventImage":[]},{"lifecycleEventImage":{"digest":"sha256:a","tagList":[{},"\ud800"]}}]}}""", "PolicyExecutionEvent")]
    [InlineData("""{"requestParameters":{"repositoryName":"team/api","policyText":"\ud800"}}""", "SetRepositoryPolicy")]
    [InlineData("""{"requestParameters":{"repositoryName":"team/api","imageManifest":"[1,"},"responseElements":""}""", "PutImage")]
    [InlineData("""{"requestParameters":{"repositoryName":"team/api","imageManifest":"{\"manifests\":[{\"digest\":\"\\ud800\"},3]}"}}""", "PutImage")]
    public void Records_of_another_shape_are_read_as_far_as_they_go(string json, string action)
    {
        var stored = Ecr(0, action, []);

        var change = RegistryChanges.Read(stored with { Record = Encoding.UTF8.GetBytes(json) });

        Assert.Equal("team/api", change!.Repository.Value);
        Assert.Single(RepositoryStory.Of([stored with { Record = Encoding.UTF8.GetBytes(json) }]));
    }

    [Fact]
    public void What_differs_between_two_policies_is_said_line_by_line()
    {
        var lines = TextDiff.Of(TextDiff.Indented("""{"a":1,"b":[2,3]}"""), TextDiff.Indented("""{"a":1,"b":[2,4],"c":5}"""))!;

        Assert.Equal(["    3", "  ]"], lines.Where(line => line.Kind == DiffKind.Removed).Select(line => line.Text));
        Assert.Equal(["    4", "  ],", "  \"c\": 5"], lines.Where(line => line.Kind == DiffKind.Added).Select(line => line.Text));
        Assert.Equal("no { json", TextDiff.Indented("no { json"));
        Assert.Null(TextDiff.Of(new string('\n', 5_000), ""));
    }

    private static string Told(IReadOnlyList<RepositoryStory> stories) => string.Join('\n', stories.SelectMany(story =>
        story.Tags.SelectMany(tag => tag.Moves.Select(move => $"{story.Repository} {tag.Tag} {move.Kind} {move.Digest} {move.Before} {move.By.Cursor} {move.Rule}"))
            .Concat(story.Policies.Select(policy => $"{policy.Set.Kind} {policy.Set.Text} {policy.Before?.Text}"))
            .Concat(story.Changes.Select(change => $"{change.GetType().Name} {change.By.Cursor}"))));

    private static RepositoryStory Story(params StoredEvent[] records) => Assert.Single(RepositoryStory.Of(records));

    private static TagHistory History(RepositoryStory story, string tag) => story.Tags.Single(history => history.Tag == tag);

    private static TagHistory Tag(string tag, params StoredEvent[] records) => History(Story(records), tag);
}
