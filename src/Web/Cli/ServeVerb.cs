using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Cli;

/// <summary><c>serve</c>: the pages and the HTTP API. What a command line without a verb means.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", "Serve the pages and the HTTP API (the default).");
        Complete(command);
        command.WithExamples(
            "trailboard serve --urls http://localhost:8080",
            "trailboard serve --store ./audit.db --Import:Readers=4");
        return command;
    }

    public static void Complete(Command command)
    {
        var urls = new Option<string?>("--urls") { Description = "Where to listen. Default: http://localhost:5080.", HelpName = "URLS" };
        var store = VerbOptions.Store();
        command.Add(urls);
        command.Add(store);

        // Any setting can be given as --Section:Key=Value; see RunAsync.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetGuardedAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetValue(urls), parsed.GetValue(store), cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult parsed, string? urls, string? store, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (parsed.UnmatchedTokens.FirstOrDefault(token => !IsSetting(token)) is { } token)
        {
            await error.WriteLineAsync($"'{token}' is neither a verb nor an option. Try --help.");
            return Exit.Usage;
        }

        var builder = TrailBoardHost.CreateBuilder([.. parsed.UnmatchedTokens], new("Urls", urls), VerbOptions.Setting(store));
        await using var app = builder.Build();
        app.UseTrailBoard();
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await error.WriteLineAsync($"{exception.Message} Choose another address with --urls.");
            return Exit.Failed;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        await output.WriteLineAsync($"TrailBoard is ready: {string.Join(", ", addresses)}");
        await output.WriteLineAsync($"Events are kept in {app.Services.GetRequiredService<IStoreSetup>().Location}");
        await output.WriteLineAsync("Press Ctrl-C to stop.");
        await app.WaitForShutdownAsync(cancellationToken);
        return Exit.Well;
    }

    private static bool IsSetting(string token) =>
        token.StartsWith("--", StringComparison.Ordinal) && token.IndexOf('=', StringComparison.Ordinal) > 2;
}
