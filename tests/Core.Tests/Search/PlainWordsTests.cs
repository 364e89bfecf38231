using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed class PlainWordsTests
{
    [Theory]
    [InlineData("http://example.com/a", "\"http://example.com/a\"")]
    [InlineData("say \"hello", "say hello")]
    [InlineData("(really", "really")]
    [InlineData("f(x)", "\"f(x)\"")]
    [InlineData("an (old image", "an old image")]
    [InlineData("Error: access denied.", "Error access denied")]
    [InlineData("\"eventName\": \"PutImage\",", "eventName PutImage")]
    [InlineData("DOMAIN\\user", "DOMAIN\\\\user")]
    [InlineData("it it's \"it", "it it's")]
    public void Text_that_nobody_meant_as_a_filter_is_looked_for_word_by_word(string text, string filter)
    {
        Assert.False(FilterParser.TryParse(text, out _, out _));
        Assert.True(PlainWords.TryRead(text, out var words));
        Assert.Equal(filter, words.ToString());
        Assert.Equal(words, FilterParser.Parse(filter));
    }

    [Theory]
    [InlineData("usr:alice")]
    [InlineData("user:alice f(x)")]
    [InlineData("colour:red")]
    [InlineData("a*b")]
    [InlineData("-x \"y")]
    [InlineData("alice OR")]
    [InlineData("NOT (alice")]
    [InlineData("time>yesterday")]
    [InlineData("((user:alice")]
    [InlineData("\"\"")]
    [InlineData("( )")]
    public void An_attempt_at_a_filter_stays_a_mistake(string text)
    {
        Assert.False(FilterParser.TryParse(text, out _, out _));
        Assert.False(PlainWords.TryRead(text, out _));
    }
}
