using Amazon.Runtime;

namespace Amazon.CloudTrail.Model;

/// <summary>Asks for the public keys of digest files.</summary>
internal sealed class ListPublicKeysRequest : AmazonWebServiceRequest
{
    /// <summary>Keys valid at or after this time.</summary>
    public DateTime? StartTime { get; set; }

    /// <summary>Keys valid at or before this time.</summary>
    public DateTime? EndTime { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }
}

/// <summary>Public keys; their times of validity may overlap.</summary>
internal sealed class ListPublicKeysResponse : AmazonWebServiceResponse
{
    /// <summary>The keys.</summary>
    public List<PublicKey>? PublicKeyList { get; set; }

    /// <summary>For the next page, or null at the end.</summary>
    public string? NextToken { get; set; }
}

/// <summary>A public key.</summary>
internal sealed class PublicKey
{
    /// <summary>The fingerprint that digest files name.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>Valid until, UTC.</summary>
    public DateTime? ValidityEndTime { get; set; }

    /// <summary>Valid from, UTC.</summary>
    public DateTime? ValidityStartTime { get; set; }

    /// <summary>The DER-encoded key, PKCS#1.</summary>
    public MemoryStream? Value { get; set; }
}
