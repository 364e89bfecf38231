using System.Runtime.CompilerServices;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Columns;

/// <summary>
/// What the last questions of each state of the columns matched: a page asks the same filter for its groups, its histogram and its
/// count, and the bits of a filter cost more than counting them. It goes with the state.
/// </summary>
internal sealed class RecentQuestions
{
    // A bit an event each: with ten million events 10 MB in all.
    private const int Most = 8;

    private readonly ConditionalWeakTable<ColumnsSnapshot, List<(EventQuery Query, MatchingColumns Matching)>> _states = [];

    public MatchingColumns? Find(ColumnsSnapshot columns, EventQuery query)
    {
        var recent = _states.GetOrCreateValue(columns);
        lock (recent)
        {
            return recent.Find(one => one.Query == query).Matching;
        }
    }

    public void Add(ColumnsSnapshot columns, EventQuery query, MatchingColumns matching)
    {
        var recent = _states.GetOrCreateValue(columns);
        lock (recent)
        {
            if (recent.Count == Most)
            {
                recent.RemoveAt(0);
            }

            recent.Add((query, matching));
        }
    }
}
