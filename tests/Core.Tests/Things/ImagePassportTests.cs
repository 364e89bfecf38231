using System.Text;
using System.Text.Json.Nodes;
using TrailBoard.Core.Tests.Activities;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using static TrailBoard.Tests.RegistryTrail;

namespace TrailBoard.Core.Tests.Things;

/// <summary>The life of an image, told by its records.</summary>
public sealed class ImagePassportTests
{
    private const string Host = $"{Account}.dkr.ecr.{Region}.amazonaws.com/team/api";

    [Fact]
    public void What_was_deployed_by_a_tag_ran_the_image_that_the_tag_was_on_then()
    {
        StoredEvent[] records = [Put(0, "v1", 1), Register(10, 1, Host + ":v1"), Deploy(11, 1), Put(60, "v1", 2), Deploy(90, 1)];

        var (old, now) = (Passport(1, records), Passport(2, records));

        var first = Assert.Single(old.Uses);
        Assert.Equal((Noon.AddMinutes(11), ImageLink.ByTag, false, "prod/web", "web:1"), (first.Time, first.Link, first.IsAmbiguous, first.Use.Service!.Value, first.Use.Definition!.Value));
        Assert.Equal(Noon.AddMinutes(90), Assert.Single(now.Uses).Time);
        Assert.Equal([1, 1], new[] { old.Definitions.Count, now.Definitions.Count });
    }

    [Fact]
    public void What_names_the_digest_ran_it_wherever_the_tag_was()
    {
        var use = Assert.Single(Passport(1, Put(0, "v1", 1), Put(5, "v1", 2), Register(10, 1, $"{Host}:v1@{Digest(1)}"), Deploy(11, 1)).Uses);

        Assert.Equal((ImageLink.ByDigest, false), (use.Link, use.IsAmbiguous));
    }

    [Fact]
    public void Where_the_tag_moved_while_it_was_deployed_nothing_tells_which_of_both_ran()
    {
        StoredEvent[] records = [Put(0, "v1", 1), Register(10, 1, Host + ":v1"), Deploy(20, 1), Put(24, "v1", 2)];

        Assert.Equal([Digest(2)], Assert.Single(Passport(1, records).Uses).Others);
        Assert.Equal([Digest(1)], Assert.Single(Passport(2, records).Uses).Others);
        Assert.Empty(Assert.Single(Passport(1, [.. records[..3], Put(31, "v1", 2)]).Uses).Others);
    }

    [Fact]
    public void A_deployment_before_the_tag_was_known_may_have_been_of_another_image() =>
        Assert.Equal([null], Assert.Single(Passport(1, Register(10, 1, Host + ":v1"), Deploy(20, 1), Put(24, "v1", 1)).Uses).Others);

    [Fact]
    public void What_ran_before_the_push_did_not_run_the_image() =>
        Assert.Empty(Passport(1, Register(10, 1, Host + ":v1"), Deploy(11, 1), Put(60, "v1", 1)).Uses);

    [Fact]
    public void What_was_deployed_after_the_image_was_deleted_is_not_known_to_have_run_it() =>
        Assert.Empty(Passport(1, Put(0, "v1", 1), Register(1, 1, Host + ":v1"), Delete(2, [(1, null)]), Deploy(3, 1)).Uses);

    [Fact]
    public void To_make_a_service_larger_runs_what_it_ran_before()
    {
        StoredEvent[] records = [Put(0, "v1", 1), Register(1, 1, Host + ":v1"), Deploy(2, 1)];

        Assert.Single(Passport(1, [.. records, Deploy(50, 1, scaling: true)]).Uses);
        Assert.Equal(2, Passport(1, [.. records, Deploy(50, 1, forced: true)]).Uses.Count);
    }

    [Fact]
    public void A_revision_of_another_account_or_region_is_another_one()
    {
        StoredEvent[] records = [Put(0, "v1", 1), Put(0, "v2", 2), Register(1, 1, Host + ":v1"), Register(1, 1, Host + ":v2", account: "444455556666"), Deploy(2, 1), Deploy(3, 1, account: "444455556666")];

        Assert.Equal(Account, Assert.Single(Passport(1, records).Uses).Use.Service!.Account);
        Assert.Equal("444455556666", Assert.Single(Passport(2, records).Uses).Use.Service!.Account);
    }

    [Fact]
    public void The_registry_of_another_region_may_hold_a_copy_unless_something_was_pushed_to_it()
    {
        const string Copy = $"{Account}.dkr.ecr.us-east-1.amazonaws.com/team/api:v1";
        StoredEvent[] records = [Put(0, "v1", 1), Register(1, 1, Copy), Deploy(2, 1)];

        Assert.True(Assert.Single(Passport(1, records).Uses).IsElsewhere);
        Assert.Empty(Passport(1, [.. records, Put(0, "v0", 9, region: "us-east-1")]).Uses);
    }

