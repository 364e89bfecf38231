using System.ComponentModel.DataAnnotations;

namespace TrailBoard.Web.Hosting;

/// <summary>What one upload may hold (section <c>Upload</c> of the settings).</summary>
internal sealed class UploadOptions
{
    public const string Section = "Upload";

    /// <summary>The largest file, in megabytes as it is sent.</summary>
    [Range(1, 1_048_576)]
    public int MaxFileMegabytes { get; set; } = 1_024;

    /// <summary>The most files in one request.</summary>
    [Range(1, 100_000)]
    public int MaxFiles { get; set; } = 2_000;

    /// <summary>The space that stays free on the disk, in megabytes: the store needs room to write.</summary>
    [Range(0, 1_048_576)]
    public int KeepFreeMegabytes { get; set; } = 256;
}
