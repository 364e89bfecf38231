namespace TrailBoard.Core.Store;

/// <summary>Where events are kept (section <c>Store</c> of the settings).</summary>
public sealed class StoreOptions
{
    /// <summary>The SQLite file. A relative path is below the data folder.</summary>
    [System.ComponentModel.DataAnnotations.Required]
    public string File { get; set; } = "trailboard.db";

    /// <summary>The data folder; empty means <c>trailboard</c> below the user's local application data.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>An import stops while there is still this much space on the disk, so that reading and the rest of the machine go on.</summary>
    [System.ComponentModel.DataAnnotations.Range(0, 1_000_000)]
    public int ReserveMegabytes { get; set; } = 256;

    /// <summary>How much memory a site gives to columns of events (about 30 bytes an event) and to the values of their fields (once each); older days are asked in the database. 0: none.</summary>
    [System.ComponentModel.DataAnnotations.Range(0, 1_000_000)]
    public int ColumnsMegabytes { get; set; } = 1024;

    /// <summary>How many whole UTC days before today a site keeps; older ones it removes once a day. 0: all, for ever.</summary>
    [System.ComponentModel.DataAnnotations.Range(0, 36_500)]
    public int KeepDays { get; set; }

    /// <summary>The data folder as an absolute path: the same whatever the working folder, unless it is configured as a relative path.</summary>
    public string FolderPath => Path.GetFullPath(DataFolder.Length > 0 ? DataFolder : DefaultFolder());

    /// <summary>The SQLite file as an absolute path.</summary>
    public string FilePath => Path.GetFullPath(File, FolderPath);

    private static string DefaultFolder()
    {
        // Empty where the process has no home, as some containers have none: then beside the program.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0 ? Path.Combine(home, "trailboard") : Path.Combine(AppContext.BaseDirectory, "data");
    }
}

/// <summary>Prepares the store before its first use.</summary>
public interface IStoreSetup
{
    /// <summary>The store in words, for messages: the path of the SQLite file.</summary>
    string Location { get; }

    /// <summary>Creates the store or brings it to this version's schema.</summary>
    /// <exception cref="StoreException">The store cannot be used; the message says why and what to do.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Whether the store answers.</summary>
    Task<bool> IsReadyAsync(CancellationToken cancellationToken);
}

/// <summary>The store cannot be used: not a database, written by a newer version, read-only, full. The message is fit to be shown.</summary>
public sealed class StoreException : Exception
{
    /// <summary>An unspecified fault of the store.</summary>
    public StoreException()
        : base("The store cannot be used.")
    {
    }

    /// <summary>A fault of the store, in words.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>A fault of the store and its cause.</summary>
    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
