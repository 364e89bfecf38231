using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary>A table for a terminal: one line a row, as wide as the terminal at most, cells cut with … where they must be.</summary>
internal sealed class TextTable(params string[] titles)
{
    private const string Gap = "  ";
    private const int Narrowest = 6;

    private readonly List<string[]> _rows = [];

    public int Count => _rows.Count;

    /// <summary>Columns that are aligned to the right.</summary>
    public HashSet<int> Numbers { get; } = [];

    /// <summary>Columns that are never cut: half a time is no time.</summary>
    public HashSet<int> Whole { get; } = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(VisibleText.Of)]);

    public void Write(TextWriter output)
    {
        var widths = Widths(WidthOf(output));
        foreach (var row in _rows.Prepend(titles))
        {
            var cells = Enumerable.Range(0, row.Length)
                .Where(column => widths[column] > 0)
                .Select(column => Align(Cut(row[column], widths[column]), column, widths[column]));
            output.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }

    // Elsewhere than on a terminal nothing is cut: a program reads it, or a file keeps it.
    private static int WidthOf(TextWriter output) =>
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && Console.WindowWidth > 0 ? Console.WindowWidth : int.MaxValue;

    private static string Cut(string cell, int width) => cell.Length <= width ? cell : cell[..(width - 1)] + "…";

    private string Align(string cell, int column, int width) => Numbers.Contains(column) ? cell.PadLeft(width) : cell.PadRight(width);

    private int[] Widths(int available)
    {
        // A column in which no row says anything is left out.
        var widths = titles.Select((title, column) => _rows.Count > 0 && _rows.All(row => row[column].Length == 0)
            ? 0
            : Math.Max(title.Length, _rows.Select(row => row[column].Length).DefaultIfEmpty().Max())).ToArray();
        var over = widths.Sum(width => (long)width) + (Gap.Length * (widths.Count(width => width > 0) - 1)) - available;
        while (over > 0)
        {
            // The widest gives, since it loses least.
            var widest = Enumerable.Range(0, widths.Length).Where(column => !Whole.Contains(column)).MaxBy(column => widths[column]);
            if (Whole.Contains(widest) || widths[widest] <= Narrowest)
            {
                break;
            }

            widths[widest]--;
            over--;
        }

        return widths;
    }
}
