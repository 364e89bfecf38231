using System.Reflection;
using System.Text.RegularExpressions;

namespace TrailBoard.Web.Tests;

/// <summary>The dependency rules of docs/architecture.md. Each test first proves that it looked at something.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Assembly Core = typeof(TrailBoard.Core.Events.TrailEvent).Assembly;
    private static readonly Assembly Data = typeof(TrailBoard.Data.DataServices).Assembly;
    private static readonly Assembly Web = typeof(TrailBoardHost).Assembly;

    // A folder of Core may use those on lower steps only.
    private static readonly Dictionary<string, int> Steps = new(StringComparer.Ordinal)
    {
        ["Identity"] = 0,
        ["Events"] = 1,
        ["Containers"] = 2,
        ["Search"] = 3,
        ["Import"] = 3,
        ["Store"] = 4,
        ["Views"] = 5,
        ["Activities"] = 6,
        ["Demo"] = 6,
        ["Watching"] = 6,
        ["Things"] = 7,
        ["Overview"] = 7,
    };

    [Fact]
    public void Core_references_the_base_library_and_abstractions_only()
    {
        var references = References(Core);

        Assert.Contains(references, name => name.StartsWith("System.", StringComparison.Ordinal));
        Assert.All(references, name => Assert.Matches(@"^(System\.|netstandard$|Microsoft\.Extensions\..*Abstractions$|Microsoft\.Win32\.)", name));
    }

    [Fact]
    public void Data_references_Core_but_nothing_of_the_web()
    {
        var references = References(Data);

        Assert.Contains("TrailBoard.Core", references);
        Assert.Contains(references, name => name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.DoesNotContain("TrailBoard.Web", references);
    }

    [Fact]
    public void Data_shows_its_registration_and_nothing_else()
    {
        var shown = Data.GetExportedTypes().Select(type => type.FullName).ToList();

        Assert.NotEmpty(shown);
        Assert.Equal(["TrailBoard.Data.DataServices"], shown);
    }

    [Fact]
    public void Web_sees_neither_the_database_nor_its_driver()
    {
        var references = References(Web);

        Assert.Contains("TrailBoard.Core", references);
        Assert.Contains("TrailBoard.Data", references);
        Assert.DoesNotContain(references, name =>
            name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Data.", StringComparison.Ordinal)
            || name.StartsWith("SQLitePCLRaw", StringComparison.Ordinal)
            || name.StartsWith("AWSSDK", StringComparison.Ordinal));
    }

    [Fact]
    public void State_knows_no_components()
    {
        var files = Sources("src/Web/State");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain("Microsoft.AspNetCore.Components", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_of_Core_depend_downwards()
    {
        var uses = (
            from file in Sources("src/Core")
            let folder = Path.GetRelativePath(Repository.File("src/Core"), file).Split(Path.DirectorySeparatorChar)[0]
            from Match match in CoreNamespace().Matches(File.ReadAllText(file))
            let used = match.Groups["folder"].Value
            where !string.Equals(used, folder, StringComparison.Ordinal)
            select (file, folder, used)).Distinct().ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.True(Steps[use.used] < Steps[use.folder], $"{use.file}: {use.folder} uses {use.used}, which is not below it."));
    }

    [Fact]
    public void Nothing_is_rendered_as_markup_unencoded()
    {
        var files = Sources("src/Web").Concat(Directory.EnumerateFiles(Repository.File("src/Web"), "*.razor", SearchOption.AllDirectories)).ToList();

        Assert.Contains(files, file => file.EndsWith(".razor", StringComparison.Ordinal));
        // Icons are drawn from constants only.
        Assert.Equal(["Icons.cs"], files.Where(file => Markup().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName));
    }

    [GeneratedRegex(@"\bMarkupString\b|AddMarkupContent", RegexOptions.None, 60_000)]
    private static partial Regex Markup();

    private static List<string> References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];

    private static List<string> Sources(string folder) =>
    [
        .. Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
    ];

    [GeneratedRegex(@"(using|=)\s+TrailBoard\.Core\.(?<folder>\w+)[;.]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CoreNamespace();
}
