using System.Text;
using System.Text.RegularExpressions;

namespace TrailBoard.Core.Events;

/// <summary>
/// Finds secrets by their looks, in text that may be cut or broken: members with secret keys, private keys, JWTs, session
/// tokens, passwords in connection strings and addresses. Each byte is looked at as one character, so places are bytes.
/// </summary>
internal static partial class SecretText
{
    private const int Timeout = 2000;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>Adds the places of secrets in text.</summary>
    /// <param name="members">Whether members of plain JSON are looked for, too; in valid JSON they are found better by parsing it.</param>
    public static void Find(ReadOnlySpan<byte> utf8, bool members, List<Range> found)
    {
        var text = Encoding.Latin1.GetString(utf8);
        Add(PemKey().Matches(text), found);
        Add(Jwt().Matches(text), found);
        Add(SessionToken().Matches(text), found);
        Add(Assignment().Matches(text), found);
        Add(AddressPassword().Matches(text), found);
        AddMembers(EscapedMember().Matches(text), found);
        if (members)
        {
            AddMembers(PlainMember().Matches(text), found);
        }
    }

    private static void Add(MatchCollection matches, List<Range> found)
    {
        foreach (Match match in matches)
        {
            AddValue(match, found);
        }
    }

    private static void AddMembers(MatchCollection matches, List<Range> found)
    {
        foreach (Match match in matches)
        {
            if (SecretKeys.IsSecret(Encoding.Latin1.GetBytes(match.Groups["key"].Value)))
            {
                AddValue(match, found);
            }
        }
    }

    private static void AddValue(Match match, List<Range> found)
    {
        var value = match.Groups["value"];
        if (value.Length > 0 && !SecretKeys.IsMaskedAlready(Encoding.Latin1.GetBytes(value.Value)))
        {
            found.Add(value.Index..(value.Index + value.Length));
        }
    }

    [GeneratedRegex("""(?<value>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(-----)?((?!-----END)[^"])*(-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?)""", Options, Timeout)]
    private static partial Regex PemKey();

    [GeneratedRegex("""(?<value>eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?)""", Options, Timeout)]
    private static partial Regex Jwt();

    [GeneratedRegex("""(?<value>(IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9+/=%_\\-]{16,})""", Options, Timeout)]
    private static partial Regex SessionToken();

    [GeneratedRegex("""(?<![A-Za-z])(?i:password|passwd|pwd|secret|client_secret|access_token|accountkey|sharedaccesskey|x-amz-security-token)(=|(?<=(?i:x-amz-security-token)):)(?<value>[^;&\s"'\\]{3,})""", Options, Timeout)]
    private static partial Regex Assignment();

    [GeneratedRegex("""://[^/\s:@"\\]{1,100}:(?<value>[^/\s:@"\\]{1,200})@""", Options, Timeout)]
    private static partial Regex AddressPassword();

    [GeneratedRegex("""(?<quote>\\+")(?<key>[A-Za-z0-9_. -]{1,64})\k<quote>(\s|\\+[nrt]){0,20}:(\s|\\+[nrt]){0,20}\k<quote>(?<value>((?!\k<quote>)[^"])*)""", Options, Timeout)]
    private static partial Regex EscapedMember();

    [GeneratedRegex("""(?<!\\)"(?<key>[A-Za-z0-9_. -]{1,64})"\s{0,20}:\s{0,20}("(?<value>(\\.|[^"\\])*)|(?<value>[0-9]+))""", Options, Timeout)]
    private static partial Regex PlainMember();
}
