using System.Text.Json.Nodes;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using static TrailBoard.Core.Tests.Things.RegistryTrail;

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

    private static string Arn(int revision, string account) => $"arn:aws:ecs:{Region}:{account}:task-definition/web:{revision}";

    private static StoredEvent Register(int minute, int revision, string image, string account = Account)
    {
        JsonObject Definition() => new() { ["family"] = "web", ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = image }) };
        var registered = Definition();
        registered["taskDefinitionArn"] = Arn(revision, account);
        return Of(minute, "ecs", "RegisterTaskDefinition", Definition(), new JsonObject { ["taskDefinition"] = registered }, account);
    }

    private static StoredEvent Deploy(int minute, int revision, string account = Account, bool scaling = false, bool forced = false, string? error = null)
    {
        JsonObject request = new() { ["cluster"] = "prod", ["service"] = "web" };
        if (scaling)
        {
            request["desiredCount"] = 4;
        }
        else if (forced)
        {
            request["forceNewDeployment"] = true;
        }
        else
        {
            request["taskDefinition"] = Arn(revision, account);
        }

        return Of(minute, "ecs", "UpdateService", request, new JsonObject
        {
            ["service"] = new JsonObject { ["serviceArn"] = $"arn:aws:ecs:{Region}:{account}:service/prod/web", ["taskDefinition"] = Arn(revision, account) },
        }, account, error: error);
    }
}
