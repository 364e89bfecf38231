using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// Refuses to start on an address that other machines can reach unless the settings say so. Kestrel asks here for each
/// endpoint before it binds, wherever the address was configured: settings, environment or command line.
/// </summary>
internal static class LoopbackOnly
{
    public static void Check(ListenOptions endpoint, bool allowRemote)
    {
        // Unix sockets and inherited handles have no address; who may open them is the operating system's matter.
        if (!allowRemote && endpoint.IPEndPoint is { } at && !IPAddress.IsLoopback(at.Address))
        {
            throw new ListeningException(
                $"TrailBoard does not listen on {at}: other machines could read every event, and there is no sign-in yet. " +
                "Listen on localhost, or put it behind a proxy that signs people in and set Security:AllowRemote to true.");
        }
    }
}

/// <summary>The configured address is refused, as one that is in use would be. The message is fit to be shown.</summary>
internal sealed class ListeningException : IOException
{
    public ListeningException()
        : base("TrailBoard does not listen on this address.")
    {
    }

    public ListeningException(string message)
        : base(message)
    {
    }

    public ListeningException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
