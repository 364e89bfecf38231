using System.Text;
using System.Text.Json;
using TrailBoard.Core.Identity;

namespace TrailBoard.Core.Events;

/// <summary>
/// What one record says, gathered value by value as <see cref="RecordScan"/> comes past them. Where a key occurs twice, the
/// last value wins.
/// </summary>
internal sealed class RecordFacts
{
    private const string UnknownError = "Error";

    private readonly string?[] _last = new string?[(int)RecordKey.Notification + 1];
    private TextInterner _texts = new();
    private readonly ResourceNames _names = new();
    private IdentityFields _identity;
    private EventFlags _flags;
    private bool? _mfa;
    private bool? _mfaUsed;
    private int _markers;

    /// <summary>The key of the record's own object that is being read.</summary>
    public RecordKey Section { get; set; }

    public string? EventId { get; private set; }

    public DateTimeOffset? Time { get; private set; }

    public string? TimeText { get; private set; }

    public string? Service { get; private set; }

    public string? Action { get; private set; }

    public string? Region { get; private set; }

    public string? Address { get; private set; }

    public string? Recipient { get; private set; }

    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    public string? UserAgent { get; private set; }

    public string? RequestId { get; private set; }

    public string? Category { get; private set; }

    public string? Type { get; private set; }

    public string? OriginalEventId { get; private set; }

    /// <summary>What the record's userIdentity says.</summary>
    public ref readonly IdentityFields Identity => ref _identity;

    /// <summary>Whether the record is an S3 notification, which looks like one of CloudTrail's.</summary>
    public bool IsNotification { get; private set; }

    /// <summary>Whether enough of CloudTrail's own keys are there.</summary>
    public bool IsRecord => _markers >= 2;

    /// <summary>The account, as the field of that name means it.</summary>
    public string? Account => Recipient ?? _identity.AccountId;

    /// <summary>The error, as the field of that name means it.</summary>
    public string? Error => ErrorCode ?? (ErrorMessage is null ? null : UnknownError);

    /// <summary>The flags that the record's own values set.</summary>
    public EventFlags Flags => _flags | ((_mfa ?? _mfaUsed) switch { true => EventFlags.Mfa, false => EventFlags.NoMfa, null => EventFlags.None });

    /// <summary>The ARNs, ids and repositories that the record names.</summary>
    public ResourceNames Names => _names;

    /// <summary>The section of which <see cref="Identity"/> is, where it was read before.</summary>
    public KnownSection? KnownIdentity { get; private set; }

    /// <summary>What the record's userIdentity says of MFA.</summary>
    public bool? SessionMfa => _mfa;

    /// <summary>Forgets the last record.</summary>
    public void Reset(TextInterner texts)
    {
        _texts = texts;
        _names.Reset();
        _identity = default;
        KnownIdentity = null;
        _flags = EventFlags.None;
        _mfa = _mfaUsed = null;
        _markers = 0;
        Section = RecordKey.None;
        Time = null;
        IsNotification = false;
        EventId = TimeText = Service = Action = Region = Address = Recipient = null;
        ErrorCode = ErrorMessage = UserAgent = RequestId = Category = Type = OriginalEventId = null;
    }

    /// <summary>A value of the record's own object is an object or an array.</summary>
    public void OpenSection(bool isArray)
    {
        switch (Section)
        {
            case RecordKey.UserIdentity when !isArray:
                _markers++;
                _identity = default;
                KnownIdentity = null;
                _mfa = null;
                break;
            case RecordKey.Addendum:
                _flags |= EventFlags.Addendum;
                break;
            case RecordKey.Notification:
                IsNotification = true;
                break;
            case RecordKey.EventTime:
                TimeText = isArray ? "an array" : "an object";
                break;
            case RecordKey.UserIdentity or RecordKey.ReadOnly:
            case >= RecordKey.EventVersion and <= RecordKey.ErrorMessage:
            case >= RecordKey.RequestId and <= RecordKey.EventCategory:
            case RecordKey.RecipientAccountId:
                throw WrongType(isArray ? "an array" : "an object");
        }
    }

    /// <summary>The section is one that was read before, from its start to its end.</summary>
    public void TakeSection(KnownSection known)
    {
        if (Section == RecordKey.UserIdentity)
        {
            _markers++;
            _identity = known.Identity;
            KnownIdentity = known;
            _mfa = known.Mfa;
        }
    }

