using TrailBoard.Core.Events;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class ProvenanceWordsTests
{
    [Theory]
    [InlineData(
        "lookup/111122223333/eu-west-1/2026-11-03T14:00:00Z/2026-11-03T15:00:00Z",
        "LookupEvents call for eu-west-1 of account 111122223333, 2026-11-03 14:00 to 2026-11-03 15:00 UTC")]
    [InlineData(
        "lookup/111122223333/eu-west-1/2026-11-03T14:00:00Z/2026-11-03T14:31:07Z/fresh",
        "LookupEvents call for eu-west-1 of account 111122223333, 2026-11-03 14:00 to 2026-11-03 14:31:07 UTC, before all was due")]
    [InlineData("s3://trails/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/03/a.json.gz", "File of a bucket")]
    [InlineData("/home/alice/AWSLogs/a.json.gz", "File")]
    [InlineData("lookup/of/a/folder/of/alice.json", "File")]
    [InlineData("lookup/111122223333/eu-west-1/soon/later", "File")]
    [InlineData("", "File")]
    public void A_name_in_the_ledger_is_told_in_words(string name, string expected) => Assert.Equal(expected, ProvenanceWords.Of(name));

    [Fact]
    public void An_event_leads_to_the_cell_of_its_day() => Assert.Equal(
        "/coverage?from=2026-11-03&to=2026-11-03&account=111122223333&region=eu-west-1&open=2026-11-03/111122223333/eu-west-1",
        PageUrls.Coverage(ProvenanceWords.DayOf(new StoredEvent(
            default,
            new TrailEvent { EventId = "1", Time = new DateTimeOffset(2026, 11, 3, 23, 59, 59, TimeSpan.Zero), Service = "s", Action = "a", Account = "111122223333", Region = "eu-west-1" },
            default))));
}
