using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.CloudTrail.Model;

/// <summary>Asks for trails.</summary>
internal sealed class DescribeTrailsRequest : AmazonWebServiceRequest
{
    /// <summary>Whether trails of other regions and of the organisation are told too; the service's default is yes.</summary>
    [JsonPropertyName("includeShadowTrails")]
    public bool? IncludeShadowTrails { get; set; }

    /// <summary>Names or ARNs, or null for all.</summary>
    [JsonPropertyName("trailNameList")]
    public List<string>? TrailNameList { get; set; }
}

/// <summary>Trails.</summary>
internal sealed class DescribeTrailsResponse : AmazonWebServiceResponse
{
    /// <summary>The trails.</summary>
    [JsonPropertyName("trailList")]
    public List<Trail>? TrailList { get; set; }
}

/// <summary>The settings of a trail.</summary>
internal sealed class Trail
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Its ARN.</summary>
    public string? TrailARN { get; set; }

    /// <summary>The region in which it was made.</summary>
    public string? HomeRegion { get; set; }

    /// <summary>The bucket of its files.</summary>
    public string? S3BucketName { get; set; }

    /// <summary>What stands before <c>AWSLogs/</c> in keys.</summary>
    public string? S3KeyPrefix { get; set; }

    /// <summary>The topic that announces files.</summary>
    public string? SnsTopicARN { get; set; }

    /// <summary>The key that encrypts files.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>Whether it logs all regions.</summary>
    public bool? IsMultiRegionTrail { get; set; }

    /// <summary>Whether it logs all accounts of the organisation.</summary>
    public bool? IsOrganizationTrail { get; set; }

    /// <summary>Whether it logs global services.</summary>
    public bool? IncludeGlobalServiceEvents { get; set; }

    /// <summary>Whether it writes digest files.</summary>
    public bool? LogFileValidationEnabled { get; set; }
}
