using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using TrailBoard.Core.Store;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>
/// The columns on disk, so that a site that starts again need not read every row: a file for each day, and an index that says of
/// which state of the store they are. The rows stay the truth: whatever does not fit is loaded from them. The folder may be
/// deleted at any time.
/// </summary>
internal sealed class StoredColumns(string folder, Guid version, int sliceRows)
{
    private const string IndexName = "index";

    // Weakly: slices that were made anew since shall not stay in memory for this.
    private readonly Dictionary<long, WeakReference<Slice>[]> _onDisk = [];
    private StoredIndex? _index;

    /// <summary>The state of the store that the files are of.</summary>
    public StoreMark Mark => _index?.Mark ?? default;

    /// <summary>The program that this is: files of another are not read.</summary>
    public static Guid ThisVersion => typeof(StoredColumns).Module.ModuleVersionId;

    /// <summary>The folder of a store's columns.</summary>
    public static string FolderOf(string store) => store + "-columns";

    /// <summary>Makes all that is on disk count for nothing, before rows change that no mark tells of.</summary>
    /// <exception cref="StoreException">It cannot be removed.</exception>
    public static void Forget(string store)
    {
        var index = Path.Combine(FolderOf(store), IndexName);
        try
        {
            if (File.Exists(index))
            {
                File.Delete(index);
            }
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file {index} is of before the store was brought to this version and cannot be removed: {denied.Message} Delete its folder; it is made anew.", denied);
        }
    }

    /// <summary>Looks whether there are files of the store.</summary>
    /// <param name="mark">The store's state.</param>
    /// <param name="lineAt">Gives the hash of the ledger's line at a mark, or null where there is none.</param>
    public async Task OpenAsync(StoreMark mark, Func<StoreMark, Task<byte[]?>> lineAt)
    {
        _onDisk.Clear();
        _index = ReadFile(IndexName) is { } bytes ? StoredIndex.Decode(bytes, version, sliceRows) : null;
        if (_index is { } index && (index.Mark.IsBeyond(mark) || await lineAt(index.Mark) is not { } line || !line.AsSpan().SequenceEqual(index.Line)))
        {
            _index = null;
        }
    }

    /// <summary>The slices of a day as they were at the mark, or null where there are none, or they are not what was written.</summary>
    public Slice[]? Read(long day)
    {
        if (_index?.Days.GetValueOrDefault(day) is not { } file)
        {
            return null;
        }

        byte[]? lent = null;
        try
        {
            using var open = File.OpenHandle(Path.Combine(folder, NameOf(day)), options: FileOptions.SequentialScan);
            if (RandomAccess.GetLength(open) != file.Length || file.Length > Array.MaxLength)
            {
                return null;
            }

            // Days are of about the same size and read one after the other: new memory for each would be half of what reading costs.
            lent = ArrayPool<byte>.Shared.Rent((int)file.Length);
            var bytes = lent.AsMemory(0, (int)file.Length);
            return Fill(open, bytes.Span) && SHA256.HashData(bytes.Span).AsSpan().SequenceEqual(file.Sha256) ? Decode(day, bytes) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            if (lent is not null)
            {
                ArrayPool<byte>.Shared.Return(lent);
            }
        }
    }

    /// <summary>Writes the days that are not on disk as they are in memory, then the index. A process that is killed meanwhile leaves days that count for nothing.</summary>
    /// <param name="line">The hash of the ledger's line at the columns' mark.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Write(ColumnsSnapshot columns, byte[] line)
    {
        // Days that are not loaded yet are right on disk as long as nothing has changed.
        var days = new SortedDictionary<long, StoredDay>();
        foreach (var (day, file) in _index?.Mark == columns.Mark ? _index.Days : new Dictionary<long, StoredDay>())
        {
            if (Slice.StartOf(day) < columns.Floor)
            {
                days.Add(day, file);
            }
        }

        Directory.CreateDirectory(folder);
        foreach (var day in columns.Slices.GroupBy(slice => Slice.DayOf(slice.Keys[0])))
        {
            Slice[] slices = [.. day];
            days[day.Key] = OnDisk(day.Key, slices) ?? Write(day.Key, slices);
            _onDisk[day.Key] = Weakly(slices);
        }

        _index = new StoredIndex(columns.Mark, line, days);
        Replace(IndexName, stream => stream.Write(_index.Encode(version, sliceRows)));
        foreach (var path in Directory.GetFiles(folder).Where(path => !days.ContainsKey(DayOf(path)) && Path.GetFileName(path) != IndexName))
        {
            File.Delete(path);
        }
    }

    /// <summary>Whether all that is in memory is on disk.</summary>
    public bool Holds(ColumnsSnapshot columns) =>
        Mark == columns.Mark && columns.Slices.GroupBy(slice => Slice.DayOf(slice.Keys[0])).All(day => OnDisk(day.Key, [.. day]) is not null);

    private StoredDay? OnDisk(long day, Slice[] slices) =>
        _onDisk.TryGetValue(day, out var written) && written.Length == slices.Length && written.Zip(slices).All(pair => pair.First.TryGetTarget(out var one) && one == pair.Second)
            ? _index?.Days.GetValueOrDefault(day)
            : null;

    private static WeakReference<Slice>[] Weakly(IEnumerable<Slice> slices) => [.. slices.Select(slice => new WeakReference<Slice>(slice))];

    private StoredDay Write(long day, Slice[] slices)
    {
        StoredDay? file = null;
        Replace(NameOf(day), stream =>
        {
            using var writer = new SliceWriter(stream);
            Array.ForEach(slices, slice => slice.WriteTo(writer));
            file = new StoredDay(writer.Length, writer.Hash());
        });
        return file!;
    }

    // No sync to the disk: what a machine that loses its power leaves is told by its hash.
    private void Replace(string name, Action<Stream> write)
    {
        var path = Path.Combine(folder, name);
        using (var stream = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20))
        {
            write(stream);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private Slice[] Decode(long day, ReadOnlyMemory<byte> bytes)
    {
        var (reader, slices) = (new SliceReader(bytes), new List<Slice>());
        while (!reader.IsAtEnd)
        {
            slices.Add(Slice.From(reader));
        }

        _onDisk[day] = Weakly(slices);
        return [.. slices];
    }

    private static bool Fill(SafeFileHandle file, Span<byte> bytes)
    {
        var at = 0;
        for (var read = 1; read > 0 && at < bytes.Length; at += read)
        {
            read = RandomAccess.Read(file, bytes[at..], at);
        }

        return at == bytes.Length;
    }

    private byte[]? ReadFile(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Not there, mostly; and whatever else it is, the rows have it all.
            return null;
        }
    }

    private static string NameOf(long day) => day.ToString(CultureInfo.InvariantCulture);

    private static long DayOf(string path) => long.TryParse(Path.GetFileName(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var day) ? day : long.MinValue;
}
