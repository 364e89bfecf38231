using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;

namespace TrailBoard.Benchmarks;

/// <summary>The files of a folder and those below it by name, or in a random order that a seed fixes.</summary>
internal sealed class TrailFolder(string path, int? shuffle) : ITrailSource
{
    public string Label => path;

    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = new DirectoryInfo(path).EnumerateFiles("*.gz", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal).ToArray();
        if (shuffle is { } seed)
        {
            new Random(seed).Shuffle(files);
        }

        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TrailFile(file);
        }

        await Task.CompletedTask;
    }

    private sealed class TrailFile(FileInfo file) : TrailObject
    {
        public override string Source => "files";

        public override string Name => file.FullName;

        public override long? Size => file.Length;

        public override DateTimeOffset? Modified => new(file.LastWriteTimeUtc, TimeSpan.Zero);

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(file.OpenRead());
    }
}
