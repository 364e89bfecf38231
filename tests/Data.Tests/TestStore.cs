using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store;
using TrailBoard.Data.Store.Actors;
using TrailBoard.Data.Store.Coverage;
using TrailBoard.Data.Store.Sqlite;
using TrailBoard.Data.Words;

namespace TrailBoard.Tests;

/// <summary>A real store in a folder of its own, which goes with it.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly bool _ownsFolder;
    private readonly Terms _terms = new();
    private readonly TextIndex _index = new();
    private readonly LiveColumns _never;
    private readonly CancellationTokenSource _stop = new();
    private Task _columnsRun = Task.CompletedTask;

    public TestStore(string? folder = null, string file = "trailboard.db", int reserve = 0, TimeProvider? time = null, Microsoft.Extensions.Logging.ILogger<SqliteSetup>? log = null, Microsoft.Extensions.Logging.ILogger<OlderThings>? things = null)
    {
        _ownsFolder = folder is null;
        Time = time ?? new ManualTime();
        Folder = folder ?? Directory.CreateTempSubdirectory("trailboard-").FullName;
        Options = new StoreOptions { DataFolder = Folder, File = file, ReserveMegabytes = reserve };
        File = new SqliteFile(Microsoft.Extensions.Options.Options.Create(Options));
        Database = new SqliteDatabase(File);
        Things = new OlderThings(Database, Microsoft.Extensions.Options.Options.Create(Options), Time, things ?? Microsoft.Extensions.Logging.Abstractions.NullLogger<OlderThings>.Instance);
        Setup = new SqliteSetup(File, Database, Things, log ?? Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteSetup>.Instance);
        Columns = new LiveColumns(Database, _terms, Microsoft.Extensions.Options.Options.Create(Options), Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<LiveColumns>.Instance);
        Writer = new EventWriter(Database, Columns, Microsoft.Extensions.Options.Options.Create(Options), Time);
        Ledger = new ImportLedger(Database, Time);
        Index = new TextIndexing(Database, _index, Time);
        Actors = new ActorLookup(Database, _terms, Time);
        Queries = new EventQueries(Database, _terms, Columns, _index, Time);
        _never = new LiveColumns(Database, _terms, Microsoft.Extensions.Options.Options.Create(Options), Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<LiveColumns>.Instance);
        Sql = new EventQueries(Database, _terms, _never, _index, Time);
        Coverage = new CoverageQueries(Database, Time);
        Retention = new Retention(Database, Columns, Time);
    }

    public string Folder { get; }

    public StoreOptions Options { get; }

    public TimeProvider Time { get; }

    public SqliteFile File { get; }

    public SqliteDatabase Database { get; }

    public SqliteSetup Setup { get; }

    /// <summary>Reads the things of events of before there were any, when the store is prepared.</summary>
    public OlderThings Things { get; }

    public EventWriter Writer { get; }

    public ImportLedger Ledger { get; }

    /// <summary>The columns in memory: empty, so that <see cref="Queries"/> asks the database, until they are run.</summary>
    public LiveColumns Columns { get; }

    public EventQueries Queries { get; }

    /// <summary>Makes the index of words; nobody does until it is told to.</summary>
    public TextIndexing Index { get; }

    /// <summary>Looks up who is behind sessions; nobody does until it is told to.</summary>
    public ActorLookup Actors { get; }

    public CoverageQueries Coverage { get; }

    public Retention Retention { get; }

    /// <summary>The same questions, always asked of the database.</summary>
    public EventQueries Sql { get; }

    public static async Task<TestStore> CreateAsync(int reserve = 0, TimeProvider? time = null)
    {
        var store = new TestStore(reserve: reserve, time: time);
        await store.Setup.PrepareAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Loads the columns and lets them follow the store until it is released. <see cref="Queries"/> is answered by them from now on.</summary>
    public async Task RunColumnsAsync(int sliceRows = Slice.MaxRows, long limit = long.MaxValue)
    {
        (Columns.SliceRows, Columns.Limit) = (sliceRows, limit);
        _columnsRun = Columns.RunAsync(_stop.Token);
        await UntilAsync(() => Columns.Current is not null && !Columns.State.IsLoading);
    }

    /// <summary>Waits for something that is sure to come, unless the columns break.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < Wait.Long, "It did not come.");
            await Task.Delay(10);
            if (_columnsRun.IsFaulted)
            {
                await _columnsRun;
            }
        }
    }

    /// <summary>Imports objects in one run and gives what became of each.</summary>
    public async Task<IReadOnlyList<ObjectOutcome>> ImportAsync(params FakeObject[] objects)
    {
        var run = await Ledger.StartRunAsync("import", "test", CancellationToken.None);
        var outcomes = await WriteAsync(run, objects);
        await Ledger.FinishRunAsync(run, 0, null, CancellationToken.None);
        return outcomes;
    }

    /// <summary>Writes objects in a run that stays open.</summary>
    public async Task<IReadOnlyList<ObjectOutcome>> WriteAsync(long run, params FakeObject[] objects)
    {
        var channel = Channel.CreateUnbounded<ObjectInFlight>();
        foreach (var one in objects)
        {
            channel.Writer.TryWrite(one.InFlight());
        }

        channel.Writer.Complete();
        var outcomes = new List<ObjectOutcome>();
        await Writer.WriteAsync(run, channel.Reader, outcomes.Add, CancellationToken.None);
        return outcomes;
    }

    public async Task<List<StoredEvent>> ExportAsync(Filter? filter = null, TimeRange range = default)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in Queries.ExportAsync(new EventQuery(filter ?? Filter.All, range), CancellationToken.None))
        {
            events.Add(stored);
        }

        return events;
    }

    /// <summary>All that an export shows, as text that can be compared.</summary>
    public async Task<string> DumpAsync() => string.Join('\n', (await ExportAsync()).Select(Describe));

    public static string Describe(StoredEvent stored) =>
        $"{stored.Cursor} {Describe(stored.Event)} {Encoding.UTF8.GetString(stored.Record.Span)}";

    public static string Describe(TrailEvent of) =>
        of with { Repositories = [], Things = [], Resources = [] } + string.Join('|', of.Repositories) + "#" + string.Join('|', of.Things) + "#" + string.Join('|', of.Resources);

    public long Number(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File.Path};Pooling=False");
        connection.Open();
        return Convert.ToInt64(SqliteFile.Scalar(connection, sql));
    }

    public string? Text(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File.Path};Pooling=False");
        connection.Open();
        return SqliteFile.Scalar(connection, sql)?.ToString();
    }

    /// <summary>The dictionaries as they are stored, by their numbers, in the order of the codes.</summary>
    public List<(int Dictionary, int Id, string Value)> Terms()
    {
        using var context = Database.CreateDbContext();
        var terms = new List<(int, int, string)>();
        foreach (var block in context.TermBlocks.OrderBy(row => row.Dictionary).ThenBy(row => row.LastId).ToList())
        {
            var values = TermBlocks.Unpack(block.Dictionary, block.Packed);
            terms.AddRange(values.Select((value, i) => (block.Dictionary, block.LastId - values.Length + 1 + i, value)));
        }

        return terms;
    }

    /// <summary>A connection of its own, past the writer.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={File.Path};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Changes the store as nobody of ours does.</summary>
    public void Change(string sql)
    {
        using var connection = Connect();
        SqliteFile.Execute(connection, sql);
    }

    /// <summary>Lets go of the file, as a process does that ends.</summary>
    public void Release()
    {
        Writer.Dispose();
        _stop.Cancel();
        Task.WhenAny(_columnsRun).Wait();
        Columns.Dispose();
        _never.Dispose();
        _terms.Dispose();
        using var connection = new SqliteConnection(File.ReadConnection);
        SqliteConnection.ClearPool(connection);
    }

    public void Dispose()
    {
        Release();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}

