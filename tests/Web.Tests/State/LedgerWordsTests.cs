using TrailBoard.Core.Import;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>What the ledger says of an object, in words.</summary>
public sealed class LedgerWordsTests
{
    [Theory]
    [InlineData(5, 3, 0, "Of 5 files that it lists, 3 are imported and are what it says, 2 are not imported, 0 differ.")]
    [InlineData(1, 0, 1, "Of 1 file that it lists, 0 are imported and are what it says, 0 are not imported, 1 differ: they were changed after CloudTrail had written them.")]
    public void Fault_48_a_digest_is_told_in_numbers(int listed, int same, int different, string words) =>
        Assert.Equal(words, ImportWords.Of(new DigestCheck(listed, same, different)));

    [Theory]
    [InlineData(ObjectState.Pending, false, "waiting")]
    [InlineData(ObjectState.Pending, true, "read again since")]
    [InlineData(ObjectState.Quarantined, false, "kept aside")]
    public void What_was_asked_for_again_waits_until_it_was_read(ObjectState state, bool isSuperseded, string words) =>
        Assert.Equal(words, ImportWords.Of(new LedgerObject(1, 1, "s", "n", state, null, null, null, null, default, default, isSuperseded)));
}
