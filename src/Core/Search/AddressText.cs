using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace TrailBoard.Core.Search;

/// <summary>
/// Reads addresses as CloudTrail records them and networks as people write them. <see cref="IPAddress.TryParse(string, out IPAddress)"/>
/// alone takes <c>1</c> and <c>[::1]:80</c> for addresses and numbers with leading zeros for octal ones.
/// </summary>
internal static class AddressText
{
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.Contains(':'))
        {
            return !text.ContainsAny('[', ']', '%') && text.Length <= 45 && IPAddress.TryParse(text, out address);
        }

        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        foreach (var part in text.Split('.'))
        {
            if (count == 4 || !TryParseByte(text[part], out bytes[count]))
            {
                return false;
            }

            count++;
        }

        address = count == 4 ? new IPAddress(bytes) : null;
        return address is not null;
    }

    /// <summary>Reads a network; bits behind its prefix are dropped.</summary>
    /// <param name="mistake">What is wrong.</param>
    public static bool TryParseNetwork(string text, out IPNetwork network, out string mistake)
    {
        network = default;
        mistake = $"{FilterNames.Short(text)} is no network; expected one such as 203.0.113.0/24 or 2001:db8::/32, or the text in quotes.";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryParse(text.AsSpan(0, slash), out var address))
        {
            return false;
        }

        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (!TryParseByte(text.AsSpan(slash + 1), out var prefix) || prefix > most)
        {
            mistake = $"Expected a prefix from 0 to {most} behind the slash.";
            return false;
        }

        network = new IPNetwork(Masked(address, prefix), prefix);
        return true;
    }

    /// <summary>Whether the text is an address within the network. An IPv4 address in IPv6's clothes is an IPv4 address.</summary>
    public static bool IsWithin(IPNetwork network, ReadOnlySpan<char> text) => TryParse(text, out var address)
        && (network.Contains(address) || (address.IsIPv4MappedToIPv6 && network.Contains(address.MapToIPv4())));

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var bits = Math.Clamp(prefix - (8 * i), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - bits));
        }

        return new IPAddress(bytes);
    }

    private static bool TryParseByte(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        return text.Length is > 0 and <= 4 && !text.ContainsAnyExceptInRange('0', '9') && byte.TryParse(text, out value);
    }
}
