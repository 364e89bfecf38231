using System.Collections.Immutable;
using System.Text;

namespace TrailBoard.Core.Search;

/// <summary>
/// The path of a <c>req.</c> or <c>res.</c> field: keys joined by dots. Within a key a backslash takes the sign after it as
/// it is, so that keys such as <c>aws:cloudformation:stack-name</c> or <c>a.b</c> can be named.
/// </summary>
public static class FieldPath
{
    /// <summary>How many keys a path may have.</summary>
    public const int MaxKeys = 100;

    /// <summary>The path that leads through these keys.</summary>
    public static string Of(IEnumerable<string> keys) => string.Join('.', keys.Select(Escape));

    /// <summary>The keys of a path, unescaped.</summary>
    public static ImmutableArray<string> Keys(string path)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        var key = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '.')
            {
                keys.Add(key.ToString());
                key.Clear();
                continue;
            }

            i += path[i] == '\\' && i + 1 < path.Length ? 1 : 0;
            key.Append(path[i]);
        }

        keys.Add(key.ToString());
        return keys.ToImmutable();
    }

    private static string Escape(string key)
    {
        var text = new StringBuilder(key.Length + 4);
        foreach (var c in key)
        {
            text.Append(char.IsWhiteSpace(c) || ".:=<>()\"*\\".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return text.ToString();
    }
}
