using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Import;
using TrailBoard.Data;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests.Sources;

public sealed class SourceSettingsTests
{
    private static readonly (string, string)[] Queue =
        [("0:Name", "queue"), ("0:Type", "Queue"), ("0:QueueUrl", "https://sqs.eu-west-1.amazonaws.com/111122223333/trails"), ("0:AllowedBuckets:0", "trails")];

    public static TheoryData<string, string, string> WrongSettings => new()
    {
        { "0:Name", "", "Sources:0:Name: Give it a name of 1 to 64" },
        { "0:Name", "a/b", "Sources:0:Name: Give it a name of 1 to 64" },
        { "0:Type", "", "Sources:0:Type: Write LookupEvents, S3 or Queue." },
        { "0:Type", "Kafka", "Sources:0:Type: \"Kafka\" is not a type" },
        { "0:Type", "2", "Sources:0:Type: \"2\" is not a type" },
        { "0:QueueUrl", "trails", "Sources:0:QueueUrl: Name the queue by its URL" },
        { "0:AllowedBuckets:0", "Not A Bucket", "Sources:0:AllowedBuckets:0: \"Not A Bucket\" is not the name of a bucket." },
        { "0:Bucket", "trails", "Sources:0:Bucket: A source of type Queue has no bucket of its own" },
        { "0:Prefix", "x/", "Sources:0:Prefix: A source of type Queue has no prefix." },
        { "0:RoleArns:0", "TrailBoard", "Sources:0:RoleArns:0: \"TrailBoard\" is not the ARN of a role" },
        { "0:RoleArns", "arn:aws:iam::111122223333:user/alice", "Sources:0:RoleArns:0: \"arn:aws:iam::111122223333:user/alice\" is not the ARN of a role" },
        { "0:ExternalId", "x", "Sources:0:ExternalId: It is used when a role is assumed" },
        { "0:Regions:0", "Ireland", "Sources:0:Regions:0: \"Ireland\" is not a region" },
        { "0:From", "yesterday", "Sources:0:From: \"yesterday\" is not a time" },
        { "0:Endpoint", "localhost:4566", "Sources:0:Endpoint: \"localhost:4566\" is not an http or https URL." },
        { "0:Enabled", "on", "Sources:0:Enabled: \"on\" is neither true nor false." },
        { "0:QueueURI", "x", "Sources:0:QueueURI: There is no such setting." },
        { "2:Name", "x", "Sources:2: Number the sources from 0 without a gap" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void A_wrong_setting_is_told_by_its_key(string key, string value, string sentence)
    {
        var mistakes = Mistakes([.. Queue.Where(pair => pair.Item1 != key), (key, value)]);

        Assert.Contains(mistakes, line => line.StartsWith(sentence, StringComparison.Ordinal));
        Assert.Single(mistakes, line => line.StartsWith(sentence.Split(": ")[0] + ":", StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var mistakes = Mistakes(("0:Type", "S3"), ("1:Name", "a"), ("1:Type", "Queue"), ("1:To", "2026-01-01"), ("1:From", "2026-01-01"));

        Assert.Equal(
            ["Sources:0:Name", "Sources:0:Bucket", "Sources:1:To", "Sources:1:QueueUrl", "Sources:1:AllowedBuckets"],
            mistakes.Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Two_sources_do_not_share_a_name()
    {
        var mistakes = Mistakes(("0:Name", "Main"), ("0:Type", "LookupEvents"), ("1:Name", "main"), ("1:Type", "LookupEvents"));

        Assert.Equal("Sources:1:Name: \"main\" is the name of Sources:0 too; each source needs a name of its own.", Assert.Single(mistakes));
    }

    [Fact]
    public void LookupEvents_asks_an_account_by_one_role()
    {
        var mistakes = Mistakes(
            ("0:Name", "a"), ("0:Type", "LookupEvents"), ("0:RoleArns:0", "arn:aws:iam::111122223333:role/a"), ("0:RoleArns:1", "arn:aws:iam::111122223333:role/b"));

        Assert.Equal("Sources:0:RoleArns:1: Another role of the account 111122223333 is listed before; one for each account is enough.", Assert.Single(mistakes));
    }

    [Fact]
    public void Every_key_is_read()
    {
        var settings = Read(
            ("0:Name", "organisation"), ("0:Type", "s3"), ("0:Profile", "audit"), ("0:RoleArns:0", "arn:aws:iam::111122223333:role/path/TrailBoard"), ("0:ExternalId", "x-1"),
            ("0:Regions", "eu-west-1, us-gov-west-1"), ("0:Bucket", "trails"), ("0:Prefix", "audit/"), ("0:From", "2026-01-01"), ("0:To", "2026-02-01T12:00:00+02:00"),
            ("0:Endpoint", "http://127.0.0.1:5000"), ("0:Enabled", "false"));

        var source = Assert.Single(settings.All);
        Assert.Same(source, settings.Find("Organisation"));
        Assert.Equal(("organisation", SourceType.S3, "audit", "x-1"), (source.Name, source.Type, source.Profile, source.ExternalId));
        Assert.Equal(["arn:aws:iam::111122223333:role/path/TrailBoard"], source.RoleArns);
        Assert.Equal(["eu-west-1", "us-gov-west-1"], source.Regions);
        Assert.Equal(("trails", "audit/", "http://127.0.0.1:5000", false), (source.Bucket, source.Prefix, source.Endpoint, source.Enabled));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), source.From);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 10, 0, 0, TimeSpan.Zero), source.To);
    }

    [Fact]
    public void No_sources_are_fine() => Assert.Empty(Read().All);

    [Fact]
    public void A_host_with_a_wrong_source_does_not_start()
    {
        using var services = new ServiceCollection()
            .AddSingleton(Configuration([("0:Name", "a")]))
            .AddTrailBoardData()
            .BuildServiceProvider();

        var start = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Equal("Sources:0:Type: Write LookupEvents, S3 or Queue.", Assert.Single(start.Failures));
    }

    private static List<string> Mistakes(params (string Key, string Value)[] settings)
    {
        var list = new SourceList();
        SourceBinding.Read(list, Configuration(settings));
        return list.Mistakes;
    }

    private static SourceSettings Read(params (string Key, string Value)[] settings)
    {
        var list = new SourceList();
        SourceBinding.Read(list, Configuration(settings));
        Assert.Empty(list.Mistakes);
        return list.Settings;
    }

    private static IConfiguration Configuration((string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(pair => $"Sources:{pair.Key}", pair => (string?)pair.Value))
        .Build();
}