    [Fact]
    public void A_repository_of_the_same_name_in_another_account_is_another_one() =>
        Assert.Empty(Passport(1, Put(0, "v1", 1), Register(1, 1, "444455556666.dkr.ecr.eu-west-1.amazonaws.com/team/api:v1"), Deploy(2, 1)).Uses);

    [Fact]
    public void An_image_in_two_repositories_has_two_passports()
    {
        var passports = ImagePassport.Of(Digest(1), [Put(0, "v1", 1), Put(1, "v1", 1, repository: "team/copy"), Register(2, 1, Host + ":v1"), Deploy(3, 1)]);

        Assert.Equal([("team/api", 1), ("team/copy", 0)], passports.Select(passport => (passport.Repository.Value, passport.Uses.Count)));
    }

    [Fact]
    public void It_ends_with_its_deletion_and_lives_again_with_its_next_push()
    {
        Assert.Equal(TagMoveKind.Deleted, Passport(1, Put(0, "v1", 1), Delete(1, [(1, null)])).End!.Kind);
        Assert.Null(Passport(1, Put(0, "v1", 1), Delete(1, [(1, null)]), Put(2, "v1", 1)).End);
        Assert.Equal((TagMoveKind.Expired, "two weeks"), (Passport(1, Put(0, "v1", 1), Expire(1, "two weeks", (1, []))).End!.Kind, Passport(1, Put(0, "v1", 1), Expire(1, "two weeks", (1, []))).End!.Rule));
        Assert.Equal(TagMoveKind.RepositoryDeleted, Passport(1, Put(0, "v1", 1), Ecr(1, "DeleteRepository", [])).End!.Kind);
        Assert.Equal(TagMoveKind.Untagged, Passport(1, Put(0, "v1", 1), Delete(1, [(null, "v1")], [(1, "v1")])).End!.Kind);
        Assert.Null(Passport(1, Put(0, "v1", 1), Put(0, "v2", 1), Delete(1, [(null, "v1")], [(1, "v1")])).End);
    }

    [Fact]
    public void A_scan_of_a_tag_is_one_of_the_image_that_the_tag_was_on()
    {
        StoredEvent[] records = [Put(0, "v1", 1), Scan(5), Put(10, "v1", 2), Scan(15)];

        Assert.Equal(Noon.AddMinutes(5), Assert.Single(Passport(1, records).Scans).Time);
        Assert.Equal(Noon.AddMinutes(15), Assert.Single(Passport(2, records).Scans).Time);

        static StoredEvent Scan(int minute) => Ecr(minute, "StartImageScan", new() { ["imageId"] = new JsonObject { ["imageTag"] = "v1" } });
    }

    [Fact]
    public void What_an_agent_reports_of_a_task_is_told_once_and_is_no_deployment()
    {
        var passport = Passport(1, Put(0, "v1", 1), Report(5), Report(9));

        Assert.Empty(passport.Uses);
        var report = Assert.Single(passport.Reports);
        Assert.Equal((Noon.AddMinutes(5), ImageLink.ByDigest, "0123456789abcdef"), (report.Time, report.Link, Assert.Single(report.Use.Tasks).Value));

        static StoredEvent Report(int minute) => Of(minute, "ecs", "SubmitTaskStateChange", new JsonObject
        {
            ["cluster"] = "prod", ["task"] = $"arn:aws:ecs:{Region}:{Account}:task/prod/0123456789abcdef", ["containers"] = new JsonArray(new JsonObject { ["imageDigest"] = Digest(1) }),
        }, null);
    }

    [Fact]
    public void What_was_deployed_within_the_second_of_its_registration_is_of_that_revision() =>
        Assert.Single(Passport(1, Put(0, "v1", 1), Register(2, 1, Host + ":v1"), Deploy(2, 1)).Uses);

    [Fact]
    public void A_reference_without_a_tag_means_the_tag_latest() =>
        Assert.Equal(ImageLink.ByTag, Assert.Single(Passport(1, Put(0, "latest", 1), Register(1, 1, Host), Deploy(2, 1)).Uses).Link);

    [Fact]
    public void Two_containers_of_one_image_are_one_use_of_it()
    {
        var register = Register(1, 1, Host + ":v1");
        var twice = Encoding.UTF8.GetString(register.Record.Span).Replace("""{"name":"web",""", $$"""{"name":"side","image":"{{Host}}:v1"},{"name":"web",""", StringComparison.Ordinal);
        twice = twice.Replace(Host + ":v1\"},", Host + "@" + Digest(1) + "\"},", StringComparison.Ordinal);

        var passport = Passport(1, Put(0, "v1", 1), register with { Record = Encoding.UTF8.GetBytes(twice) }, Deploy(2, 1));

        Assert.Equal((2, 1), (passport.Definitions.Count, passport.Uses.Count));
    }

