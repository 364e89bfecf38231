using TrailBoard.Data.Words;

namespace TrailBoard.Tests.Words;

public sealed class LargeImportsTests
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_large_import_is_seen_by_its_blocks_from_the_second_look_on_until_they_come_no_more()
    {
        var time = new ManualTime();
        var imports = new LargeImports(time, Span);
        var looks = new List<bool>();
        foreach (var last in (long[])[5_000, 5_063, 5_127, 5_900, 5_900, 5_850])
        {
            Assert.True(imports.IsDue);
            looks.Add(imports.IsLarge(last));
            time.Advance(Span);
        }

        Assert.Equal([false, false, true, true, false, false], looks);
    }

    [Fact]
    public void It_looks_again_only_after_a_while()
    {
        var time = new ManualTime();
        var imports = new LargeImports(time, Span);
        imports.IsLarge(1);
        time.Advance(Span - TimeSpan.FromMilliseconds(1));
        Assert.False(imports.IsDue);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(imports.IsDue);
    }
}
