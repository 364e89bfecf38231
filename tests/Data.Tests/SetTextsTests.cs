using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>Sets are packed by how much their new members are more than those before.</summary>
public sealed class SetTextsTests
{
    private static readonly int Sets = TermBlocks.SetsOf(TermKind.Resource);

    private static readonly Gen<List<string>> Blocks =
        from sets in Gen.NonEmptyListOf(Gen.NonEmptyListOf(Gen.Choose(1, 200_000)))
        select sets.Select(set => string.Join(' ', set)).ToList();

    [Fact]
    public void Sets_come_back_as_they_were_for_the_writer_and_for_who_asks() => Prop.ForAll(Arb.From(Blocks), sets =>
    {
        var packed = TermBlocks.Pack(Sets, sets);
        Assert.Equal(sets, TermBlocks.Unpack(Sets, packed));
        Assert.Equal(sets, Read(packed));
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void New_members_are_short()
    {
        Assert.Equal(["+7 +1000", "7 +", "1000 + +3"], SetTexts.ToPacked(["7 1007", "7 1008", "1000 1009 1012"]));
    }

    [Fact]
    public void Sets_of_earlier_versions_are_read_as_they_were_written()
    {
        string[] sets = ["7 1007", "1466 87347 3", "1008 1009"];
        var packed = TermBlocks.Pack(sets);
        Assert.Equal(sets, TermBlocks.Unpack(Sets, packed));
        Assert.Equal(sets, Read(packed));
    }

    private static List<string> Read(byte[] packed)
    {
        var read = TermBlocks.AddTo(new SetList(), packed);
        return [.. Enumerable.Range(0, read.Count).Select(set => string.Join(' ', read[set].ToArray()))];
    }
}
