using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>Where to begin: a file or folder, and the folder that links must not lead out of (null for a file named by itself).</summary>
internal readonly record struct FileStart(string Path, string? Root);

/// <summary>
/// Files and all that is below folders, in the order of the dates in their names: CloudTrail's events then reach the store
/// nearly in the order of their times, which is how it writes fastest, whatever the accounts and regions of the folders.
/// </summary>
internal sealed class FileSource(IReadOnlyList<FileStart> starts, string label) : ITrailSource
{
    public const string Name = "files";

    public string Label => label;

    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = new List<(string Date, FileObject File)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in starts)
        {
            foreach (var file in FileWalk.From(start))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (seen.Add(file.Name))
                {
                    files.Add((FileDate.Of(file.Name), file));
                }
            }
        }

        files.Sort(static (left, right) => string.CompareOrdinal(left.Date, right.Date) is var byDate and not 0
            ? byDate
            : string.CompareOrdinal(left.File.Name, right.File.Name));
        foreach (var (_, file) in files)
        {
            yield return file;
        }

        await Task.CompletedTask;
    }
}
