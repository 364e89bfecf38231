using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace TrailBoard.Core.Search;

/// <summary>
/// Text that is no filter because of its signs, though nobody meant them as the language does: what people paste from a message or a log. It is
/// looked for word by word. Whatever looks like an attempt at a filter stays a mistake, which is told where it is: quietly looking for the
/// words <c>usr:alice</c> would find nothing and say nothing.
/// </summary>
public static partial class PlainWords
{
    // What stands around words in prose and in JSON.
    private static readonly char[] Around = ['"', '\'', ',', ';', ':', '.', '!', '?', '{', '}', '[', ']'];

    /// <summary>Reads text that the parser refuses.</summary>
    /// <param name="filter">Each of its words, which must all occur.</param>
    /// <returns>False where the text is an attempt at a filter, or has no words.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out Filter? filter)
    {
        ArgumentNullException.ThrowIfNull(text);
        filter = null;
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Any(IsLanguage))
        {
            return false;
        }

        Filter[] words = [.. parts.Select(Bare).Where(word => word.Length > 0).Distinct(StringComparer.Ordinal).Select(word => new Filter.Words(word))];
        filter = words.Length == 0 ? null : FilterShape.And(words);
        return filter is not null;
    }

    private static bool IsLanguage(string part) => part is "AND" or "OR" or "NOT" || part[0] == '-' || part.Contains('*', StringComparison.Ordinal) || Condition().IsMatch(part);

    private static string Bare(string part)
    {
        var word = part.Trim(Around);
        while (word is ['(', ..] && !word.Contains(')', StringComparison.Ordinal))
        {
            word = word[1..].Trim(Around);
        }

        while (word is [.., ')'] && !word.Contains('(', StringComparison.Ordinal))
        {
            word = word[..^1].Trim(Around);
        }

        return word is ['(', .. var within, ')'] ? within.Trim(Around) : word;
    }

    // A name, a sign and something behind it. Not the scheme of an address, nor a name alone before a colon, as in prose.
    [GeneratedRegex(@"\A\(*[A-Za-z][A-Za-z0-9_.\\-]*(:(?!//)|=|[<>]=?)[^\s]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Condition();
}
