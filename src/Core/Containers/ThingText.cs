using System.Buffers;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>What can be a name of each form; everything else names nothing.</summary>
internal static class ThingText
{
    private static readonly SearchValues<char> NotInWords =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(c => char.IsWhiteSpace(c) || c is '*' or '"')]);

    public static bool Fits(ThingForm form, string text) => form switch
    {
        ThingForm.Arn => false,
        ThingForm.Reference => false,
        ThingForm.Name => IsWord(text) && !text.AsSpan().ContainsAny('/', ':'),
        ThingForm.Host => IsWord(text) && !text.AsSpan().ContainsAny('/', ':'),
        ThingForm.Path => IsWord(text) && !text.Contains(':', StringComparison.Ordinal) && text[0] != '/' && text[^1] != '/',
        ThingForm.Address => IsWord(text),
        ThingForm.Revision => IsRevision(text),
        ThingForm.Digest => ImageReference.IsDigest(text),
        ThingForm.Account => text.Length == 12 && text.All(char.IsAsciiDigit),
        ThingForm.Text => true,
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    /// <summary>Whether the text is a family and the number of a revision: <c>api:42</c>.</summary>
    public static bool IsRevision(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && Fits(ThingForm.Name, text[..colon])
        && colon + 1 < text.Length
        && text.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Whether the text is one word: patterns name many things or none.</summary>
    public static bool IsWord(string text) => text.Length > 0 && !text.AsSpan().ContainsAny(NotInWords);
}
