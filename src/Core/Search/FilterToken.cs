namespace TrailBoard.Core.Search;

/// <summary>What a token is.</summary>
internal enum FilterTokenKind
{
    /// <summary>The end of the filter.</summary>
    End,

    /// <summary>(</summary>
    Open,

    /// <summary>)</summary>
    Close,

    /// <summary>A minus sign directly before what it excludes.</summary>
    Minus,

    /// <summary>The word AND.</summary>
    And,

    /// <summary>The word OR.</summary>
    Or,

    /// <summary>The word NOT.</summary>
    Not,

    /// <summary>The name of a field with the operator behind it; a value or a group follows without a space.</summary>
    Name,

    /// <summary>A word, a phrase in quotes, or a value.</summary>
    Text,

    /// <summary>A mistake; the tokenizer's error says which.</summary>
    Mistake,
}

/// <summary>A piece of a filter's text.</summary>
/// <param name="Start">Where it starts, in characters from 0.</param>
/// <param name="Length">How many characters it covers, quotes and operator included.</param>
/// <param name="NameLength">Of a <see cref="FilterTokenKind.Name"/>: how many of them are the name; the rest is the operator.</param>
/// <param name="Pattern">Of a <see cref="FilterTokenKind.Text"/>: what it says, escapes resolved.</param>
/// <param name="IsQuoted">Of a <see cref="FilterTokenKind.Text"/>: whether it stands in quotes.</param>
internal readonly record struct FilterToken(
    FilterTokenKind Kind,
    int Start,
    int Length,
    int NameLength = 0,
    TextPattern? Pattern = null,
    bool IsQuoted = false)
{
    public int End => Start + Length;
}
