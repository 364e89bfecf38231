using System.Buffers;
using System.Collections.Frozen;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>Reads the words of an action's name: what <c>DeleteBucketPolicy</c> does, and how a person says it.</summary>
internal static class ActionWords
{
    private static readonly FrozenDictionary<string, ActionWord> Words =
        Table.Read("words.tsv").Select(cells => new ActionWord(cells[0], Verb(cells[1]), cells[2], cells[3])).ToFrozenDictionary(word => word.Name);

    private static readonly SearchValues<char> VersionLetters = SearchValues.Create("0123456789v_");

    private static readonly FrozenSet<string> PolicyWords = new[] { "Policy", "Policies", "Permission", "Permissions", "Acl", "Grant" }.ToFrozenSet();

    private static readonly FrozenSet<string> SmallWords =
        new[] { "For", "From", "To", "With", "By", "In", "Of", "On", "And", "Or", "As" }.ToFrozenSet();

    /// <summary>The verb that the name suggests; what the record says of reading and writing decides in doubt.</summary>
    public static EventVerb Verb(string? action, EventFlags flags)
    {
        if (string.IsNullOrEmpty(action))
        {
            return EventVerb.Other;
        }

        var words = Split(action);
        var verb = Find(words)?.Verb;
        return verb is null || (verb != EventVerb.Auth && flags.HasFlag(EventFlags.ReadOnly)) ? Doubt(verb, flags)
            : verb == EventVerb.Read && flags.HasFlag(EventFlags.Write) ? EventVerb.Update
            : IsChange(verb) && words.Exists(PolicyWords.Contains) ? EventVerb.Policy
            : verb;
    }

    /// <summary>Whether the name begins with a word of the table, so that nothing is made up where a person reads it.</summary>
    public static bool Knows(string action) => Find(Split(action)) is not null;

    /// <summary>The name as a person would say it, now and in the past: <c>push image</c>, <c>pushed image</c>.</summary>
    public static (string Base, string Past) Phrase(string action)
    {
        var words = Split(action);
        var word = Find(words);
        var skip = word is null ? 1 : word.Name.Count(char.IsUpper) > 1 ? 2 : 1;
        var rest = string.Concat(words.Skip(skip).Select(part => ' ' + Lower(part)));
        var verb = word ?? Regular(words[0]);
        return (verb.Base + rest, verb.Past + rest);
    }

    /// <summary>Puts the first word of a phrase in its past: <c>push image</c> to <c>pushed image</c>.</summary>
    public static string Past(string phrase)
    {
        var end = phrase.IndexOf(' ', StringComparison.Ordinal);
        var (first, rest) = end < 0 ? (phrase, "") : (phrase[..end], phrase[end..]);
        var known = Words.Values.FirstOrDefault(word => word.Base == first);
        return (known ?? Regular(first)).Past + rest;
    }

    /// <summary>Splits a name at its capitals, keeping runs of capitals whole: <c>GetDBInstance20150331v2</c> is Get, DB, Instance.</summary>
    public static List<string> Split(string action)
    {
        var end = action.Length;
        // Lambda and CloudFront append the date of their API's version: CreateFunction20150331v2, GetDistribution2020_05_31.
        var digits = action.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits > 0 && action.Length - digits >= 8 && action.AsSpan(digits).IndexOfAnyExcept(VersionLetters) < 0)
        {
            end = digits;
        }

        var words = new List<string>();
        var start = 0;
        for (var i = 1; i < end; i++)
        {
            var starts = char.IsUpper(action[i]) && (!char.IsUpper(action[i - 1]) || (i + 1 < end && char.IsLower(action[i + 1])));
            if (starts || action[i - 1] is ' ' or '_' or '-' or ':')
            {
                words.Add(action[start..i].Trim(' ', '_', '-', ':'));
                start = i;
            }
        }

        words.Add(action[start..end]);
        words.RemoveAll(word => word.Length == 0);
        return words.Count > 0 ? words : [action];
    }

    private static ActionWord? Find(List<string> words) =>
        (words.Count > 1 ? Words.GetValueOrDefault(words[0] + words[1]) : null) ?? Words.GetValueOrDefault(words[0]);

    private static EventVerb Doubt(EventVerb? verb, EventFlags flags) =>
        flags.HasFlag(EventFlags.ReadOnly) ? EventVerb.Read
        : verb ?? (flags.HasFlag(EventFlags.Write) ? EventVerb.Update : EventVerb.Other);

    private static bool IsChange(EventVerb verb) =>
        verb == EventVerb.Create || verb == EventVerb.Update || verb == EventVerb.Delete;

    private static EventVerb Verb(string name) =>
        EventVerb.Find(name) ?? throw new InvalidDataException($"words.tsv names the verb {name}, which does not exist.");

    private static string Lower(string word) =>
        SmallWords.Contains(word) || !word.All(letter => char.IsUpper(letter) || char.IsDigit(letter)) ? word.ToLowerInvariant() : word;

    private static ActionWord Regular(string word)
    {
        var verb = word.ToLowerInvariant();
        var past = verb.EndsWith('e') ? verb + "d"
            : verb.EndsWith('y') && verb.Length > 1 && !"aeiou".Contains(verb[^2], StringComparison.Ordinal) ? verb[..^1] + "ied"
            : verb + "ed";
        return new(word, EventVerb.Other, verb, past);
    }

    private sealed record ActionWord(string Name, EventVerb Verb, string Base, string Past);
}