/// <summary>An object with these records, as the reader would hand it on.</summary>
internal sealed class FakeObject(string name, params string[] records) : TrailObject
{
    private static readonly TrailRecordReader Reader = new(new ManualTime(), new KeptThings());

    public override string Source => From;

    public override string Name { get; } = name;

    /// <summary>The source's name.</summary>
    public string From { get; init; } = "files";

    /// <summary>The place and time that it stands for, where its name does not tell.</summary>
    public ObjectScope? Of { get; init; }

    public override ObjectScope? Scope => Of ?? base.Scope;

    public override long? Size => string.Join(',', records).Length;

    public override DateTimeOffset? Modified => ModifiedAt;

    public override DateTimeOffset? Delivered => ModifiedAt;

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>How many records go into a batch.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>How many contents have a hash of their own, so that keys meet, and at the end of their second; 0: all.</summary>
    public int Hashes { get; init; }

    /// <summary>The last reading, where it is not the end.</summary>
    public ObjectReading? Last { get; init; }

    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    /// <summary>Called after the commit.</summary>
    public List<ObjectOutcome> Settled { get; } = [];

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken)
    {
        Settled.Add(outcome);
        return Task.CompletedTask;
    }

    public ObjectInFlight InFlight()
    {
        var channel = Channel.CreateUnbounded<ObjectReading>();
        foreach (var reading in Readings())
        {
            channel.Writer.TryWrite(reading);
        }

        channel.Writer.Complete();
        return new ObjectInFlight(this, channel.Reader);
    }

    public IEnumerable<ObjectReading> Readings()
    {
        var index = 0;
        foreach (var chunk in records.Chunk(BatchSize))
        {
            var batch = BatchOf(chunk, index, index == 0 ? Rejections : []);
            yield return Hashes == 0 ? batch : batch with { Records = [.. batch.Records.Select(Meeting)] };
            index += chunk.Length;
        }

        if (records.Length == 0 && Rejections.Count > 0)
        {
            yield return new ObjectReading.Batch([], null, Rejections);
        }

        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', records));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        yield return Last ?? new ObjectReading.End("Records", new ContentDigest(bytes.Length, bytes.Length, hash, hash), null);
    }

    private TrailRecord Meeting(TrailRecord record) =>
        new(record.Event, long.MaxValue - (long)((ulong)record.ContentHash % (ulong)Hashes), record.Json, record.Index);

    public static ObjectReading.Batch BatchOf(IReadOnlyList<string> records, int firstIndex, IReadOnlyList<Rejection> rejections)
    {
        var (offsets, lengths, read, bytes) = (new int[records.Count], new int[records.Count], new List<TrailRecord>(), new List<byte>());
        for (var i = 0; i < records.Count; i++)
        {
            var json = Encoding.UTF8.GetBytes(records[i]);
            (offsets[i], lengths[i]) = (bytes.Count, json.Length);
            bytes.AddRange([.. json, (byte)'\n']);
            read.Add(Reader.TryRead(json, firstIndex + i, offsets[i], out var record, out var rejection)
                ? record
                : throw new InvalidOperationException(rejection.Message));
        }

        return new ObjectReading.Batch(read, new RecordBlock(Gzip([.. bytes]), offsets, lengths, AsDelivered: false), rejections);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
