using System.Collections.Frozen;

namespace TrailBoard.Core.Events;

/// <summary>Which keys hold secrets. Names are compared without case, <c>_</c>, <c>-</c>, <c>.</c> and spaces.</summary>
internal static class SecretKeys
{
    private const int MaxName = 128;

    private static readonly string[] Endings =
    [
        "password", "passwords", "passwd", "passphrase", "secretaccesskey", "secretkey", "sharedsecret", "clientsecret", "sessiontoken",
        "securitytoken", "secretstring", "secretbinary", "authorizationtoken", "authtoken", "accesstoken", "refreshtoken", "idtoken", "bearertoken",
        "logintoken", "oauthtoken", "personalaccesstoken", "privatekey", "privatekeypem", "privatekeymaterial", "keymaterial", "userdata", "connectionstring", "signingkey",
        "encryptionkeyplaintext", "plaintext", "presharedkey", "accountkey", "webhooksecret", "masteruserpassword", "xamzsecuritytoken",
    ];

    private static readonly FrozenSet<string> Exact = new[] { "secret", "token", "credentials", "pwd", "authparameters", "authorization" }.ToFrozenSet(StringComparer.Ordinal);

    // In the names of environment variables and parameters people put the word anywhere.
    private static readonly string[] Words = ["password", "passwd", "secret", "token", "apikey", "privatekey", "credential", "connectionstring", "accesskey"];

    private static readonly FrozenSet<string> Harmless = new[]
    {
        "nexttoken", "clienttoken", "clientrequesttoken", "continuationtoken", "paginationtoken", "idempotencytoken", "creationtoken",
        "requesttoken", "accesskeyid", "awsaccesskeyid", "secretid", "secretarn", "secretname",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the value of a member of this name is a secret.</summary>
    public static bool IsSecret(ReadOnlySpan<byte> name)
    {
        var plain = Plain(name);
        return Exact.Contains(plain) || Array.Exists(Endings, ending => plain.EndsWith(ending, StringComparison.Ordinal));
    }

    /// <summary>Whether a variable or parameter of this name is likely to hold a secret.</summary>
    public static bool NamesSecret(ReadOnlySpan<byte> name)
    {
        var plain = Plain(name);
        return !Harmless.Contains(plain) && Array.Exists(Words, word => plain.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>Whether the value says itself that the secret was taken out.</summary>
    public static bool IsMaskedAlready(ReadOnlySpan<byte> value) =>
        value.IsEmpty || value.SequenceEqual("HIDDEN_DUE_TO_SECURITY_REASONS"u8) || value.SequenceEqual("<sensitiveDataRemoved>"u8) || value.IndexOfAnyExcept((byte)'*') < 0;

    private static string Plain(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxName)
        {
            name = name[^MaxName..];
        }

        Span<char> plain = stackalloc char[MaxName];
        var length = 0;
        foreach (var letter in name)
        {
            if (letter is not ((byte)'_' or (byte)'-' or (byte)'.' or (byte)' '))
            {
                plain[length++] = (char)(letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter);
            }
        }

        return new string(plain[..length]);
    }
}