    [Fact]
    public void What_an_agent_reports_by_digest_is_told_of_one_of_the_repositories_alone()
    {
        var report = Of(2, "ecs", "SubmitTaskStateChange", new JsonObject
        {
            ["task"] = $"arn:aws:ecs:{Region}:{Account}:task/prod/0123456789abcdef", ["containers"] = new JsonArray(new JsonObject { ["imageDigest"] = Digest(1) }),
        }, null);

        Assert.Equal([1, 0], ImagePassport.Of(Digest(1), [Put(0, "v1", 1), Put(1, "v1", 1, repository: "team/copy"), report]).Select(passport => passport.Reports.Count));
    }

    [Fact]
    public void A_repository_of_another_region_to_which_nothing_was_pushed_may_hold_a_copy() =>
        Assert.True(Assert.Single(Passport(1, Put(0, "v1", 1), Ecr(0, "CreateRepository", [], region: "us-east-1"),
            Register(1, 1, $"{Account}.dkr.ecr.us-east-1.amazonaws.com/team/api:v1"), Deploy(2, 1)).Uses).IsElsewhere);

    [Fact]
    public void An_image_whose_push_was_not_imported_is_known_by_what_ended_it()
    {
        var deleted = Passport(1, Delete(1, [(1, null)], [(1, "v1")]));
        var expired = Passport(1, Expire(1, "two weeks", (1, ["v1"])));

        Assert.All([deleted, expired], passport => Assert.Equal(("v1", Digest(1)), (Assert.Single(passport.Tags).Tag, passport.Tags[0].Last.Before)));
        Assert.Equal((TagMoveKind.Deleted, TagMoveKind.Expired), (deleted.End!.Kind, expired.End!.Kind));
    }

    [Fact]
    public void Its_end_is_the_first_thing_that_ended_it()
    {
        Assert.Equal(TagMoveKind.Deleted, Passport(1, Put(0, "v1", 1), Delete(1, [(1, null)]), Ecr(2, "DeleteRepository", [])).End!.Kind);
        // A tag that had moved on before it was taken away was not this image's last.
        Assert.Null(Passport(1, Put(0, "v1", 1), Put(1, "v1", 2), Delete(2, [(null, "v1")], [(2, "v1")])).End);
    }

    [Fact]
    public void A_rule_that_moves_an_image_to_another_storage_ends_nothing()
    {
        var archived = Of(1, "ecr", "PolicyExecutionEvent", null, null, details: new JsonObject
        {
            ["repositoryName"] = "team/api",
            ["lifecycleEventPolicy"] = new JsonObject { ["lifecycleEventRules"] = new JsonArray(new JsonObject { ["rulePriority"] = 1, ["action"] = "transition" }) },
            ["lifecycleEventImageActions"] = new JsonArray(new JsonObject { ["lifecycleEventImage"] = new JsonObject { ["digest"] = Digest(1), ["tagList"] = new JsonArray("v1") }, ["rulePriority"] = 1 }),
        });

        var passport = Passport(1, Put(0, "v1", 1), archived);

        Assert.Equal((null, Digest(1)), (passport.End, Assert.Single(passport.Tags).Digest));
    }

