using System.Globalization;
using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary>What an import has to say at its end: the books, and each file that was not simply stored, by name and reason.</summary>
internal sealed class ImportReport
{
    private const int Listed = 50;
    private const int LedgerPage = 1_000;

    private readonly Lines _failed = new();
    private readonly Lines _kept = new();
    private readonly Lines _rejected = new();
    private readonly Lines _warned = new();
    private readonly Dictionary<string, (int Count, string First)> _skipped = new(StringComparer.Ordinal);
    private int _filesWithRejects;
    private int _skippedOtherwise;
    private int _digests;
    private DigestCheck _compared = new(0, 0, 0);

    public void Add(ObjectOutcome outcome)
    {
        switch (outcome.State)
        {
            case ObjectState.Failed:
                _failed.Add($"{outcome.Name}: {outcome.Reason}");
                break;
            case ObjectState.Quarantined:
                _kept.Add($"{outcome.Name}: {outcome.Reason}");
                break;
            case ObjectState.DoneWithRejects:
                _filesWithRejects++;
                break;
            case ObjectState.Skipped:
                Skip(outcome.Reason ?? "", outcome.Name);
                break;
            default:
                if (outcome.Reason is { } warning)
                {
                    _warned.Add($"{outcome.Name}: {warning}");
                }

                break;
        }
    }

    /// <summary>Asks the ledger why records were refused, and what digests show: outcomes tell neither.</summary>
    public async Task ExplainAsync(IImportLedger ledger, long runId, CancellationToken cancellationToken)
    {
        if (_filesWithRejects == 0 && _skipped.Count == 0)
        {
            return;
        }

        // Objects with something to say come first in the ledger's answer.
        var objects = await ledger.ObjectsAsync(runId, 0, LedgerPage, cancellationToken);
        foreach (var digest in objects.Select(o => o.Digest).OfType<DigestCheck>())
        {
            _digests++;
            _compared += digest;
        }

        foreach (var o in objects.Where(o => o.State == ObjectState.DoneWithRejects))
        {
            foreach (var rejection in await ledger.RejectionsAsync(o.Id, cancellationToken))
            {
                _rejected.Add($"{o.Name}, record {rejection.Index + 1}: {rejection.Message}");
            }

            if (_rejected.Count > Listed)
            {
                break;
            }
        }
    }

    public void Write(TextWriter output, ImportProgress end)
    {
        var counts = end.Counts;
        Line(output, $"{Count(end.FilesSettled, "file")} in {ImportWords.Duration(end.Elapsed)} ({ImportWords.Rate(end)}).");
        Line(output, $"Read {counts.Read:N0} = stored {counts.Stored:N0} + duplicates {counts.Duplicates:N0} + rejected {counts.Rejected:N0}");
        if (counts.TooOld > 0)
        {
            Line(output, $"  + too old {counts.TooOld:N0}: of days that were removed from the store on purpose; they were not stored again.");
        }

        if (counts.Conflicts > 0)
        {
            Line(output, $"Of the stored, {counts.Conflicts:N0} have the id of another event and other content: both are kept and flagged.");
        }

        if (counts.Late > 0)
        {
            Line(output, $"Of the stored, {counts.Late:N0} arrived more than a day late.");
        }

        WriteSkipped(output, end.FilesSkipped);
        if (_digests > 0)
        {
            Line(output, $"Of {Count(_compared.Listed, "file")} in {Count(_digests, "digest")}, {_compared.Same:N0} are imported and are what the digest says, {_compared.Missing:N0} are not imported, {_compared.Different:N0} differ. Signatures are not checked.");
        }

        _failed.Write(output, $"Failed {Count(_failed.Count, "file")}; nothing of them was kept, and the next run tries again:");
        _kept.Write(output, $"Kept aside {Count(_kept.Count, "object")}; not tried again until a person decides (trailboard quarantine):");
        _rejected.Write(output, $"Refused {Count(counts.Rejected, "record")} in {Count(_filesWithRejects, "file")}; the others of these files were kept:", counts.Rejected);
        _warned.Write(output, $"Read to their end, with a remark ({Count(_warned.Count, "file")}):");
    }

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Skip(string reason, string name)
    {
        if (_skipped.TryGetValue(reason, out var known))
        {
            _skipped[reason] = (known.Count + 1, known.First);
        }
        else if (_skipped.Count < Listed)
        {
            _skipped[reason] = (1, name);
        }
        else
        {
            _skippedOtherwise++;
        }
    }

    private void WriteSkipped(TextWriter output, int count)
    {
        if (count == 0)
        {
            return;
        }

        Line(output, $"Skipped {Count(count, "file")}:");
        foreach (var (reason, (files, first)) in _skipped.OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Value.First, StringComparer.Ordinal))
        {
            var names = files == 1 ? first : $"{first} and {files - 1:N0} more";
            output.WriteLine($"  {VisibleText.Of(names)}: {VisibleText.Of(reason)}");
        }

        if (_skippedOtherwise > 0)
        {
            Line(output, $"  and {_skippedOtherwise:N0} more for other reasons.");
        }
    }

    /// <summary>The first lines, and how many there are in all.</summary>
    private sealed class Lines
    {
        private readonly List<string> _first = [];

        public int Count { get; private set; }

        public void Add(string line)
        {
            Count++;
            if (_first.Count < Listed)
            {
                _first.Add(line);
            }
        }

        public void Write(TextWriter output, string title, long? total = null)
        {
            if (Count == 0)
            {
                return;
            }

            output.WriteLine(title);
            foreach (var line in _first)
            {
                output.WriteLine("  " + VisibleText.Of(line));
            }

            if ((total ?? Count) > _first.Count)
            {
                Line(output, $"  and {(total ?? Count) - _first.Count:N0} more.");
            }
        }
    }
}
