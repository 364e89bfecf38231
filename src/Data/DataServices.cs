using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Core.Watching;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Sources;
using TrailBoard.Data.Sources.Checks;
using TrailBoard.Data.Sources.Lookup;
using TrailBoard.Data.Store;
using TrailBoard.Data.Store.Actors;
using TrailBoard.Data.Store.Coverage;
using TrailBoard.Data.Store.Sqlite;
using TrailBoard.Data.Store.Watching;
using TrailBoard.Data.Words;

namespace TrailBoard.Data;

/// <summary>What the store offers to the host: the only public type of the project beside its options.</summary>
public static class DataServices
{
    /// <summary>
    /// Registers the store: <c>IEventQueries</c>, <c>IEventSink</c>, <c>IImportLedger</c>, <c>IQuarantine</c>, <c>ILiveColumns</c>, <c>ITextIndex</c>, <c>IActorLookup</c>,
    /// <c>ISavedViews</c>, <c>IWatches</c>, <c>IFirings</c>, <c>IDeliveries</c> and <c>IStoreSetup</c>; <c>IActorEvidence</c> over them; and <c>ILocalTrails</c>.
    /// </summary>
    public static IServiceCollection AddTrailBoardData(this IServiceCollection services)
    {
        services.AddOptions<StoreOptions>()
            .Configure<IConfiguration>(Bind)
            .Validate(
                options => options.File.Trim().Length > 0 && !Path.EndsInDirectorySeparator(options.File),
                "Store:File must name a file.")
            .Validate(
                options => options.ReserveMegabytes is >= 0 and <= 1_000_000,
                "Store:ReserveMegabytes must be a number from 0 to 1,000,000.")
            .Validate(
                options => options.ColumnsMegabytes is >= 0 and <= 1_000_000,
                "Store:ColumnsMegabytes must be a number from 0 to 1,000,000.")
            .Validate(
                options => options.KeepDays is >= 0 and <= 36_500,
                "Store:KeepDays must be a number from 0 to 36,500; 0 keeps all events for ever.")
            .ValidateOnStart();
        services.AddSingleton<SqliteFile>();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<TrailDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IDbContextFactory<TrailContext>>(provider => provider.GetRequiredService<TrailDatabase>());
        services.AddSingleton<OlderThings>();
        services.AddSingleton<IStoreSetup, SqliteSetup>();
        services.AddSingleton<Terms>();
        services.AddSingleton<LiveColumns>();
        services.AddSingleton<ILiveColumns>(provider => provider.GetRequiredService<LiveColumns>());
        services.AddSingleton<TextIndex>();
        services.AddSingleton<ITextIndex, TextIndexing>();
        services.AddSingleton<IActorLookup, ActorLookup>();
        services.AddSingleton<IEventSink, EventWriter>();
        services.AddSingleton<IImportLedger, ImportLedger>();
        services.AddSingleton<IRetention, Retention>();
        services.AddSingleton<IQuarantine, Quarantine>();
        services.AddSingleton<IEventQueries, EventQueries>();
        services.AddSingleton<ISavedViews, SavedViews>();
        services.AddSingleton<IWatches, Watches>();
        services.AddSingleton<IFirings, Firings>();
        services.AddSingleton<IDeliveries, Deliveries>();
        services.AddSingleton<ICoverage, CoverageQueries>();
        services.AddSingleton<IActorEvidence, ActorEvidence>();
        services.AddSingleton<ICoverageBook, CoverageBook>();
        services.AddSingleton<ISourceStates, SourceStates>();
        services.AddSingleton<ISourceRuns, ImportLedger>();
        services.AddOptions<SourceList>().Configure<IConfiguration>(SourceBinding.Read).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SourceList>, SourceListCheck>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SourceList>>().Value.Settings);
        services.AddSingleton(provider => new LookupPacer(
            provider.GetRequiredService<TimeProvider>(), shared: new LookupPaceFile(provider.GetRequiredService<SqliteFile>().Path + "-pace")));
        services.AddSingleton<IRemoteSourceOpener, LookupOpener>();
        services.AddSingleton<IRemoteSourceOpener, S3Opener>();
        services.AddSingleton<IRemoteSourceOpener, QueueOpener>();
        services.AddSingleton<IRemoteSources, RemoteSources>();
        services.AddSingleton<ISourceChecks>(provider => new SourceChecks(provider.GetRequiredService<LookupPacer>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILocalTrails, LocalTrails>();
        return services;
    }

    private static void Bind(StoreOptions options, IConfiguration configuration)
    {
        options.File = configuration["Store:File"] ?? options.File;
        options.DataFolder = configuration["Store:DataFolder"] ?? options.DataFolder;
        if (configuration["Store:ReserveMegabytes"] is { Length: > 0 } reserve)
        {
            options.ReserveMegabytes = int.TryParse(reserve, out var megabytes) ? megabytes : -1;
        }

        if (configuration["Store:KeepDays"] is { Length: > 0 } keep)
        {
            options.KeepDays = int.TryParse(keep, out var days) ? days : -1;
        }

        if (configuration["Store:ColumnsMegabytes"] is { Length: > 0 } columns)
        {
            options.ColumnsMegabytes = int.TryParse(columns, out var megabytes) ? megabytes : -1;
        }
    }
}
