using System.CommandLine;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Cli;

/// <summary>The one place where a verb's faults become a sentence on standard error, without a stack trace.</summary>
internal static class VerbFaults
{
    public static void SetGuardedAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> verb) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await verb(parsed, cancellationToken);
            }
            catch (Exception exception) when (Sentence(exception, cancellationToken) is { } sentence)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(sentence);
                return Exit.Failed;
            }
        });

    private static string? Sentence(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        // WebApplicationFactory ends the program so when it has taken the host out of it.
        HostAbortedException => null,
        OperationCanceledException when cancellationToken.IsCancellationRequested => "Stopped.",
        StoreException or OptionsValidationException => exception.Message,
        _ => $"Something broke that should not: {exception.GetType().Name}: {exception.Message}",
    };
}
