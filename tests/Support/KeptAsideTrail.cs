using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>Objects that every run keeps aside, by their names.</summary>
internal sealed class KeptAsideTrail(params string[] names) : ITrailSource
{
    public const string Reason = "The gzip data ended early. It failed too often and is not tried again by itself.";

    public string Label => "new-files";

    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var name in names)
        {
            yield return new KeptAsideObject(name);
        }
    }

    private sealed class KeptAsideObject(string name) : TrailObject
    {
        public override string Source => "new-files";

        public override string Name => name;

        public override long? Size => null;

        public override DateTimeOffset? Modified => null;

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => throw new ObjectNotReadException(new ObjectReading.Quarantine(Reason));
    }
}
