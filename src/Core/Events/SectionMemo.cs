using TrailBoard.Core.Identity;

namespace TrailBoard.Core.Events;

/// <summary>
/// Remembers sections of records that come again byte for byte: who acted, with which session, through which TLS. A session makes
/// many calls, and what it is takes nearly half of each record. Of a fixed size: what comes to the same slot takes it over.
/// For one thread at a time.
/// </summary>
internal sealed class SectionMemo
{
    private const int Pairs = 1 << 10;
    private const int MaxLength = 2048;

    // Two for each place, the one used last in front.
    private readonly KnownSection?[] _sections = new KnownSection?[2 * Pairs];

    /// <summary>The section that the bytes begin with, where it is known.</summary>
    /// <param name="path">The hash of where in the record it is.</param>
    /// <param name="bytes">From its brace to beyond its end.</param>
    /// <param name="place">Where it belongs, for <see cref="Add"/>; -1 where it is not to be remembered.</param>
    public KnownSection? Find(ulong path, ReadOnlySpan<byte> bytes, out int place)
    {
        place = -1;
        var brace = bytes[..Math.Min(bytes.Length, MaxLength)].IndexOf((byte)'}');
        if (brace < 0)
        {
            return null;
        }

        // The first brace closes the section or what is first in it: up to there sessions and keys differ already.
        place = 2 * ((int)StableHash.Join(path, StableHash.Of(bytes[..brace])) & (Pairs - 1));
        if (_sections[place] is { } front && front.Begins(path, bytes))
        {
            return front;
        }

        if (_sections[place + 1] is { } back && back.Begins(path, bytes))
        {
            (_sections[place], _sections[place + 1]) = (back, _sections[place]);
            return back;
        }

        return null;
    }

    /// <summary>Remembers a section in the place of the one that was not used for longest.</summary>
    public void Add(int place, ulong path, ReadOnlySpan<byte> bytes, ulong content, RecordFacts facts)
    {
        if (bytes.Length <= MaxLength)
        {
            var section = _sections[place + 1] ?? new KnownSection();
            section.Take(path, bytes, content, facts);
            (_sections[place], _sections[place + 1]) = (section, _sections[place]);
        }
    }
}

/// <summary>One section that was read: its bytes, and all that reading it came to.</summary>
internal sealed class KnownSection
{
    private byte[] _bytes = [];
    private int _length;
    private ulong _path;

    /// <summary>What it adds to the hash of the record's content.</summary>
    public ulong Content { get; private set; }

    /// <summary>Its bytes, from brace to brace.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>What it says, where it is the <c>userIdentity</c>.</summary>
    public IdentityFields Identity { get; private set; }

    /// <summary>Whether the session was authenticated with MFA, where it is the <c>userIdentity</c>.</summary>
    public bool? Mfa { get; private set; }

    /// <summary>Who acted, where it is the <c>userIdentity</c> and somebody asked before.</summary>
    public Actor? Actor { get; private set; }

    /// <summary>Whether CloudTrail hid the actor's name.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>Remembers who acted.</summary>
    public void TakeActor(Actor actor, bool isHidden) => (Actor, IsHidden) = (actor, isHidden);

    /// <summary>Whether the bytes begin with this section, in the same place of the record.</summary>
    public bool Begins(ulong path, ReadOnlySpan<byte> bytes) => _path == path && bytes.StartsWith(Bytes);

    /// <summary>Takes another section over.</summary>
    public void Take(ulong path, ReadOnlySpan<byte> bytes, ulong content, RecordFacts facts)
    {
        if (_bytes.Length < bytes.Length)
        {
            _bytes = new byte[bytes.Length];
        }

        bytes.CopyTo(_bytes);
        (_length, _path, Content, Identity, Mfa, Actor) = (bytes.Length, path, content, facts.Identity, facts.SessionMfa, null);
    }
}
