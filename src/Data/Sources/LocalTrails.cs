using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>This machine's files as sources.</summary>
internal sealed class LocalTrails : ILocalTrails
{
    public bool TryPaths(
        IReadOnlyList<string> paths,
        [NotNullWhen(true)] out ITrailSource? source,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var starts = new List<FileStart>();
        source = null;
        foreach (var path in paths)
        {
            if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            {
                problem = "A path is empty or holds a character that no path can hold.";
                return false;
            }

            // What exists is taken by its name, even if the name looks like a pattern.
            var full = Path.GetFullPath(path);
            if (Path.Exists(full))
            {
                starts.Add(new FileStart(full, Directory.Exists(full) ? full : null));
                continue;
            }

            var matches = FilePattern.IsPattern(path) ? [.. new FilePattern(full).Match()] : Array.Empty<FileStart>();
            if (matches.Length == 0)
            {
                problem = FilePattern.IsPattern(path) ? $"Nothing matches {path}." : $"There is no file or folder {path}.";
                return false;
            }

            starts.AddRange(matches);
        }

        problem = null;
        source = new FileSource(starts, paths.Count == 1 ? paths[0] : $"{paths[0]} and {paths.Count - 1} more");
        return true;
    }

    public ITrailSource Stream(Stream input, string name) => new Listed(name, [new StreamObject(input, name)]);

    public ITrailSource Uploads(IReadOnlyList<UploadedFile> files) => new Listed(
        files.Count == 1 ? files[0].Name : $"{files.Count} uploaded files",
        [.. files.Select(file => new UploadObject(file))]);

    private sealed class Listed(string label, IReadOnlyList<TrailObject> objects) : ITrailSource
    {
        public string Label => label;

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var trailObject in objects)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return trailObject;
            }

            await Task.CompletedTask;
        }
    }
}
