using System.Text;

namespace TrailBoard.Core.Search;

/// <summary>Whether a value of a field, in UTF-8, passes a test.</summary>
public delegate bool Utf8Test(ReadOnlySpan<byte> value);

/// <summary>The tests of <see cref="FilterParts"/> on values in UTF-8, for those who have many: no string is made of a value that need not be one.</summary>
public static class Utf8Tests
{
    // As AddressText: no address is longer.
    private const int MaxAddress = 45;

    /// <summary>The same as <see cref="FilterParts.Test(ValueTest, EventField, string)"/>.</summary>
    public static Utf8Test Of(ValueTest test, EventField field) => test switch
    {
        ValueTest.Present => _ => true,
        ValueTest.Like like when like.Pattern.InUtf8() is { } matches => field.Equals(EventFields.Service)
            ? value => matches(value) || (FilterParts.WithoutServiceDomain(value) is { IsEmpty: false } name && matches(name))
            : matches,
        ValueTest.Within within => value => IsWithin(within, value),
        _ => value => FilterParts.Test(test, field, Encoding.UTF8.GetString(value)),
    };

    /// <summary>The same as <see cref="FilterParts.Test(Filter.Words, string)"/>.</summary>
    public static Utf8Test Of(Filter.Words words) => TextPattern.Containing(words.Text).InUtf8() ?? (value => FilterParts.Test(words, Encoding.UTF8.GetString(value)));

    private static bool IsWithin(ValueTest.Within within, ReadOnlySpan<byte> value)
    {
        Span<char> text = stackalloc char[MaxAddress];
        return value.Length <= MaxAddress && AddressText.IsWithin(within.Network, text[..Encoding.UTF8.GetChars(value, text)]);
    }
}
