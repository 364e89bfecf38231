using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TrailBoard.Core.Identity;

namespace TrailBoard.Core.Events;

/// <summary>Reads one CloudTrail record: its JSON to a <see cref="TrailEvent"/>, or the reason why not. Safe to share between threads.</summary>
/// <param name="time">Tells which times lie in the future.</param>
/// <param name="things">Tells what the calls were about.</param>
public sealed class TrailRecordReader(TimeProvider time, IThingFinder things)
{
    /// <summary>The size from which a record is refused. CloudTrail's own limit is 256 KB.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    [ThreadStatic]
    private static RecordScan? _scan;

    private readonly TextInterner _texts = new();
    private readonly ActorCache _actors = new();

    // Up to here nothing lies in the future: the clock is asked only for what is later.
    private long _pastTicks;

    /// <summary>Reads a record.</summary>
    /// <param name="json">The record's bytes: one JSON object.</param>
    /// <param name="index">Its place in its object, from 0.</param>
    /// <param name="offset">Where it starts in the inflated object, in bytes.</param>
    /// <returns>False where the record is refused; <paramref name="rejection"/> then says why.</returns>
    public bool TryRead(
        ReadOnlyMemory<byte> json,
        int index,
        long offset,
        [NotNullWhen(true)] out TrailRecord? record,
        [NotNullWhen(false)] out Rejection? rejection)
    {
        try
        {
            record = Read(json, index);
            rejection = null;
            return true;
        }
        catch (RefusedRecordException refused)
        {
            rejection = new Rejection(index, offset, refused.Reason, refused.Message, Redaction.Excerpt(json.Span));
        }
        catch (JsonException broken)
        {
            rejection = new Rejection(index, offset, "json", Where(broken), Redaction.Excerpt(json.Span));
        }

        record = null;
        return false;
    }

    /// <summary>
    /// Reads the record that the bytes begin with, at a third of the price: its end is found by reading it. Where this says nothing,
    /// <see cref="TryRead"/> says what is to be said of the record; where it reads one, both read the same.
    /// </summary>
    /// <param name="bytes">From the record's brace to beyond its end.</param>
    /// <param name="most">The size from which a record is left to others.</param>
    /// <param name="length">The record's length; 0 where its end is not there, and -1 where it is left to others.</param>
    /// <param name="contentHash">The record's <see cref="TrailRecord.ContentHash"/>.</param>
    internal TrailEvent? ReadFirst(ReadOnlySpan<byte> bytes, int most, out int length, out long contentHash)
    {
        var scan = _scan ??= new RecordScan();
        try
        {
            length = scan.ReadFirst(bytes, _texts);
        }
        catch (Exception refused) when (refused is RefusedRecordException or JsonException)
        {
            length = -1;
        }

        contentHash = scan.ContentHash;
        if (length <= 0)
        {
            return null;
        }

        if (length <= Math.Min(most, MaxBytes) && Utf8.IsValid(bytes[..length]) && Refusal(scan.Facts) is null)
        {
            return Event(scan, bytes[..length]);
        }

        length = -1;
        return null;
    }

    private TrailRecord Read(ReadOnlyMemory<byte> json, int index)
    {
        if (json.Length > MaxBytes)
        {
            throw new RefusedRecordException("record-too-large", $"The record has {json.Length:N0} bytes; at most {MaxBytes:N0} are read.");
        }

        if (!Utf8.IsValid(json.Span))
        {
            throw new RefusedRecordException("invalid-utf8", $"The record is not valid UTF-8 at its byte {FirstInvalid(json.Span):N0}.");
        }

        var scan = _scan ??= new RecordScan();
        scan.Read(json.Span, _texts);
        return Refusal(scan.Facts) is { } refusal ? throw refusal : new TrailRecord(Event(scan, json.Span), scan.ContentHash, json, index);
    }

    private static RefusedRecordException? Refusal(RecordFacts facts)
    {
        if (facts.IsNotification || (facts.Service?.StartsWith("aws:", StringComparison.Ordinal) ?? false))
        {
            return new RefusedRecordException("not-a-record", "A notification message: it names objects and is no CloudTrail record.");
        }

        if (!facts.IsRecord)
        {
            return new RefusedRecordException("not-a-record", "JSON without the keys of a CloudTrail record.");
        }

        return facts.Time is not null ? null : new RefusedRecordException(
            "event-time", facts.TimeText is null ? "The record has no eventTime." : $"The eventTime is not a time: {facts.TimeText}");
    }

    private TrailEvent Event(RecordScan scan, ReadOnlySpan<byte> json)
    {
        var facts = scan.Facts;
        var happened = facts.Time!.Value;
        var (actor, hidden) = Actor(facts);
        var id = facts.EventId ?? DerivedId.Of(json);
        var flags = facts.Flags
            | (scan.DuplicateKeys ? EventFlags.DuplicateKeys : 0)
            | (scan.ReplacedText ? EventFlags.ReplacedText : 0)
            | (hidden ? EventFlags.HiddenUser : 0)
            | (facts.EventId is null ? EventFlags.DerivedId : IsCanonicalGuid(id) ? 0 : EventFlags.TextId)
            | (IsFuture(happened) ? EventFlags.FutureTime : 0);
        var repositories = facts.Names.Repositories(facts.Service);
        return new TrailEvent
        {
            EventId = id,
            Time = happened,
            Service = facts.Service,
            Action = facts.Action,
            Region = facts.Region,
            Address = facts.Address,
            Account = facts.Account,
            Actor = actor,
            AccessKey = facts.Identity.AccessKeyId,
            Repositories = repositories,
            Things = Things(facts, scan.Sections(json), TrailEvent.MaxThings - repositories.Count),
            Resources = facts.Names.Resources,
            Error = facts.Error,
            ErrorMessage = facts.ErrorMessage,
            UserAgent = facts.UserAgent,
            RequestId = facts.RequestId,
            Category = facts.Category,
            Type = facts.Type,
            OriginalEventId = facts.OriginalEventId,
            Flags = flags,
        };
    }

    private IReadOnlyList<ContainerThing> Things(RecordFacts facts, in RecordSections sections, int most)
    {
        var found = things.Find(facts.Service, facts.Action, sections);
        return found.Count <= most ? found : [.. found.Take(most)];
    }

    private (Actor Actor, bool IsHidden) Actor(RecordFacts facts)
    {
        if (facts.KnownIdentity is { Actor: { } known } section)
        {
            return (known, section.IsHidden);
        }

        var actor = _actors.Get(facts.Identity, out var hidden);
        facts.KnownIdentity?.TakeActor(actor, hidden);
        return (actor, hidden);
    }

    private bool IsFuture(DateTimeOffset happened)
    {
        if (happened.UtcTicks <= Volatile.Read(ref _pastTicks))
        {
            return false;
        }

        var latest = time.GetUtcNow().AddDays(1);
        Volatile.Write(ref _pastTicks, latest.UtcTicks);
        return happened > latest;
    }

    private static bool IsCanonicalGuid(string id) =>
        id.Length == 36 && Guid.TryParseExact(id, "D", out _) && !id.AsSpan().ContainsAnyInRange('A', 'F');

    // JsonException counts both from 0, and its own text names a path that the record may fill with anything.
    private static string Where(JsonException broken)
    {
        var text = broken.Message;
        var end = text.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"Not JSON at line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1} of the record: {(end < 0 ? text : text[..end])}";
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (position < bytes.Length && Rune.DecodeFromUtf8(bytes[position..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }
}
