namespace TrailBoard.Core.Import;

/// <summary>The sources as they are configured: checked, in the order of the settings.</summary>
/// <param name="All">The sources; their names differ.</param>
public sealed record SourceSettings(IReadOnlyList<SourceOptions> All)
{
    /// <summary>The source with this name, whatever its case, or null.</summary>
    public SourceOptions? Find(string name) => All.FirstOrDefault(source => string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase));
}
