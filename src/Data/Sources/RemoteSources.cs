using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>Opens sources of one type.</summary>
internal interface IRemoteSourceOpener
{
    /// <summary>The type.</summary>
    SourceType Type { get; }

    /// <summary>Opens a source whose range is final.</summary>
    IRemoteSource Open(SourceOptions source);
}

/// <summary>Opens sources by their type.</summary>
internal sealed class RemoteSources(IEnumerable<IRemoteSourceOpener> openers) : IRemoteSources
{
    private readonly Dictionary<SourceType, IRemoteSourceOpener> _openers = openers.ToDictionary(opener => opener.Type);

    public IRemoteSource Open(SourceOptions source, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        source.Type is { } type && _openers.TryGetValue(type, out var opener)
            ? opener.Open(source.Within(from, to))
            : throw new ArgumentException($"There is no reader for sources of type {source.Type}.", nameof(source));
}