    [Fact]
    public void What_was_pulled_by_a_tag_counts_only_while_the_tag_was_on_the_image()
    {
        var passport = Passport(1, Put(0, "v1", 1), Put(1, "v1", 2), Put(2, "v1", 1), Delete(3, [(null, "v1")], [(1, "v1")]), Put(4, "v1", 1));

        Assert.Equal(
            $"action:BatchGetImage (image:{Digest(1)} OR (tag:team/api:v1 time>=2026-10-01T12:00 time<2026-10-01T12:01) OR (tag:team/api:v1 time>=2026-10-01T12:02 time<2026-10-01T12:03)"
            + " OR (tag:team/api:v1 time>=2026-10-01T12:04))",
            ImageQueries.Pulls(Digest(1), [passport]).ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_is_asked_of_a_store_is_all_that_tells_of_the_image_or_of_the_tag(int seed)
    {
        var (random, revision) = (new Random(seed), 0);
        var records = Enumerable.Range(0, 90).Select(minute => random.Next(9) switch
        {
            0 or 1 => Register(minute, ++revision, $"{Host}:v{random.Next(4)}"),
            2 => Deploy(minute, random.Next(revision + 1), forced: random.Next(2) == 0),
            3 => Delete(minute, [(random.Next(5), null)], []),
            4 => Delete(minute, [(random.Next(5), null)]),
            5 => Expire(minute, "two weeks", (random.Next(5), [])),
            6 when minute > 60 && seed % 2 == 0 => Ecr(minute, "DeleteRepository", []),
            _ => Put(minute, "v" + random.Next(4), random.Next(5)),
        }).ToArray();
        var queries = new ImageQueries(new ListedQueries(records));
        var story = Assert.Single(RepositoryStory.Of(records));

        for (var digest = 0; digest < 5; digest++)
        {
            var found = await queries.ReadAsync(Digest(digest), CancellationToken.None);
            Assert.True(found.IsWhole);
            Assert.Equal(Told(ImagePassport.Of(Digest(digest), records)), Told(found.Passports));
        }

        foreach (var tag in story.Tags.Where(tag => tag.Tag == "v1"))
        {
            var found = await queries.ReadTagAsync("team/api:v1", CancellationToken.None);
            var told = Assert.Single(found.Stories).Tags.Single(other => other.Tag == "v1");
            Assert.Null(found.TagsBack);
            Assert.Equal(tag.Moves.Select(move => $"{move.Kind} {move.Digest} {move.By.Cursor}"), told.Moves.Select(move => $"{move.Kind} {move.Digest} {move.By.Cursor}"));
        }
    }

    [Fact]
    public async Task Where_there_is_more_than_is_read_at_once_that_is_said()
    {
        var records = Enumerable.Range(0, ImageQueries.Most + 1).Select(minute => Put(minute, "v1", 1)).ToArray();

        Assert.False((await new ImageQueries(new ListedQueries(records)).ReadAsync(Digest(1), CancellationToken.None)).IsWhole);
        Assert.Equal(Noon.AddMinutes(1), (await new ImageQueries(new ListedQueries(records)).ReadTagAsync("team/api:v1", CancellationToken.None)).TagsBack);
    }

    [Fact]
    public void A_deployment_that_was_refused_ran_nothing() =>
        Assert.Empty(Passport(1, Put(0, "v1", 1), Register(1, 1, Host + ":v1"), Deploy(2, 1, error: "AccessDenied")).Uses);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_order_records_come_in_the_passport_is_the_same(int seed)
    {
        var random = new Random(seed);
        var records = Enumerable.Range(0, 160).Select(minute => random.Next(6) switch
        {
            0 => Register(minute, random.Next(4), $"{Host}:v{random.Next(3)}"),
            1 or 2 => Deploy(minute, random.Next(4), forced: random.Next(2) == 0),
            3 => Delete(minute, [(random.Next(4), null)]),
            _ => Put(minute, "v" + random.Next(3), random.Next(4)),
        }).ToArray();
        var shuffled = records.Concat(records.Take(20)).ToArray();
        random.Shuffle(shuffled);

        for (var digest = 0; digest < 4; digest++)
        {
            Assert.Equal(Told(ImagePassport.Of(Digest(digest), records)), Told(ImagePassport.Of(Digest(digest), shuffled)));
        }
    }

    [Theory]
    [InlineData("repo:org/api:ref:refs/heads/main", "org/api", "branch main", null)]
    [InlineData("repo:org/api:ref:refs/tags/v1:2", "org/api", "tag v1:2", null)]
    [InlineData("repo:org/api:environment:prod", "org/api", null, "prod")]
    [InlineData("repo:org/api:pull_request", "org/api", "pull request", null)]
    [InlineData("project_path:group/api:ref_type:branch:ref:main", "group/api", "branch main", null)]
    public void The_subject_of_a_job_names_its_source(string subject, string repository, string? name, string? environment) =>
        Assert.Equal(new GitOrigin(repository, name, environment), GitOrigin.Parse(subject));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("alice@example.com")]
    [InlineData("repo::ref:x")]
    [InlineData("system:serviceaccount:default:builder")]
    public void Other_subjects_name_none(string? subject) => Assert.Null(GitOrigin.Parse(subject));

    private static string Told(IReadOnlyList<ImagePassport> passports) => string.Join('\n', passports.SelectMany(passport =>
        passport.Uses.Select(use => $"{passport.Repository} {use.Use.By.Cursor} {use.Link} {string.Join(',', use.Others)}")
            .Concat(passport.Definitions.Select(naming => $"{naming.Registered.By.Cursor} {naming.Reference} {naming.Link}"))
            .Concat(passport.Tags.SelectMany(tag => tag.Moves.Select(move => $"{tag.Tag} {move.Kind} {move.Digest} {move.By.Cursor}")))
            .Append($"{passport.End?.Kind} {passport.End?.By.Cursor}")));

    private static ImagePassport Passport(int digest, params StoredEvent[] records) => Assert.Single(ImagePassport.Of(Digest(digest), records));
}
