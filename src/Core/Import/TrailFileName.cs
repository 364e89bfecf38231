using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TrailBoard.Core.Import;

/// <summary>
/// What CloudTrail writes into the name of a file: <c>account_CloudTrail_region_YYYYMMDDTHHmmZ_id.json.gz</c> (CloudTrail guide,
/// "Log file name format"). It stays with the file when somebody copies it, so a lost folder or a new file time does not matter.
/// </summary>
/// <param name="Account">The account's twelve digits.</param>
/// <param name="Region">The region in which the events were recorded.</param>
/// <param name="Delivered">When it was delivered, UTC, to the minute.</param>
public sealed record TrailFileName(string Account, string Region, DateTimeOffset Delivered)
{
    /// <summary>Reads the last part of a path or key; false where CloudTrail does not name files of events so.</summary>
    public static bool TryParse([NotNullWhen(true)] string? path, [NotNullWhen(true)] out TrailFileName? name)
    {
        name = null;
        var parts = path is null ? [] : path[(path.LastIndexOfAny(['/', '\\']) + 1)..].Split('_');
        if (parts.Length < 5
            || !TrailKey.IsAccount(parts[0])
            || !TrailKey.TryFolder(parts[1], out var folder)
            || folder is not (TrailFolder.Events or TrailFolder.NetworkActivity)
            || parts[2].Length == 0
            || !DateTimeOffset.TryParseExact(parts[3], "yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var delivered))
        {
            return false;
        }

        name = new TrailFileName(parts[0], parts[2], delivered);
        return true;
    }
}
