using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>How the values of a row stand to each other.</summary>
public enum Likeness
{
    /// <summary>All are the same.</summary>
    Same,

    /// <summary>At least one is other, or is missing.</summary>
    Differs,

    /// <summary>They look the same because they are masked: what was recorded may differ.</summary>
    Hidden,
}

/// <summary>A field of several events.</summary>
/// <param name="Values">Its values in each event.</param>
public sealed record FieldOfEvents(EventField Field, IReadOnlyList<IReadOnlyList<string>> Values)
{
    public Likeness Likeness { get; } = Values.All(values => IsSame(values, Values[0])) ? Likeness.Same : Likeness.Differs;

    /// <summary>Whether an event has the values of the first one. The order in which a record names things says nothing.</summary>
    public bool IsAsFirst(int index) => IsSame(Values[index], Values[0]);

    private static bool IsSame(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.ToHashSet(StringComparer.Ordinal).SetEquals(other);
}

/// <summary>A path of several documents.</summary>
/// <param name="Cells">Its value in each document, null where it has none.</param>
public sealed record ComparedPath(string Path, IReadOnlyList<JsonLeaf?> Cells)
{
    public Likeness Likeness { get; } = !Cells.All(cell => JsonLeaf.AreSame(cell, Cells[0])) ? Likeness.Differs
        : Cells[0] is { IsHidden: true } && Cells.Count > 1 ? Likeness.Hidden
        : Likeness.Same;

    /// <summary>How jq finds it, or null where it cannot.</summary>
    public string? Jq => Cells.OfType<JsonLeaf>().First().Jq;

    /// <summary>Whether values are told apart only by what they are: the number 1 and the text "1".</summary>
    public bool NeedsShapes => Cells.OfType<JsonLeaf>().GroupBy(leaf => leaf.Text, StringComparer.Ordinal).Any(same => same.DistinctBy(leaf => leaf.Shape).Count() > 1);

    /// <summary>Whether a document has the value of the first one.</summary>
    public bool IsAsFirst(int index) => JsonLeaf.AreSame(Cells[index], Cells[0]);

    /// <summary>
    /// All paths of the documents, in the order of the first one; what it lacks stands behind what it follows in the document that has it.
    /// The order of keys makes no difference.
    /// </summary>
    public static IReadOnlyList<ComparedPath> Of(IReadOnlyList<IReadOnlyList<JsonLeaf>> documents)
    {
        var order = new LinkedList<string>();
        var places = new Dictionary<string, LinkedListNode<string>>(StringComparer.Ordinal);
        var leaves = documents.Select(document => document.ToDictionary(leaf => leaf.Path, StringComparer.Ordinal)).ToList();
        foreach (var document in documents)
        {
            LinkedListNode<string>? before = null;
            foreach (var leaf in document)
            {
                if (!places.TryGetValue(leaf.Path, out var place))
                {
                    places[leaf.Path] = place = before is null ? order.AddFirst(leaf.Path) : order.AddAfter(before, leaf.Path);
                }

                before = place;
            }
        }

        return [.. order.Select(path => new ComparedPath(path, [.. leaves.Select(document => document.GetValueOrDefault(path))]))];
    }
}

/// <summary>A part of several records: the request, the response, or the rest.</summary>
/// <param name="Prefix">What stands before a path in the filter language, or null where it has no fields.</param>
public sealed record ComparedPart(string Title, string? Prefix, IReadOnlyList<ComparedPath> Paths);

/// <summary>One record of several that are compared.</summary>
/// <param name="Id">The id that was asked for.</param>
/// <param name="Version">Which of the records with this id it is, from 1.</param>
/// <param name="Versions">How many records carry the id.</param>
public sealed record ComparedEvent(string Id, EventReading Reading, int Version, int Versions);

/// <summary>Several records side by side. Everything that it holds was masked before.</summary>
public sealed class EventComparison
{
    private EventComparison(IReadOnlyList<ComparedEvent> events) => Events = events;

    /// <summary>What is compared, in the order of its columns.</summary>
    public IReadOnlyList<ComparedEvent> Events { get; }

    public IReadOnlyList<FieldOfEvents> Fields { get; private init; } = [];

    public IReadOnlyList<ComparedPart> Parts { get; private init; } = [];

    /// <summary>Whether a record is longer than what is laid out of it.</summary>
    public bool IsCut { get; private init; }

    /// <summary>How many rows there are of a likeness.</summary>
    public int Count(Likeness likeness) => Fields.Count(field => field.Likeness == likeness) + Parts.Sum(part => part.Paths.Count(path => path.Likeness == likeness));

    public static EventComparison Of(IReadOnlyList<ComparedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var readings = events.Select(compared => compared.Reading).ToList();
        return new EventComparison(events)
        {
            Fields = FieldsOf(readings),
            Parts =
            [
                Part("Request", "req.", "requestParameters", reading => reading.Request),
                Part("Response", "res.", "responseElements", reading => reading.Response),
                Part("Everything else", null, "", reading => reading.Rest),
            ],
            IsCut = readings.Any(reading => reading is { Request.IsCut: true } or { Response.IsCut: true } or { Rest.IsCut: true }),
        };

        ComparedPart Part(string title, string? prefix, string root, Func<EventReading, JsonOutline?> outline) =>
            new(title, prefix, ComparedPath.Of([.. readings.Select(reading => JsonLeaf.Of(outline(reading), root))]));
    }

    private static List<FieldOfEvents> FieldsOf(List<EventReading> readings)
    {
        var values = readings.Select(reading => reading.Sections.SelectMany(section => section.Fields)
            .Prepend(new FieldValue(EventFields.Time, EventFields.Time.Values(reading.Event).Single()))
            .ToLookup(field => field.Field, field => field.Value)).ToList();
        // In the order of the pane, which is that of any one of them with the gaps filled from the others.
        return [.. ComparedPath.Of([.. values.Select(fields => fields.Select(field => new JsonLeaf(field.Key.Name, null, JsonShape.Text, "", "")).ToList())])
            .Select(row => values.SelectMany(fields => fields.Select(field => field.Key)).First(field => field.Name == row.Path))
            .Select(field => new FieldOfEvents(field, [.. values.Select(fields => fields[field].ToList())]))];
    }
}
