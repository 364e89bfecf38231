using System.IO.Enumeration;

namespace TrailBoard.Data.Sources;

/// <summary>
/// Lists what is below a folder and says of each thing that is not to be read why. Nothing is opened and no link is followed
/// here: a link is read where it leads to a file of the same folder, and refused otherwise (FAULTS 84).
/// </summary>
internal static class FileWalk
{
    private const string Hidden = "It is hidden (its name begins with a dot).";

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
    };

    public static IEnumerable<FileObject> From(FileStart start)
    {
        var info = new FileInfo(start.Path);
        if (start.Root is { } root && root != start.Path && info.LinkTarget is not null)
        {
            yield return OfLink(start.Path, root);
            yield break;
        }

        if (!Directory.Exists(start.Path))
        {
            yield return Of(info);
            yield break;
        }

        // Not by calling itself: folders may be nested deeper than the stack.
        var folders = new Stack<string>([start.Path]);
        while (folders.TryPop(out var folder))
        {
            var entries = In(folder, out var fault);
            foreach (var entry in entries)
            {
                if (entry is { IsFolder: true, File: null })
                {
                    folders.Push(entry.Path);
                }
                else
                {
                    yield return entry.File ?? OfLink(entry.Path, start.Root ?? start.Path);
                }
            }

            if (fault is not null)
            {
                yield return FileObject.Unreadable(folder, $"The folder cannot be listed: {fault}");
            }
        }
    }

    private static List<Entry> In(string folder, out string? fault)
    {
        var entries = new List<Entry>();
        fault = null;
        try
        {
            entries.AddRange(new FileSystemEnumerable<Entry>(folder, Read, Everything));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = exception.Message;
        }

        return entries;
    }

    private static Entry Read(ref FileSystemEntry entry)
    {
        var path = entry.ToFullPath();
        var isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
        return entry switch
        {
            { FileName: ['.', ..] } => new Entry(path, entry.IsDirectory, FileObject.NotRead(path, Hidden)),
            _ when isLink => new Entry(path, IsFolder: false, null),
            { IsDirectory: true } => new Entry(path, IsFolder: true, null),
            _ => new Entry(path, IsFolder: false, new FileObject(path, entry.Length, entry.LastWriteTimeUtc)),
        };
    }

    private static FileObject Of(FileInfo info)
    {
        try
        {
            // Through the link where the file named is one: it was named by a person.
            var target = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
            return new FileObject(info.FullName, target.Length, new DateTimeOffset(target.LastWriteTimeUtc));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FileObject.Unreadable(info.FullName, exception.Message);
        }
    }

    private static FileObject OfLink(string path, string root)
    {
        try
        {
            var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            return !IsInside(root, target) ? FileObject.NotRead(path, $"Refused: it is a link that leads out of the folder, to {target}.")
                : Directory.Exists(target) ? FileObject.NotRead(path, $"It is a link to a folder that is read itself: {target}.")
                : !File.Exists(target) ? FileObject.NotRead(path, $"It is a link to nothing: {target}.")
                : new FileObject(path, new FileInfo(target).Length, new DateTimeOffset(File.GetLastWriteTimeUtc(target)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Links in a circle end here.
            return FileObject.Unreadable(path, exception.Message);
        }
    }

    /// <summary>Whether the path lies below the root, and no part of the way there is itself a link, which could lead anywhere.</summary>
    private static bool IsInside(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        if (Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return false;
        }

        var way = root;
        return relative.Split(Path.DirectorySeparatorChar).All(part => new FileInfo(way = Path.Combine(way, part)).LinkTarget is null);
    }

    /// <summary>A folder to go into, a link (neither folder nor file), or a file.</summary>
    private readonly record struct Entry(string Path, bool IsFolder, FileObject? File);
}
