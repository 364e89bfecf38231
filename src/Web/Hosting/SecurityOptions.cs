namespace TrailBoard.Web.Hosting;

/// <summary>Who may reach the site (section <c>Security</c> of the settings).</summary>
internal sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>
    /// Whether to listen on addresses that other machines can reach. There is no sign-in yet: whoever reaches the site reads
    /// every event, so put it behind a proxy that signs people in, or publish a container's port on loopback only.
    /// </summary>
    public bool AllowRemote { get; set; }
}
