using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Data.Store.Actors;

namespace TrailBoard.Data.Store;

/// <summary>
/// A column of codes. <see cref="Sample"/> turns a code into an event that holds its values and nothing else, so that filters and
/// groups mean on codes exactly what they mean on events.
/// </summary>
internal sealed record EventColumn(
    TermKind Kind, Expression<Func<EventRow, int>> Code, Func<EventRow, int> Read, bool HasSets, Func<TermsSnapshot, int, TrailEvent> Sample);

/// <summary>In which column each field of the filter language is: the only place that adds one to the store.</summary>
internal static class EventColumns
{
    private static readonly TrailEvent Nothing = new() { EventId = "", Time = default };

    private static readonly EventColumn Action = Column(TermKind.Action, row => row.Action, parts => Nothing with { Service = parts[0], Action = parts[1] });
    private static readonly EventColumn Actor = Column(TermKind.Actor, row => row.Actor, parts => Nothing with { Actor = ActorOf(parts) });
    private static readonly EventColumn Shape = Column(TermKind.Shape, row => row.Shape, parts => Nothing with { Category = parts[0], Type = parts[1] });

    private static readonly EventColumn Thing = Sets(TermKind.Thing, row => row.Thing, (terms, code) => WithThings(Nothing, terms, code));

    private static readonly Dictionary<EventField, EventColumn> ByField = new()
    {
        [EventFields.Service] = Action,
        [EventFields.Action] = Action,
        [EventFields.Region] = Column(TermKind.Region, row => row.Region, parts => Nothing with { Region = parts[0] }),
        [EventFields.Address] = Column(TermKind.Address, row => row.Address, parts => Nothing with { Address = parts[0] }),
        [EventFields.Account] = Column(TermKind.Account, row => row.Account, parts => Nothing with { Account = parts[0] }),
        [EventFields.Identity] = Actor,
        [EventFields.IdentityType] = Actor,
        [EventFields.User] = Actor,
        [EventFields.Role] = Actor,
        [EventFields.Session] = Actor,
        [EventFields.AccessKey] = Column(TermKind.AccessKey, row => row.AccessKey, parts => Nothing with { AccessKey = parts[0] }),
        [EventFields.Repository] = Thing,
        [EventFields.Image] = Thing,
        [EventFields.Tag] = Thing,
        [EventFields.Cluster] = Thing,
        [EventFields.EcsService] = Thing,
        [EventFields.TaskDefinition] = Thing,
        [EventFields.Task] = Thing,
        [EventFields.Pipeline] = Thing,
        [EventFields.Api] = Thing,
        [EventFields.Stage] = Thing,
        [EventFields.Resource] = Sets(TermKind.Resource, row => row.Resource, (terms, code) => Nothing with { Resources = terms.ListOf(TermKind.Resource, code) }),
        [EventFields.Error] = Column(TermKind.Error, row => row.Error, parts => Nothing with { Error = parts[0] }),
        [EventFields.ErrorMessage] = Column(TermKind.ErrorMessage, row => row.ErrorMessage, parts => Nothing with { ErrorMessage = parts[0] }),
        [EventFields.UserAgent] = Column(TermKind.Agent, row => row.Agent, parts => Nothing with { UserAgent = parts[0] }),
        [EventFields.Category] = Shape,
        [EventFields.Type] = Shape,
    };

    // Which part of a code's value is a field's.
    private static readonly Dictionary<EventField, int> Parts = ByField.ToDictionary(pair => pair.Key, pair => NumberOfPart(pair.Key, pair.Value));

    private static readonly Dictionary<EventField, EventFlags> Flags = new()
    {
        [EventFields.Mfa] = EventFlags.Mfa | EventFlags.NoMfa,
        [EventFields.ReadOnly] = EventFlags.ReadOnly | EventFlags.Write,
    };

    /// <summary>The columns, each once, in the order of their dictionaries' numbers.</summary>
    public static IReadOnlyList<EventColumn> All { get; } = [.. ByField.Values.DistinctBy(column => column.Kind).OrderBy(column => column.Kind)];

    /// <summary>The columns that hold main strings, each once.</summary>
    public static IReadOnlyList<EventColumn> Main { get; } =
        [.. EventFields.All.Where(field => field.IsMain).Select(field => ByField[field]).DistinctBy(column => column.Kind)];

    /// <summary>The column of a field, or null where it is not in a column of codes.</summary>
    public static EventColumn? Of(EventField field) => ByField.GetValueOrDefault(field);

    /// <summary>The column of a dictionary.</summary>
    public static EventColumn Of(TermKind kind) => All[(int)kind - 1];

    /// <summary>Which part of its code's value a field in a column is.</summary>
    public static int PartOf(EventField field) => Parts[field];

    /// <summary>The bits of a yes-or-no field, or none.</summary>
    public static EventFlags FlagsOf(EventField field) => Flags.GetValueOrDefault(field);

    /// <summary>The code that a row is grouped by: that of the field's column or of its deed, or its bits of the flags.</summary>
    public static int CodeOf(FieldValues values, EventRow row) => values.Actors is { } actors ? ActorFields.CodeOf(row, actors) : CodeOf(values.Field, row);

    private static int CodeOf(EventField field, EventRow row) =>
        Of(field)?.Read(row) ?? (Deeds.Has(field) ? Deeds.CodeOf(row.Action, row.Flags) : row.Flags & (int)FlagsOf(field));