    /// <summary>A string.</summary>
    public void Text(RecordScan.Level[] levels, int depth, ReadOnlySpan<byte> text, ulong hash)
    {
        if (depth == 1)
        {
            OwnText(text, hash);
            return;
        }

        switch (Section)
        {
            case RecordKey.UserIdentity:
                IdentityText(levels, depth, text, hash);
                break;
            case RecordKey.RequestParameters or RecordKey.ResponseElements or RecordKey.ServiceEventDetails or RecordKey.Resources:
                _names.Note(levels[depth].Rule, text, hash, _texts);
                break;
            case RecordKey.AdditionalEventData when depth == 2 && levels[2].Key == RecordKey.MfaUsed:
                _mfaUsed = text.SequenceEqual("Yes"u8) ? true : text.SequenceEqual("No"u8) ? false : null;
                break;
            case RecordKey.Addendum when depth == 2 && levels[2].Key == RecordKey.Reason && text.SequenceEqual("DELIVERY_DELAY"u8):
                _flags |= EventFlags.Late;
                break;
            case RecordKey.Addendum when depth == 2 && levels[2].Key == RecordKey.OriginalEventId:
                OriginalEventId = text.IsEmpty ? null : TextInterner.Fresh(text);
                break;
        }
    }

    /// <summary>A number, true, false or null.</summary>
    public void Other(RecordScan.Level[] levels, int depth, JsonTokenType token)
    {
        if (depth == 1)
        {
            OwnOther(token);
            return;
        }

        var key = levels[depth].Key;
        switch (Section)
        {
            case RecordKey.UserIdentity when key == RecordKey.MfaAuthenticated && token is JsonTokenType.True or JsonTokenType.False:
                _mfa = token == JsonTokenType.True;
                break;
            case RecordKey.UserIdentity when depth == 2 && token != JsonTokenType.Null && key is >= RecordKey.Type and <= RecordKey.InvokedBy:
                throw WrongType(Word(token), $"userIdentity.{NameOf(key)}");
            case RecordKey.RequestParameters or RecordKey.ResponseElements or RecordKey.ServiceEventDetails
                when depth == 2 && key == RecordKey.Omitted && token == JsonTokenType.True:
                _flags |= EventFlags.Omitted;
                break;
        }
    }

    private void OwnText(ReadOnlySpan<byte> text, ulong hash)
    {
        switch (Section)
        {
            case RecordKey.EventTime:
                _markers++;
                Time = EventTime.TryParse(text, out var time) ? time : null;
                TimeText = Time is null ? TextInterner.Fresh(text[..Math.Min(text.Length, 100)]) : null;
                break;
            case RecordKey.EventVersion:
                _markers++;
                _flags = text.StartsWith("1."u8) || text.SequenceEqual("1"u8) ? _flags & ~EventFlags.UnknownVersion : _flags | EventFlags.UnknownVersion;
                break;
            case RecordKey.EventSource:
                _markers++;
                Service = OwnValue(text, hash);
                break;
            case RecordKey.EventName:
                _markers++;
                Action = OwnValue(text, hash);
                break;
            case RecordKey.AwsRegion:
                _markers++;
                Region = OwnValue(text, hash);
                break;
            case RecordKey.SourceIpAddress:
                _markers++;
                Address = OwnValue(text, hash);
                break;
            case RecordKey.EventId:
                _markers++;
                EventId = text.IsEmpty ? null : TextInterner.Fresh(text);
                break;
            case RecordKey.EventType:
                _markers++;
                Type = OwnValue(text, hash);
                break;
            case RecordKey.UserAgent:
                UserAgent = OwnValue(text, hash);
                break;
            case RecordKey.ErrorCode:
                ErrorCode = OwnValue(text, hash);
                break;
            case RecordKey.ErrorMessage:
                ErrorMessage = OwnValue(text, hash);
                break;
            case RecordKey.RequestId:
                RequestId = text.IsEmpty ? null : TextInterner.Fresh(text);
                break;
            case RecordKey.EventCategory:
                Category = OwnValue(text, hash);
                break;
            case RecordKey.RecipientAccountId:
                Recipient = OwnValue(text, hash);
                break;
            case RecordKey.ReadOnly when Truth(text) is { } readOnly:
                SetReadOnly(readOnly);
                break;
            case RecordKey.ReadOnly or RecordKey.UserIdentity:
                throw WrongType("a string");
        }
    }

