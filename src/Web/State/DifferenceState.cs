using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What is different, field by field: each is asked by itself, and what is slow keeps none of the others.</summary>
public sealed class DifferenceState(DifferenceQueries differences, TimeProvider clock, Action changed) : IDisposable
{
    private CancellationToken _token;

    /// <summary>The fields, each with its answer, in the order in which they are asked.</summary>
    public IReadOnlyList<ComparedField> Fields { get; } = [.. DifferenceQueries.Fields.Select(field => new ComparedField(field, clock))];

    /// <summary>How many events each side has, once they are counted.</summary>
    public Answer<SideTotals> Totals { get; } = new();

    /// <summary>What is compared, or null where nothing was asked yet.</summary>
    public DifferenceQuery? Query { get; private set; }

    /// <summary>The fields that say something. They are in the order of their best values once all are known; until then in that in which they come, so that nothing jumps.</summary>
    public IReadOnlyList<ComparedField> Told
    {
        get
        {
            var told = Fields.Where(of => of.Answer.Value is { Stand: FieldStand.Differs });
            return IsSettled ? [.. told.OrderByDescending(of => of.Answer.Value!.Score)] : [.. told];
        }
    }

    /// <summary>Whether every field has its answer, or was skipped.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>How many fields have.</summary>
    public int Answered => Fields.Count(of => of is { Asked: true, Answer.IsLoading: false });

    /// <summary>The fields of which a person is to know that they were not forgotten.</summary>
    public IEnumerable<EventField> With(FieldStand stand) => Fields.Where(field => field.Answer.Value?.Stand == stand).Select(field => field.Field);

    /// <summary>Compares anew. What was there before stays until each field has its new answer.</summary>
    public async Task AskAsync(DifferenceQuery query, CancellationToken cancellationToken)
    {
        (Query, IsSettled, _token) = (query, false, cancellationToken);
        foreach (var field in Fields)
        {
            field.Asked = false;
        }

        List<Task> all = [Totals.AskAsync(async token => SideTotals.Of(await differences.CountAsync(query, token)), changed, cancellationToken)];
        await all[0];
        foreach (var field in Fields)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            field.Asked = true;
            all.Add(AskAsync(field, cancellationToken));
            await field.Answer.Turn;
        }

        await Task.WhenAll(all);
        if (!cancellationToken.IsCancellationRequested)
        {
            IsSettled = true;
            changed();
        }
    }

    /// <summary>Asks a field again that was skipped or failed.</summary>
    public Task AskAgainAsync(ComparedField field) => AskAsync(field, _token);

    public void Dispose()
    {
        foreach (var field in Fields)
        {
            field.Answer.Dispose();
        }
    }

    private Task AskAsync(ComparedField field, CancellationToken cancellationToken) =>
        field.Answer.AskAsync(token => differences.OfAsync(Query!, field.Field, token), changed, cancellationToken);
}

/// <summary>A field of the comparison.</summary>
public sealed class ComparedField(EventField field, TimeProvider clock)
{
    public EventField Field { get; } = field;

    public TimedAnswer<FieldDifference> Answer { get; } = new(clock);

    /// <summary>Whether its turn has come.</summary>
    public bool Asked { get; set; }
}

/// <summary>How many events the two sides have.</summary>
public sealed record SideTotals(long Inside, long Outside)
{
    public static SideTotals Of((long Selection, long Whole) counts) => new(counts.Selection, counts.Whole - counts.Selection);
}