    /// <summary>
    /// Whether the value of a code matches a leaf that is about its column or is words, or any of several, as <see cref="FilterEvaluator"/>
    /// says of its sample. A field's value is a part of the code's, so that neither a sample nor a string need be made: dictionaries have
    /// values by the million.
    /// </summary>
    public static Func<int, bool> Matches(TermKind kind, Filter leaf, TermsSnapshot terms)
    {
        switch (leaf)
        {
            case Filter.Or any:
                Func<int, bool>[] each = [.. any.Parts.Select(part => Matches(kind, part, terms))];
                return code => Array.Exists(each, matches => matches(code));
            case Filter.Words words:
                int[] main = [.. EventFields.All.Where(field => field.IsMain && ByField[field].Kind == kind).Select(PartOf)];
                var holds = Utf8Tests.Of(words);
                // Most values do not hold the words in any part; then they do not hold them as a whole.
                return code => code != 0 && holds(terms.Values[(int)kind][code - 1])
                    && Array.Exists(main, part => terms.PartOf(kind, code, part) is { IsEmpty: false } value && holds(value));
            case Filter.Field { Test: not ValueTest.TimeIs } field:
                var (number, passes) = (PartOf(field.Of), Utf8Tests.Of(field.Test, field.Of));
                return code => terms.PartOf(kind, code, number) is { IsEmpty: false } value && passes(value);
            default:
                return code => FilterEvaluator.Matches(leaf, Of(kind).Sample(terms, code), default);
        }
    }

    /// <summary>The bytes that every value holds which matches a leaf as <see cref="Matches"/> says, or null where nothing is known of them.</summary>
    public static Utf8Needle? NeededBy(Filter leaf) => leaf switch
    {
        Filter.Words words => Utf8Needle.Of(words),
        Filter.Field field => Utf8Needle.Of(field.Test),
        _ => null,
    };

    /// <summary>An event that has these flags and nothing else.</summary>
    public static TrailEvent SampleOf(EventFlags flags) => Nothing with { Flags = flags };

    /// <summary>An event behind which someone stands, and of which nothing else is known.</summary>
    public static TrailEvent SampleOf(Who who) => Nothing with { Who = who };

    /// <summary>The event of a row, without what only its record tells.</summary>
    public static TrailEvent Decode(EventRow row, TermsSnapshot terms)
    {
        var action = terms.PartsOf(TermKind.Action, row.Action);
        var shape = terms.PartsOf(TermKind.Shape, row.Shape);
        var (repositories, things) = ThingTerms.Of(terms, row.Thing);
        var decoded = new TrailEvent
        {
            EventId = new EventIdBits(row.IdHigh, row.IdLow).ToString(),
            Time = EventKey.TimeOf(row.Key),
            Service = action[0],
            Action = action[1],
            Region = terms.PartsOf(TermKind.Region, row.Region)[0],
            Address = terms.PartsOf(TermKind.Address, row.Address)[0],
            Account = terms.PartsOf(TermKind.Account, row.Account)[0],
            Actor = ActorOf(terms.PartsOf(TermKind.Actor, row.Actor)),
            AccessKey = terms.PartsOf(TermKind.AccessKey, row.AccessKey)[0],
            Repositories = repositories,
            Things = things,
            Resources = terms.ListOf(TermKind.Resource, row.Resource),
            Error = terms.PartsOf(TermKind.Error, row.Error)[0],
            ErrorMessage = terms.PartsOf(TermKind.ErrorMessage, row.ErrorMessage)[0],
            UserAgent = terms.PartsOf(TermKind.Agent, row.Agent)[0],
            Category = shape[0],
            Type = shape[1],
            Flags = (EventFlags)row.Flags,
        };
        return terms.Actors.Of(row.AccessKey, row.Actor, decoded.Actor) is { } who ? decoded with { Who = who } : decoded;
    }

    // Asked of a sample whose parts are their own numbers.
    private static int NumberOfPart(EventField field, EventColumn column)
    {
        var values = TermsSnapshot.Empty.Values;
        var text = Term.Join([.. Enumerable.Range(0, Term.PartsOf(column.Kind)).Select(part => part.ToString(CultureInfo.InvariantCulture))]);
        var numbered = TermsSnapshot.Empty with { Values = values.SetItem((int)column.Kind, values[(int)column.Kind].Add(Encoding.UTF8.GetBytes(text))) };
        return int.Parse(field.Values(column.Sample(numbered, 1)).Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>The caller of a code's parts.</summary>
    public static Actor ActorOf(string?[] parts) => new(parts[0], parts[1], parts[2], parts[3], parts[4]);

    private static EventColumn Column(TermKind kind, Expression<Func<EventRow, int>> code, Func<string?[], TrailEvent> sample) =>
        new(kind, code, code.Compile(), HasSets: false, (terms, id) => sample(terms.PartsOf(kind, id)));

    private static EventColumn Sets(TermKind kind, Expression<Func<EventRow, int>> code, Func<TermsSnapshot, int, TrailEvent> sample) =>
        new(kind, code, code.Compile(), HasSets: true, sample);

    private static TrailEvent WithThings(TrailEvent to, TermsSnapshot terms, int code)
    {
        var (repositories, things) = ThingTerms.Of(terms, code);
        return to with { Repositories = repositories, Things = things };
    }
}
