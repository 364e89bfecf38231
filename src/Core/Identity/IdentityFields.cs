namespace TrailBoard.Core.Identity;

/// <summary>What a record's <c>userIdentity</c> says, before the rules of <see cref="ActorRules"/> make an <see cref="Actor"/> of it.</summary>
internal struct IdentityFields
{
    public string? Type;
    public string? PrincipalId;
    public string? Arn;
    public string? AccountId;
    public string? AccessKeyId;
    public string? UserName;
    public string? InvokedBy;
    public string? IssuerArn;
    public string? IssuerUserName;
    public string? OnBehalfOfUserId;
}
