namespace TrailBoard.Core.Identity;

/// <summary>
/// Who acted, as read from the <c>userIdentity</c> of one record. Members are null where the record does not say;
/// the marker <c>HIDDEN_DUE_TO_SECURITY_REASONS</c> is never a name.
/// </summary>
/// <param name="IdentityType">The <c>userIdentity.type</c> as recorded (<c>IAMUser</c>, <c>AssumedRole</c>, <c>Root</c>, …).</param>
/// <param name="Identity">
/// The ARN of who acted: sessions of an assumed role are collapsed on the ARN of their role; services are their
/// <c>invokedBy</c> name; root is its own ARN. Falls back to the most stable name that the record holds.
/// </param>
/// <param name="User">The IAM user's name, else the role session's name, else <c>root</c>, else the service.</param>
/// <param name="Role">The name of the assumed role, without its path.</param>
/// <param name="Session">The name of the role session or of the federated user's session.</param>
public sealed record Actor(string? IdentityType, string? Identity, string? User, string? Role, string? Session)
{
    /// <summary>An actor of which the record says nothing.</summary>
    public static Actor Unknown { get; } = new(null, null, null, null, null);
}
