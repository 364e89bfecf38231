using System.Linq.Expressions;
using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Data.Store;

/// <summary>
/// The fields that follow from an action and from what its record says of reading and writing. Nothing of them is stored: the code of an
/// action and two flags are together the code of a deed, whose values are worked out once for each, whatever the number of events.
/// </summary>
internal static class Deeds
{
    /// <summary>The bits of the flags that count.</summary>
    public const int Flags = (int)(EventFlags.ReadOnly | EventFlags.Write);

    /// <summary>Stands for the column of deeds where columns are told by the kind of their dictionary.</summary>
    public const TermKind Kind = (TermKind)(Term.Kinds + 1);

    private const int FlagBits = 2;

    /// <summary>What the flags can say.</summary>
    public static IReadOnlyList<EventFlags> Sayings { get; } = [.. Enumerable.Range(0, Flags + 1).Select(flags => (EventFlags)flags)];

    /// <summary>The code of a row's deed. Never 0, because a call without an action is a deed too.</summary>
    public static Expression<Func<EventRow, int>> Code { get; } = row => (row.Action * (Flags + 1)) + (row.Flags & Flags) + 1;

    /// <summary>Whether a field follows from deeds.</summary>
    public static bool Has(EventField field) => field.Equals(EventFields.Verb) || field.Equals(EventFields.Mutating);

    public static int CodeOf(int action, int flags) => (action << FlagBits) + (flags & Flags) + 1;

    /// <summary>How many codes there are with these dictionaries, 0 included.</summary>
    public static int CountOf(TermsSnapshot terms) => CodeOf(terms.Values[(int)TermKind.Action].Count, Flags) + 1;

    /// <summary>An event that has the action and flags of a deed and nothing else.</summary>
    public static TrailEvent Sample(TermsSnapshot terms, int code) =>
        EventColumns.Of(TermKind.Action).Sample(terms, (code - 1) >> FlagBits) with { Flags = (EventFlags)((code - 1) & Flags) };

    /// <summary>Whether a deed matches a leaf that is about a field of deeds.</summary>
    public static Func<int, bool> Matches(Filter leaf, TermsSnapshot terms) => code => code > 0 && FilterEvaluator.Matches(leaf, Sample(terms, code), default);

    /// <summary>A field's values by the codes of deeds, as a dictionary would have them.</summary>
    /// <param name="known">Those of dictionaries that were shorter.</param>
    public static TermList ValuesOf(EventField field, TermList known, TermsSnapshot terms)
    {
        for (var code = known.Count + 1; code < CountOf(terms); code++)
        {
            known = known.Add(Encoding.UTF8.GetBytes(field.Values(Sample(terms, code)).SingleOrDefault("")));
        }

        return known;
    }
}