    private void OwnOther(JsonTokenType token)
    {
        switch (Section)
        {
            case RecordKey.ReadOnly when token is JsonTokenType.True or JsonTokenType.False:
                SetReadOnly(token == JsonTokenType.True);
                break;
            case RecordKey.EventTime:
                _markers++;
                Time = null;
                TimeText = Word(token);
                break;
            case RecordKey.UserIdentity when token == JsonTokenType.Null:
                _markers++;
                break;
            case RecordKey.EventVersion when token == JsonTokenType.Number:
                _markers++;
                break;
            case >= RecordKey.EventVersion and <= RecordKey.ErrorMessage:
            case >= RecordKey.RequestId and <= RecordKey.ReadOnly:
            case RecordKey.RecipientAccountId:
                if (token != JsonTokenType.Null)
                {
                    throw WrongType(Word(token));
                }

                break;
        }
    }

    private void IdentityText(RecordScan.Level[] levels, int depth, ReadOnlySpan<byte> text, ulong hash)
    {
        var key = levels[depth].Key;
        switch (depth)
        {
            case 2:
                SetIdentity(key, Value(text, hash));
                break;
            case 3 when levels[2].Key == RecordKey.OnBehalfOf && key == RecordKey.UserId:
                _identity.OnBehalfOfUserId = Value(text, hash);
                break;
            case 4 when levels[2].Key == RecordKey.SessionContext && levels[3].Key == RecordKey.SessionIssuer && key == RecordKey.Arn:
                _identity.IssuerArn = Value(text, hash);
                break;
            case 4 when levels[2].Key == RecordKey.SessionContext && levels[3].Key == RecordKey.SessionIssuer && key == RecordKey.UserName:
                _identity.IssuerUserName = Value(text, hash);
                break;
            case 4 when levels[2].Key == RecordKey.SessionContext && levels[3].Key == RecordKey.Attributes && key == RecordKey.MfaAuthenticated:
                _mfa = Truth(text) ?? _mfa;
                break;
        }
    }

    private void SetIdentity(RecordKey key, string? value)
    {
        switch (key)
        {
            case RecordKey.Type:
                _identity.Type = value;
                break;
            case RecordKey.PrincipalId:
                _identity.PrincipalId = value;
                break;
            case RecordKey.Arn:
                _identity.Arn = value;
                break;
            case RecordKey.AccountId:
                _identity.AccountId = value;
                break;
            case RecordKey.AccessKeyId:
                _identity.AccessKeyId = value;
                break;
            case RecordKey.UserName:
                _identity.UserName = value;
                break;
            case RecordKey.InvokedBy:
                _identity.InvokedBy = value;
                break;
        }
    }

    private void SetReadOnly(bool value) =>
        _flags = (_flags & ~(EventFlags.ReadOnly | EventFlags.Write)) | (value ? EventFlags.ReadOnly : EventFlags.Write);

    // Databases and Python write True and False.
    private static bool? Truth(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "true"u8) ? true : Ascii.EqualsIgnoreCase(text, "false"u8) ? false : null;

    private string? Value(ReadOnlySpan<byte> text, ulong hash) => text.IsEmpty ? null : _texts.Get(text, hash);

    // Most of the record's own values are those of the last record: that text is at hand.
    private string? OwnValue(ReadOnlySpan<byte> text, ulong hash)
    {
        if (text.Length > TextInterner.MaxBytes)
        {
            return Value(text, hash);
        }

        ref var last = ref _last[(int)Section];
        return last is not null && Ascii.Equals(text, last) ? last : last = Value(text, hash);
    }

    private RefusedRecordException WrongType(string found, string? name = null) =>
        new("wrong-type", $"{name ?? NameOf(Section)} is {found}; CloudTrail writes {(Section == RecordKey.UserIdentity && name is null ? "an object" : Section == RecordKey.ReadOnly ? "true or false" : "text")} there.");

    private static string NameOf(RecordKey key) => RecordKeys.NameOf(key);

    private static string Word(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => "a number",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        _ => throw new ArgumentOutOfRangeException(nameof(token), token, null),
    };
}
