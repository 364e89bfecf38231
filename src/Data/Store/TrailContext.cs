using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TrailBoard.Data.Store.Actors;
using TrailBoard.Data.Store.Coverage;
using TrailBoard.Data.Store.Watching;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Store;

/// <summary>Takes a row of numbers, and says whether there shall be more.</summary>
internal delegate bool NumbersTaker(ReadOnlySpan<long> row);

/// <summary>The store as EF Core sees it: pages, details, settings and the ledger. Bulk writing goes by <see cref="BulkSession"/>.</summary>
internal abstract partial class TrailContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<StoredRow> StoredRows => Set<StoredRow>();

    public DbSet<CallerRow> Callers => Set<CallerRow>();

    public DbSet<CallRow> Calls => Set<CallRow>();

    public DbSet<TermBlockRow> TermBlocks => Set<TermBlockRow>();

    public DbSet<BlockRow> Blocks => Set<BlockRow>();

    public DbSet<BlockKeysRow> BlockKeys => Set<BlockKeysRow>();

    public DbSet<UnreadThingsRow> UnreadThings => Set<UnreadThingsRow>();

    public DbSet<RemovalRow> Removals => Set<RemovalRow>();

    public DbSet<RetentionNoteRow> RetentionNotes => Set<RetentionNoteRow>();

    public DbSet<SightingRow> Sightings => Set<SightingRow>();

    public DbSet<AddendumRow> Addenda => Set<AddendumRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<ObjectRow> Objects => Set<ObjectRow>();

    public DbSet<RejectionRow> Rejections => Set<RejectionRow>();

    public DbSet<DigestFileRow> DigestFiles => Set<DigestFileRow>();

    public DbSet<SourceStateRow> SourceStates => Set<SourceStateRow>();

    public DbSet<SavedViewRow> SavedViews => Set<SavedViewRow>();

    public DbSet<WatchRow> Watches => Set<WatchRow>();

    public DbSet<FiringRow> Firings => Set<FiringRow>();

    public DbSet<FiringEventRow> FiringEvents => Set<FiringEventRow>();

    public DbSet<CoveragePlaceRow> CoveragePlaces => Set<CoveragePlaceRow>();

    public DbSet<CoverageHourRow> CoverageHours => Set<CoverageHourRow>();

    public DbSet<CoverageDayRow> CoverageDays => Set<CoverageDayRow>();

    public DbSet<CoverageSpanRow> CoverageSpans => Set<CoverageSpanRow>();

    public DbSet<CoverageGapRow> CoverageGaps => Set<CoverageGapRow>();

    public DbSet<WordGroupRow> WordGroups => Set<WordGroupRow>();

    public DbSet<WordBlockRow> WordBlocks => Set<WordBlockRow>();

    public DbSet<WordBucketRow> WordBuckets => Set<WordBucketRow>();

    /// <summary>
    /// Opens a view of the store in which nothing changes, without taking a lock that a writer would wait for. Questions that
    /// need more than one statement ask within one.
    /// </summary>
    public abstract Task<IDbContextTransaction> OpenSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Breaks off the statement at work when the token is cancelled. Dispose before the context.</summary>
    public abstract IDisposable InterruptOn(CancellationToken cancellationToken);

    /// <summary>
    /// Reads rows of numbers past EF Core and ADO.NET, which look at each value several times: for those who read millions. Values
    /// stand where the text says <c>?</c>; none may be null.
    /// </summary>
    /// <param name="take">Takes a row, which is overwritten by the next; false ends the reading.</param>
    public abstract void ReadNumbers(string sql, ReadOnlySpan<long> values, NumbersTaker take);

    /// <summary>Reads those rows of numbers whose first is one of some, in the same way.</summary>
    /// <param name="sql">Gives rows in the order of their first numbers, which are all different, from the one on that stands for <c>?</c>.</param>
    /// <param name="sought">The numbers in their order, each once.</param>
    public abstract void ReadNumbersAt(string sql, ReadOnlySpan<long> sought, Action<long[]> take);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EventRow>(events =>
        {
            events.ToView("event_rows").HasKey(row => row.Key);
            events.Property(row => row.Key).ValueGeneratedNever();
            events.Ignore(row => row.Id);
        });
        modelBuilder.Entity<StoredRow>(rows =>
        {
            rows.ToTable("events").HasKey(row => row.Key);
            rows.Property(row => row.Key).ValueGeneratedNever();
        });
        modelBuilder.Entity<CallerRow>().ToTable("callers").HasKey(row => row.Id);
        modelBuilder.Entity<CallRow>().ToTable("calls").HasKey(row => row.Id);
        modelBuilder.Entity<TermBlockRow>().ToTable("term_blocks").HasKey(row => new { row.Dictionary, row.LastId });
        modelBuilder.Entity<BlockRow>(blocks =>
        {
            blocks.ToTable("blocks").HasKey(row => row.Id);
            blocks.Property(row => row.Id).ValueGeneratedNever();
            blocks.HasIndex(row => row.ObjectId);
        });
        modelBuilder.Entity<BlockKeysRow>(keys =>
        {
            keys.ToTable("block_keys").HasKey(row => row.Block);
            keys.Property(row => row.Block).ValueGeneratedNever();
            keys.HasIndex(row => row.LastKey);
        });
        modelBuilder.Entity<UnreadThingsRow>(things =>
        {
            things.ToTable("unread_things").HasKey(row => row.LastBlock);
            things.Property(row => row.LastBlock).ValueGeneratedNever();
        });
        modelBuilder.Entity<RetentionNoteRow>().ToTable("retention_notes").HasKey(row => row.Id);
        modelBuilder.Entity<RemovalRow>().ToTable("removals").HasKey(row => row.Id);
        modelBuilder.Entity<SightingRow>(sightings =>
        {
            sightings.ToTable("sightings").HasKey(row => new { row.EventKey, row.ObjectId, row.Index });
            sightings.Property(row => row.Index).HasColumnName("idx");
        });
        modelBuilder.Entity<AddendumRow>().ToTable("addenda").HasKey(row => new { row.OriginalHigh, row.OriginalLow, row.EventKey });
        modelBuilder.Entity<RunRow>().ToTable("runs").HasKey(row => row.Id);
        modelBuilder.Entity<ObjectRow>(objects =>
        {
            objects.ToTable("objects").HasKey(row => row.Id);
            objects.Property(row => row.Id).ValueGeneratedNever();
            objects.Ignore(row => row.Counts);
            objects.Property(row => row.NameEnd).HasComputedColumnSql(EndOfName, stored: false);
            objects.Property(row => row.Sha256Begin).HasComputedColumnSql($"substr(sha256, 1, {IndexedText.BeginOfHash})", stored: false);
            objects.HasIndex(row => row.NameEnd);
            objects.HasIndex(row => row.Sha256Begin);
            objects.HasIndex(row => row.RunId);
            objects.HasIndex(row => row.State);
        });
        modelBuilder.Entity<RejectionRow>(rejections =>
        {
            rejections.ToTable("rejections").HasKey(row => new { row.ObjectId, row.Number });
            rejections.Property(row => row.Index).HasColumnName("idx");
        });

        modelBuilder.Entity<DigestFileRow>(files =>
        {
            files.ToTable("digest_files").HasKey(row => new { row.ObjectId, row.Number });
            files.Property(row => row.NameEnd).HasComputedColumnSql(EndOfName, stored: false);
        });
        modelBuilder.Entity<SourceStateRow>().ToTable("source_states").HasKey(row => row.Name);
        modelBuilder.Entity<SavedViewRow>(views =>
        {
            views.ToTable("saved_views").HasKey(row => row.Id);
            views.HasIndex(row => row.Folded).IsUnique();
        });
        modelBuilder.Entity<WatchRow>().ToTable("watches").HasKey(row => row.Id);
        modelBuilder.Entity<FiringRow>().ToTable("firings").HasKey(row => row.Id);
        modelBuilder.Entity<FiringEventRow>().ToTable("firing_events").HasKey(row => new { row.FiringId, row.EventKey });
        modelBuilder.Entity<CoveragePlaceRow>(places =>
        {
            places.ToTable("coverage_places").HasKey(row => row.Id);
            places.HasIndex(row => new { row.Source, row.Account, row.Region }).IsUnique();
        });
        modelBuilder.Entity<CoverageHourRow>().ToTable("coverage_hours").HasKey(row => new { row.Place, row.Hour });
        modelBuilder.Entity<CoverageDayRow>().ToTable("coverage_days").HasKey(row => new { row.Place, row.Day });
        modelBuilder.Entity<CoverageSpanRow>().ToTable("coverage_spans").HasKey(row => new { row.Place, row.Kind, row.Starts });
        modelBuilder.Entity<CoverageGapRow>(gaps =>
        {
            gaps.ToTable("coverage_gaps").HasKey(row => new { row.Name, row.Place });
            gaps.HasIndex(row => new { row.Place, row.Starts });
        });
        modelBuilder.Entity<WordGroupRow>().ToTable("word_groups").HasKey(row => row.Id);
        modelBuilder.Entity<WordBlockRow>().ToTable("word_blocks").HasKey(row => row.Block);
        modelBuilder.Entity<WordBucketRow>().ToTable("word_buckets").HasKey(row => row.Id);
        modelBuilder.Entity<ActorNameRow>(names =>
        {
            names.ToTable("actor_names").HasKey(row => row.Id);
            names.HasIndex(row => row.Name).IsUnique();
        });
        modelBuilder.Entity<ActorRow>(actors =>
        {
            actors.ToTable("actors").HasKey(row => new { row.AccessKey, row.Actor });
            actors.HasIndex(row => row.Changed);
            actors.HasIndex(row => row.Sample).HasFilter("proof = 0");
        });
        modelBuilder.Entity<ActorEvidenceRow>().ToTable("actor_evidence").HasKey(row => new { row.Question, row.EventKey });
        modelBuilder.Entity<ActorQuestionRow>().ToTable("actor_questions").HasKey(row => new { row.Question, row.AccessKey });
        modelBuilder.Entity<ActorStateRow>().ToTable("actor_state").HasKey(row => row.Id);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(Renamed.GetValueOrDefault(property.Name) ?? WordStart().Replace(property.Name, "_$0").ToLowerInvariant());
        }
    }

    // The one is a word of SQL, the other is of the time when repositories were the only things.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal) { ["Index"] = "idx", [nameof(EventRow.Thing)] = "repository" };

    private static readonly string EndOfName = $"substr(name, -{IndexedText.EndOfName})";

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WordStart();
}
