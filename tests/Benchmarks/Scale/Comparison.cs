using System.Text.Json;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>Whether two programs gave the same answers. What differs is told with both of them.</summary>
internal static class Comparison
{
    private const int PageRows = 50;

    /// <returns>How many answers were compared, and what differs.</returns>
    public static (int Compared, List<string> Differences) Of(QuestionList questions, AnswerList ours, AnswerList peers)
    {
        var differences = new List<string>();
        var compared = 0;
        foreach (var (question, our, peer) in questions.Filters.Zip(ours.Filters, peers.Filters))
        {
            foreach (var (facet, our1, peer1) in questions.Facets.Zip(our.Facets, peer.Facets))
            {
                Same($"facet {facet}", question, Text(our1), Text(peer1));
            }

            Same("histogram", question, Text(our.Bars), Text(peer.Bars));
            compared++;
            if (Page(our, peer) is { } page)
            {
                differences.Add($"page of '{question.Text}' {question.From:O}..{question.To:O}: {page}");
            }
        }

        foreach (var (id, our, peer) in ours.Ids.Zip(ours.Records, peers.Records))
        {
            compared++;
            if (!IsSameJson(our.Request, peer.Request) || !IsSameJson(our.Response, peer.Response))
            {
                differences.Add($"record {id}:\n  TrailBoard {our}\n  peer       {peer}");
            }
        }

        foreach (var (word, our, peer) in questions.Words.Zip(ours.Words, peers.Words))
        {
            compared++;
            var (left, right) = (string.Join(' ', our.Ids.Order(StringComparer.Ordinal)), string.Join(' ', peer.Ids.Order(StringComparer.Ordinal)));
            if (left != right)
            {
                differences.Add($"word {word}:\n  TrailBoard {left}\n  peer       {right}");
            }
        }

        if (questions.Filters.Length != ours.Filters.Length || questions.Filters.Length != peers.Filters.Length || ours.Ids.Length != peers.Records.Length
            || ours.Ids.Length != ours.Records.Length || questions.Words.Length != ours.Words.Length || questions.Words.Length != peers.Words.Length
            || ours.Filters.Concat(peers.Filters).Any(answer => answer.Facets.Length != questions.Facets.Length))
        {
            differences.Add("Not every question was answered.");
        }

        return (compared, differences);

        void Same(string what, Question question, string our, string peer)
        {
            compared++;
            if (our != peer)
            {
                differences.Add($"{what} of '{question.Text}' {question.From:O}..{question.To:O}:\n  TrailBoard {our}\n  peer       {peer}");
            }
        }
    }

    // Newest first. In which order the events of one second come is each program's own, so which of them are on the last page's edge is too:
    // ours must be among all that the peer has in that second.
    private static string? Page(FilterAnswer our, FilterAnswer peer)
    {
        if (our.Page.Length != peer.Page.Length)
        {
            return $"{our.Page.Length} rows, the peer has {peer.Page.Length}";
        }

        if (our.Page.Length == 0)
        {
            return null;
        }

        if (!our.Page.Select(row => row.Time).SequenceEqual(peer.Page.Select(row => row.Time)))
        {
            return $"other times:\n  TrailBoard {string.Join(' ', our.Page.Select(row => row.Time))}\n  peer       {string.Join(' ', peer.Page.Select(row => row.Time))}";
        }

        var peers = peer.Page.ToDictionary(row => row.Id);
        var edge = our.Page.Length == PageRows ? peer.Page[^1].Time : long.MinValue;
        var inEdge = peer.Edge.ToHashSet(StringComparer.Ordinal);
        foreach (var row in our.Page)
        {
            if (peers.TryGetValue(row.Id, out var same) ? row != same : row.Time != edge || !inEdge.Contains(row.Id))
            {
                return $"\n  TrailBoard {row}\n  peer       {same?.ToString() ?? "does not have it"}";
            }
        }

        return our.Page.DistinctBy(row => row.Id).Count() == our.Page.Length ? null : "an event twice";
    }

    private static string Text<T>(IEnumerable<T> items) => string.Join("; ", items);

    private static bool IsSameJson(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        using var first = JsonDocument.Parse(left);
        using var second = JsonDocument.Parse(right);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}
