using CsvHelper;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Web.Api;

/// <summary>
/// Events and groups as CSV (RFC 4180, UTF-8). Text that a spreadsheet would run as a formula gets a leading apostrophe;
/// numbers stay as they are (FAULTS 125). An event has one column for each field of the filter language; values of a list are
/// joined by semicolons.
/// </summary>
internal sealed class EventCsv(Stream stream) : IAsyncDisposable
{
    // Beside CsvHelper's own set, a line break; it takes ASCII only, so full-width signs are treated in Text.
    private static readonly CsvWriterOptions Rules = new()
    {
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=@+-\t\r\n",
    };

    private readonly CsvWriter _csv = CsvWriter.Create(stream, Rules, leaveOpen: true);

    /// <summary>Writes the names of an event's columns.</summary>
    public Task WriteHeaderAsync(CancellationToken cancellationToken) =>
        WriteRowAsync(EventFields.All.Select(field => field.Name), cancellationToken);

    /// <summary>Writes one event.</summary>
    public Task WriteAsync(TrailEvent trailEvent, CancellationToken cancellationToken) =>
        WriteRowAsync(EventFields.All.Select(field => string.Join("; ", field.Values(trailEvent))), cancellationToken);

    /// <summary>Writes a row of any table: texts are guarded, numbers are not.</summary>
    public async Task WriteRowAsync(IEnumerable<object> values, CancellationToken cancellationToken)
    {
        foreach (var value in values)
        {
            if (value is string text)
            {
                _csv.WriteField(Text(text));
            }
            else
            {
                _csv.WriteField(value);
            }
        }

        await _csv.EndRecordAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    // Some locales of Excel take the full-width signs for their ASCII twins.
    private static string Text(string value) => value.Length > 0 && value[0] is '\uFF1D' or '\uFF20' or '\uFF0B' or '\uFF0D' ? "'" + value : value;
}
