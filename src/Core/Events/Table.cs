namespace TrailBoard.Core.Events;

/// <summary>A tab-separated table inside the assembly: a header line, then a line a fact.</summary>
internal static class Table
{
    public static IEnumerable<string[]> Read(string name)
    {
        using var stream = typeof(Table).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The table {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var columns = reader.ReadLine()?.Split('\t').Length ?? 0;
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            if (cells.Length != columns)
            {
                throw new InvalidDataException($"{name} has {columns} columns, but this line has {cells.Length}: {line}");
            }

            yield return cells;
        }
    }
}
