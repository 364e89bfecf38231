using System.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using TrailBoard.Core.Events;

namespace TrailBoard.Web.Hosting;

/// <summary>Where log lines go: to the console as lines for people; verbs keep to warnings, on standard error.</summary>
internal static class Logs
{
    /// <summary>For the site: as the section <c>Serilog</c> of the settings says.</summary>
    public static Logger ForSite(IConfiguration configuration) => new LoggerConfiguration()
        .ReadFrom.Configuration(configuration)
        .Filter.ByExcluding(IsSaidOtherwise)
        .Enrich.FromLogContext()
        .WriteTo.Console(new OneLine())
        .CreateLogger();

    /// <summary>For verbs: their answer is on standard output, so that nothing else may be.</summary>
    public static Logger ForVerbs() => new LoggerConfiguration()
        .MinimumLevel.Warning()
        .WriteTo.Console(new OneLine(), standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();

    // A start that fails ends in a sentence of the verb. That there is nothing on Linux to encrypt keys with at rest is known:
    // the folder's permissions protect them, as they protect the events.
    private static bool IsSaidOtherwise(LogEvent logEvent) =>
        logEvent.MessageTemplate.Text.StartsWith("Hosting failed to start", StringComparison.Ordinal)
        || logEvent.MessageTemplate.Text.StartsWith("No XML encryptor configured", StringComparison.Ordinal);

    // Parts of a message may be text that an attacker chose: it must not be able to forge a line of its own (FAULTS 124). And AWS says of
    // a wrong signature what should have been signed: the request with its session token.
    internal sealed class OneLine : ITextFormatter
    {
        private readonly MessageTemplateTextFormatter _message = new("{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}");

        public void Format(LogEvent logEvent, TextWriter output)
        {
            using var line = new StringWriter();
            _message.Format(logEvent, line);
            output.WriteLine(Shown(line.ToString()));
            if (logEvent.Exception is { } exception)
            {
                foreach (var part in exception.ToString().Split('\n'))
                {
                    output.WriteLine("    " + Shown(part.TrimEnd('\r')));
                }
            }
        }

        private static string Shown(string text) => VisibleText.Of(Encoding.UTF8.GetString(Redaction.Mask(Encoding.UTF8.GetBytes(text), out _).Span));
    }
}
