using System.Diagnostics.CodeAnalysis;

namespace TrailBoard.Core.Import;

/// <summary>Sources that read this machine's files. A port, because Core opens no file.</summary>
public interface ILocalTrails
{
    /// <summary>
    /// Files, folders with all that is below them, and patterns with <c>*</c>, <c>?</c> and <c>**</c>. The objects come by the
    /// date in their name and then by name.
    /// </summary>
    /// <param name="paths">At least one; relative ones are below the working folder.</param>
    /// <param name="source">The source, named <c>files</c>.</param>
    /// <param name="problem">A sentence that names the path that does not exist or matches nothing.</param>
    bool TryPaths(
        IReadOnlyList<string> paths,
        [NotNullWhen(true)] out ITrailSource? source,
        [NotNullWhen(false)] out string? problem);

    /// <summary>One object that is read from a stream as it comes; it can be opened once.</summary>
    ITrailSource Stream(Stream input, string name);

    /// <summary>Uploaded files, each under the name that its sender gave it. The source is named <c>upload</c>.</summary>
    /// <param name="files">The files; each is deleted after it is settled.</param>
    ITrailSource Uploads(IReadOnlyList<UploadedFile> files);
}

/// <summary>A file that was uploaded.</summary>
/// <param name="Path">Where its bytes lie until they are imported: a path of our own making.</param>
/// <param name="Name">The name that its sender gave it: hostile text, never used as a path.</param>
public sealed record UploadedFile(string Path, string Name);
