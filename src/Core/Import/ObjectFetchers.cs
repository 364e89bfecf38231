using System.Threading.Channels;

namespace TrailBoard.Core.Import;

/// <summary>
/// Stands between the listing and the readers, and opens what is far before its reader comes: a download is waiting and reading is
/// work, so more is downloaded at once than read. What is open is small or lies in a file, so its number bounds the memory.
/// </summary>
internal sealed class ObjectFetchers(RunBooks books)
{
    /// <summary>How many objects of AWS are opened at once: where one takes 30 ms, about 500 a second.</summary>
    public const int AtOnce = 16;

    /// <summary>One fetcher: hands on what is listed until there is no more.</summary>
    public async Task FetchAllAsync(ChannelReader<TrailObject> listed, ChannelWriter<MeteredObject> fetched, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await foreach (var trailObject in listed.ReadAllAsync(cancellationToken))
        {
            var metered = new MeteredObject(trailObject, books);
            if (metered is { IsFar: true, NotToBeRead: null })
            {
                await metered.FetchAsync(cancellationToken);
            }

            try
            {
                await fetched.WriteAsync(metered, cancellationToken);
            }
            catch
            {
                await metered.DropAsync();
                throw;
            }
        }
    }
}
