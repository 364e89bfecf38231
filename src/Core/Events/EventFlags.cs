namespace TrailBoard.Core.Events;

/// <summary>Facts about an event that are yes or no, or yes, no or not said. The values are stored: never renumber them.</summary>
[Flags]
public enum EventFlags
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>The record says <c>readOnly: true</c>.</summary>
    ReadOnly = 1 << 0,

    /// <summary>The record says <c>readOnly: false</c>: the call writes.</summary>
    Write = 1 << 1,

    /// <summary>The session was authenticated with MFA.</summary>
    Mfa = 1 << 2,

    /// <summary>The record says that the session was not authenticated with MFA.</summary>
    NoMfa = 1 << 3,

    /// <summary>Another record with the same <c>eventID</c> and other content is in the store; both are kept.</summary>
    Conflict = 1 << 4,

    /// <summary>The <c>eventID</c> is not a canonical GUID, so the store keeps a hash of it; the text is in the record.</summary>
    TextId = 1 << 5,

    /// <summary>The record has no <c>eventID</c>; the id was derived from the record's content.</summary>
    DerivedId = 1 << 6,

    /// <summary>An object in the record names one key twice; the last value was read, the record is kept as it came.</summary>
    DuplicateKeys = 1 << 7,

    /// <summary>The record holds text that is not valid Unicode; it is shown with U+FFFD in its place.</summary>
    ReplacedText = 1 << 8,

    /// <summary>The event's time lies more than a day after the time of its import.</summary>
    FutureTime = 1 << 9,

    /// <summary>The major part of <c>eventVersion</c> is one that TrailBoard does not know.</summary>
    UnknownVersion = 1 << 10,

    /// <summary>CloudTrail hid the user's name (<c>HIDDEN_DUE_TO_SECURITY_REASONS</c>).</summary>
    HiddenUser = 1 << 11,

    /// <summary>CloudTrail left out a request, response or detail because of its size.</summary>
    Omitted = 1 << 12,

    /// <summary>The record carries an <c>addendum</c>: it came late or corrects another event.</summary>
    Addendum = 1 << 13,

    /// <summary>The event reached the store more than a day after it happened, by its delivery or by its addendum.</summary>
    Late = 1 << 14,
}
