using System.IO.Enumeration;

namespace TrailBoard.Data.Sources;

/// <summary>
/// A path in which <c>*</c> and <c>?</c> stand for characters of one name and <c>**</c> for any folders, as in a shell: what is
/// hidden is matched only by a part that begins with a dot itself.
/// </summary>
internal sealed class FilePattern
{
    private const string AnyFolders = "**";

    private readonly string _root;
    private readonly string[] _parts;

    /// <param name="fullPath">An absolute path with wildcards.</param>
    public FilePattern(string fullPath)
    {
        var parts = fullPath.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var plain = Array.FindIndex(parts, IsPattern);
        _root = string.Join(Path.DirectorySeparatorChar, parts[..plain]) + Path.DirectorySeparatorChar;
        _parts = parts[plain..];
    }

    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The files and folders that match. What cannot be listed matches nothing.</summary>
    public IEnumerable<FileStart> Match()
    {
        if (!Directory.Exists(_root))
        {
            yield break;
        }

        // Each folder with the places in the pattern that its path can have reached.
        var folders = new Stack<(string Path, int[] Places)>([(_root, Open([0]))]);
        while (folders.TryPop(out var folder))
        {
            foreach (var (name, path, isFolder) in In(folder.Path))
            {
                var places = Open(folder.Places.SelectMany(place => After(place, name)));
                if (places.Contains(_parts.Length))
                {
                    yield return new FileStart(path, isFolder ? path : _root);
                }
                else if (isFolder && places.Length > 0)
                {
                    folders.Push((path, places));
                }
            }
        }
    }

    // "**" may stand for no folder at all.
    private int[] Open(IEnumerable<int> places) =>
        [.. places.SelectMany(place => place < _parts.Length && _parts[place] == AnyFolders ? new[] { place, place + 1 } : [place]).Distinct()];

    private IEnumerable<int> After(int place, string name)
    {
        if (place == _parts.Length)
        {
            yield break;
        }

        var part = _parts[place];
        if (name[0] == '.' && !part.StartsWith('.'))
        {
            yield break;
        }

        if (part == AnyFolders)
        {
            yield return place;
            if (place == _parts.Length - 1)
            {
                yield return place + 1;
            }
        }
        else if (FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false))
        {
            yield return place + 1;
        }
    }

    private static FileSystemEnumerable<(string Name, string Path, bool IsFolder)> In(string folder) =>
        new FileSystemEnumerable<(string, string, bool)>(
            folder,
            (ref FileSystemEntry entry) => (
                entry.FileName.ToString(),
                entry.ToFullPath(),
                entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true });
}
