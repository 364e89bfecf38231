using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Import;

namespace TrailBoard.Core.Tests.Import;

public sealed class TrailKeyTests
{
    private const string Plain = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/05/111122223333_CloudTrail_eu-west-1_20261005T1205Z_AbCdEfGhIjKlMnOp.json.gz";

    [Theory]
    [InlineData(Plain, "", null, TrailFolder.Events)]
    [InlineData("a/b c/" + Plain, "a/b c/", null, TrailFolder.Events)]
    [InlineData("AWSLogs/o-abc123/111122223333/CloudTrail/eu-west-1/2026/10/05/x.json.gz", "", "o-abc123", TrailFolder.Events)]
    [InlineData("AWSLogs/AWSLogs/o-abc123/111122223333/CloudTrail-NetworkActivity/eu-west-1/2026/10/05/x.json.gz", "AWSLogs/", "o-abc123", TrailFolder.NetworkActivity)]
    [InlineData("AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/10/05/x.json.gz", "", null, TrailFolder.Insight)]
    [InlineData("AWSLogs/111122223333/CloudTrail-Aggregated/eu-west-1/2026/10/05/x.json.gz", "", null, TrailFolder.Aggregated)]
    [InlineData("o-abc123/AWSLogs/o-abc123/111122223333/CloudTrail-Digest/eu-west-1/2026/10/05/x.json.gz", "o-abc123/", "o-abc123", TrailFolder.Digest)]
    public void Every_layout_of_CloudTrail_is_read(string text, string prefix, string? organization, TrailFolder folder)
    {
        Assert.True(TrailKey.TryParse(text, out var key));
        Assert.Equal((prefix, organization, "111122223333", folder, "eu-west-1", new DateOnly(2026, 10, 5)), (key.Prefix, key.Organization, key.Account, key.Folder, key.Region, key.Day));
        Assert.Equal(text, key.ToString());
        Assert.Equal(folder is TrailFolder.Events or TrailFolder.NetworkActivity, key.NotToBeRead is null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/05/")]
    [InlineData("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/13/05/x")]
    [InlineData("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/1/05/x")]
    [InlineData("AWSLogs/11112222333/CloudTrail/eu-west-1/2026/10/05/x")]
    [InlineData("AWSLogs/11112222333٣/CloudTrail/eu-west-1/2026/10/05/x")]
    [InlineData("AWSLogs/111122223333/Config/eu-west-1/2026/10/05/x")]
    [InlineData("awslogs/111122223333/CloudTrail/eu-west-1/2026/10/05/x")]
    [InlineData("o-abc123/111122223333/CloudTrail/eu-west-1/2026/10/05/x")]
    [InlineData("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/05/more/x")]
    public void What_is_not_in_the_layout_is_not_a_trail_key(string? text) => Assert.False(TrailKey.TryParse(text, out _));

    [Theory]
    [InlineData("111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20261005T120500Z_backfill.json.gz", true)]
    [InlineData("111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20261005T120500Z.json.gz", false)]
    public void A_backfilled_digest_is_told_from_the_others(string name, bool backfill)
    {
        Assert.True(TrailKey.TryParse($"AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/10/05/{name}", out var key));
        Assert.Equal(backfill, key.IsBackfill);
    }

    [Fact]
    public void Fault_61_a_key_is_printed_as_it_was_read_whatever_characters_it_holds()
    {
        var part = Gen.Choose(1, 12).SelectMany(n => Gen.ArrayOf(Gen.Elements("aZ09 +=%&?#~._-éñ💥\\'\"<>".Select(c => c.ToString()).ToArray()), n))
            .Select(string.Concat);
        var keys =
            from prefix in Gen.Choose(0, 3).SelectMany(n => Gen.ArrayOf(part, n))
            from organization in Gen.Elements<string?>(null, "o-exampleorgid")
            from account in Gen.Choose(0, int.MaxValue)
            from folder in Gen.Elements(Enum.GetValues<TrailFolder>())
            from region in part
            from day in Gen.Choose(0, DateOnly.MaxValue.DayNumber)
            from name in part
            select new TrailKey
            {
                Prefix = string.Concat(prefix.Select(p => p + "/")),
                Organization = organization,
                Account = $"{account:d12}",
                Folder = folder,
                Region = region,
                Day = DateOnly.FromDayNumber(day),
                Name = name,
            };

        Prop.ForAll(keys.ToArbitrary(), key => TrailKey.TryParse(key.ToString(), out var read) && read == key).QuickCheckThrowOnFailure();
    }
}
