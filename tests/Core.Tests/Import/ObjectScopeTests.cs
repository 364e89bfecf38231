using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

public sealed class ObjectScopeTests
{
    private const string File = "111122223333_CloudTrail_eu-west-1_20261103T1405Z_abcdEFGH01234567.json.gz";

    [Theory]
    [InlineData(File)]
    [InlineData("s3://trails/org/AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/11/03/" + File)]
    [InlineData("/home/somebody/" + File)]
    [InlineData(@"C:\trails\" + File)]
    public void A_name_of_CloudTrails_tells_account_region_and_delivery_wherever_the_file_is(string name)
    {
        Assert.True(TrailFileName.TryParse(name, out var file));
        Assert.Equal(new TrailFileName("111122223333", "eu-west-1", At(3, 14, 5)), file);
        Assert.Equal(new ObjectScope("111122223333", "eu-west-1", At(3, 13, 50), At(3, 14, 6), IsAsked: false), ObjectScope.OfName(name));
    }

    [Fact]
    public void A_key_whose_name_has_no_time_stands_for_the_deliveries_of_its_day() => Assert.Equal(
        new ObjectScope("111122223333", "eu-west-1", At(2, 23, 45), At(3, 23, 45), IsAsked: false),
        ObjectScope.OfName("s3://trails/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/03/renamed.json.gz"));

    [Theory]
    [InlineData("trail.json")]
    [InlineData("")]
    [InlineData("111122223333_CloudTrail_eu-west-1_20261399T1405Z_a.json.gz")]
    [InlineData("111122223333_CloudTrail-Digest_eu-west-1_20261103T1405Z_a.json.gz")]
    [InlineData("AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/11/03/x.json.gz")]
    [InlineData("11112222333_CloudTrail_eu-west-1_20261103T1405Z_a.json.gz")]
    public void Other_names_tell_nothing(string name) => Assert.Null(ObjectScope.OfName(name));

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.Zero);
}
