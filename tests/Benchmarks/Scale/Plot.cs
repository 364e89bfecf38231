using System.Globalization;
using System.Text;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>What an event costs against how many there are: four small charts in one SVG that is readable on light and on dark.</summary>
internal static class Plot
{
    private const int Width = 760;
    private const int Height = 560;
    private const int ChartWidth = 290;
    private const int ChartHeight = 170;

    public static string Of(IReadOnlyList<Summary> runs)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="What an event costs against how many there are">
            <style>
              .ink {"{"} fill: #333 {"}"} .rule {"{"} stroke: #ccc {"}"} .ours {"{"} stroke: #0b62c4; fill: #0b62c4 {"}"} .peer {"{"} stroke: #b3560a; fill: #b3560a {"}"}
              @media (prefers-color-scheme: dark) {"{"} .paper {"{"} fill: #16181c {"}"} .ink {"{"} fill: #ddd {"}"} .rule {"{"} stroke: #444 {"}"} .ours {"{"} stroke: #6cb2ff; fill: #6cb2ff {"}"} .peer {"{"} stroke: #f0a35e; fill: #f0a35e {"}"} {"}"}
            </style>
            <rect class="paper" width="{Width}" height="{Height}" fill="#fff"/>
            <text class="ours" x="60" y="20" style="stroke: none">● TrailBoard</text><text class="peer" x="160" y="20" style="stroke: none">■ DuckDB, dashed</text>

            """);
        Chart(svg, 0, "import: µs an event, by the clock", runs, run => run.ImportMicroseconds, run => run.PeerImportMicroseconds);
        Chart(svg, 1, "store: bytes an event", runs, run => run.StoreBytesOfEvent, run => (double?)run.PeerStoreBytes / run.Events);
        Chart(svg, 2, "facets and histogram: p95, ms", runs, run => run.Facets.P95, run => run.PeerFacets?.P95);
        Chart(svg, 3, "page of 50: p95, ms", runs, run => run.Page.P95, run => run.PeerPage?.P95);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Chart(StringBuilder svg, int number, string title, IReadOnlyList<Summary> runs, Func<Summary, double> ours, Func<Summary, double?> peers)
    {
        var (left, top) = (60 + (number % 2 * 360), 60 + (number / 2 * 255));
        var most = runs.SelectMany(run => new[] { ours(run), peers(run) ?? 0 }).Max();
        var step = Step(most);
        var end = Math.Ceiling(most / step) * step;
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink\" x=\"{left}\" y=\"{top - 12}\" font-weight=\"600\">{title}</text>\n");
        for (var value = 0.0; value <= end * 1.0001; value += step)
        {
            var y = Y(value);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"rule\" x1=\"{left}\" x2=\"{left + ChartWidth}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/><text class=\"ink\" x=\"{left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{value:#,0.##}</text>\n");
        }

        foreach (var run in runs)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink\" x=\"{X(run):0.#}\" y=\"{top + ChartHeight + 18}\" text-anchor=\"middle\">{Name(run)}</text>\n");
        }

        Line("peer", " stroke-dasharray=\"5 4\"", run => peers(run), (x, y, text) => $"<rect class=\"peer\" x=\"{x - 3.5:0.#}\" y=\"{y - 3.5:0.#}\" width=\"7\" height=\"7\"><title>DuckDB: {text}</title></rect>\n");
        Line("ours", "", run => ours(run), (x, y, text) => $"<circle class=\"ours\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\"><title>TrailBoard: {text}</title></circle>\n");

        void Line(string kind, string dashes, Func<Summary, double?> of, Func<double, double, string, FormattableString> mark)
        {
            var points = runs.Where(run => of(run) is not null).Select(run => (X: X(run), Value: of(run)!.Value)).ToList();
            svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{kind}\" style=\"fill: none\" stroke-width=\"2\"{dashes} points=\"{string.Join(' ', points.Select(point => FormattableString.Invariant($"{point.X:0.#},{Y(point.Value):0.#}")))}\"/>\n");
            points.ForEach(point => svg.Append(mark(point.X, Y(point.Value), point.Value.ToString("#,0.##", CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)));
        }

        double Y(double value) => top + ChartHeight - (ChartHeight * value / end);

        // By the logarithm, in the middle where there is only one size.
        double X(Summary run)
        {
            var (low, high) = (Math.Log10(runs[0].Events), Math.Log10(runs[^1].Events));
            return left + 25 + ((ChartWidth - 50) * (high - low < 0.1 ? 0.5 : (Math.Log10(run.Events) - low) / (high - low)));
        }
    }

    private static string Name(Summary run) => run.Events >= 900_000 ? $"{Math.Round(run.Events / 1e6)} M" : $"{Math.Round(run.Events / 1e3)} k";

    // 1, 2 or 5 of some power of ten, so that there are two to five lines.
    private static double Step(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most / 4)));
        return new[] { 1, 2, 5, 10 }.Select(one => one * power).First(step => most / step <= 5);
    }
}
