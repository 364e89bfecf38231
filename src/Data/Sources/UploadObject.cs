using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>An uploaded file under the name that its sender gave it; its bytes are removed when it is settled.</summary>
internal sealed class UploadObject(UploadedFile file) : TrailObject
{
    public override string Source => "upload";

    public override string Name => file.Name;

    public override long? Size { get; } = new FileInfo(file.Path) is { Exists: true } info ? info.Length : null;

    // Not known: two uploads of one name are two files, so each is read.
    public override DateTimeOffset? Modified => null;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream>(new FileReading(file.Path, Size ?? 0, null));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The message of the system would tell a path of ours, not the sender's name.
            throw new IOException("The uploaded bytes are gone; upload it again.", exception);
        }
    }

    public override Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken)
    {
        File.Delete(file.Path);
        return Task.CompletedTask;
    }
}
