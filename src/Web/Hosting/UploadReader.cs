using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>Takes the files of one multipart request to disk as they come, never a whole one in memory; all of them or none.</summary>
internal sealed class UploadReader(UploadFolder folder, IOptions<UploadOptions> options)
{
    private const int BufferBytes = 128 * 1024;
    private const long Megabyte = 1024 * 1024;
    private const int MaxNameLength = 1_024;

    private readonly UploadOptions _limits = options.Value;

    /// <summary>Reads the request. After a refusal, a cut connection or a fault nothing of it is left on the disk.</summary>
    public async Task<UploadReading> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
        {
            return new UploadReading.Malformed("Send the files as multipart/form-data, one part for each.");
        }

        var files = new List<UploadedFile>();
        UploadReading? reading = null;
        try
        {
            reading = await ReadPartsAsync(new MultipartReader(boundary.ToString(), request.Body), request.ContentLength, files, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            // The reader of parts says so where the body ends before its last boundary; a cut connection is nobody to answer to.
            reading = new UploadReading.Malformed("The parts of the body cannot be told apart: " + exception.Message);
        }
        finally
        {
            if (reading is not UploadReading.Taken)
            {
                Discard(files);
            }
        }

        return reading;
    }

    /// <summary>Removes files that will not be imported.</summary>
    public static void Discard(IEnumerable<UploadedFile> files)
    {
        foreach (var file in files)
        {
            File.Delete(file.Path);
        }
    }

    private async Task<UploadReading> ReadPartsAsync(MultipartReader parts, long? length, List<UploadedFile> files, CancellationToken cancellationToken)
    {
        while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || !disposition.IsFileDisposition())
            {
                continue;
            }

            if (files.Count == _limits.MaxFiles)
            {
                return new UploadReading.TooLarge("Upload:MaxFiles", $"One upload holds at most {_limits.MaxFiles} files (Upload:MaxFiles). Nothing of it was kept; send the files in several uploads.");
            }

            if (folder.FreeBytes() - (files.Count == 0 ? length ?? 0 : 0) < _limits.KeepFreeMegabytes * Megabyte)
            {
                return new UploadReading.DiskFull($"The upload would leave less than {_limits.KeepFreeMegabytes} MB free on the disk of the data folder (Upload:KeepFreeMegabytes). Nothing of it was kept.");
            }

            var file = new UploadedFile(folder.NextPath(), NameOf(disposition));
            files.Add(file);
            if (!await TakeAsync(part.Body, file.Path, cancellationToken))
            {
                return new UploadReading.TooLarge("Upload:MaxFileMegabytes", $"A file of an upload has at most {_limits.MaxFileMegabytes} MB (Upload:MaxFileMegabytes); '{Excerpt(file.Name)}' has more. Nothing of the upload was kept; large files can be imported from a folder or with the import verb.");
            }
        }

        return files.Count == 0 ? new UploadReading.Malformed("The upload holds no file.") : new UploadReading.Taken(files);
    }

    private async Task<bool> TakeAsync(Stream body, string path, CancellationToken cancellationToken)
    {
        var left = _limits.MaxFileMegabytes * Megabyte;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if ((left -= read) < 0)
                {
                    return false;
                }

                await WriteAsync(target, buffer.AsMemory(0, read), cancellationToken);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task WriteAsync(FileStream target, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await target.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new StoreException($"The upload could not be written to the data folder, and nothing of it was kept: {exception.Message}", exception);
        }
    }

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return name.Length == 0 ? "(no name)" : name.Length <= MaxNameLength ? name.ToString() : name.ToString()[..MaxNameLength];
    }

    private static string Excerpt(string name) => name.Length <= 100 ? name : name[..100] + "…";
}

/// <summary>What came of reading an upload.</summary>
internal abstract record UploadReading
{
    private UploadReading()
    {
    }

    /// <summary>Every file is on the disk.</summary>
    public sealed record Taken(IReadOnlyList<UploadedFile> Files) : UploadReading;

    /// <summary>The request is not an upload.</summary>
    public sealed record Malformed(string Message) : UploadReading;

    /// <summary>The upload passes a limit.</summary>
    /// <param name="Setting">The setting that holds the limit.</param>
    public sealed record TooLarge(string Setting, string Message) : UploadReading;

    /// <summary>There is no room for the upload.</summary>
    public sealed record DiskFull(string Message) : UploadReading;
}
