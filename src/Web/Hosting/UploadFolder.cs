using System.Globalization;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// Where uploaded bytes lie until they are imported: a folder of this process below the data folder, removed with all that is
/// in it when the process ends, or by the next start where it was killed. Names are numbers of our own; what the sender calls a
/// file never touches the disk.
/// </summary>
internal sealed partial class UploadFolder(IOptions<StoreOptions> store, ILogger<UploadFolder> logger) : IHostedService, IDisposable
{
    private const string LockName = "in-use";

    private readonly string _root = Path.Combine(store.Value.FolderPath, "uploads");
    private readonly string _own = Path.Combine(store.Value.FolderPath, "uploads", Guid.NewGuid().ToString("N"));
    private readonly Lock _gate = new();
    private FileStream? _inUse;
    private long _files;

    /// <summary>A path for the next file.</summary>
    public string NextPath()
    {
        lock (_gate)
        {
            if (_inUse is null)
            {
                Directory.CreateDirectory(_own);
                _inUse = new FileStream(Path.Combine(_own, LockName), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            }

            return Path.Combine(_own, (++_files).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The bytes that are free on the disk.</summary>
    public long FreeBytes()
    {
        Directory.CreateDirectory(_root);
        return new DriveInfo(_root).AvailableFreeSpace;
    }

    /// <summary>Removes what processes that were killed left behind.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in Directory.Exists(_root) ? Directory.GetDirectories(_root) : [])
        {
            RemoveUnlessInUse(folder);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        lock (_gate)
        {
            if (_inUse is not null)
            {
                _inUse.Dispose();
                _inUse = null;
                RemoveUnlessInUse(_own);
            }
        }
    }

    private void RemoveUnlessInUse(string folder)
    {
        try
        {
            // Another process on the same data folder holds its lock as long as it lives.
            using (new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Kept(logger, folder, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Kept the upload folder {Folder}: {Reason}")]
        public static partial void Kept(ILogger logger, string folder, string reason);
    }
}
