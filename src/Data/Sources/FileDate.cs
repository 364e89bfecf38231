using System.Text.RegularExpressions;

namespace TrailBoard.Data.Sources;

/// <summary>The date in a trail file's name or, failing that, of the folders that it lies in, as text that sorts.</summary>
internal static partial class FileDate
{
    /// <summary>For example <c>20261001T1205</c>, <c>20261001</c>, or nothing: files without a date come first.</summary>
    public static string Of(string path)
    {
        var name = InName().Match(Path.GetFileName(path));
        if (name.Success)
        {
            return name.Value;
        }

        var folders = InFolders().Match(path);
        return folders.Success ? folders.Groups["year"].Value + folders.Groups["month"].Value + folders.Groups["day"].Value : "";
    }

    // …_CloudTrail_eu-west-1_20261001T1205Z_Abcdefgh12345678.json.gz
    [GeneratedRegex("[0-9]{8}T[0-9]{4}(?=Z)", RegexOptions.RightToLeft | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InName();

    [GeneratedRegex("[/\\\\](?<year>[0-9]{4})[/\\\\](?<month>[0-9]{2})[/\\\\](?<day>[0-9]{2})[/\\\\]", RegexOptions.RightToLeft | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InFolders();
}
