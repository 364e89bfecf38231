using TrailBoard.Data.Columns;

namespace TrailBoard.Tests.Columns;

public sealed class ByteSetTests
{
    public static TheoryData<int, int> Sets => new() { { 5, 2 }, { 16, 3 }, { 127, 2 }, { 128, 5 }, { 129, 127 }, { 200, 7 }, { 256, 2 }, { 256, 255 } };

    [Theory]
    [MemberData(nameof(Sets))]
    public void It_tells_which_bytes_are_in_it(int members, int each)
    {
        byte[] isMember = [.. Enumerable.Range(0, members).Select(value => (byte)(value % each == 1 ? 1 : 0))];
        var set = new ByteSet(isMember);
        for (var first = 0; first < 256; first += 64)
        {
            byte[] bytes = [.. Enumerable.Range(first, 64).Select(value => (byte)value)];
            var expected = bytes.Select((value, i) => value < members && isMember[value] == 1 ? 1UL << i : 0).Aggregate((left, right) => left | right);
            Assert.Equal(expected, set.Of(bytes));
        }
    }
}
