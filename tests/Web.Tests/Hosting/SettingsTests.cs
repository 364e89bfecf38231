using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>appsettings.json, the options classes and docs/settings.md say the same.</summary>
public sealed partial class SettingsTests
{
    private static readonly (string Section, Type Type)[] Options =
    [
        ("Security", typeof(SecurityOptions)),
        ("Store", typeof(StoreOptions)),
        ("Import", typeof(ImportOptions)),
        ("Upload", typeof(UploadOptions)),
        ("Watches", typeof(WatchOptions)),
    ];

    [Fact]
    public void Every_setting_in_the_file_is_documented_with_its_default_and_the_other_way_round()
    {
        var file = InFile().Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(file);
        Assert.Equal(file, Documented(part: 0).Where(row => row.Key != "Sources").Select(row => $"{row.Key}={row.Default}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_option_is_in_the_file_with_the_default_of_its_class()
    {
        var known = Options.SelectMany(options => Settable(options.Type).Select(property =>
            $"{options.Section}:{property.Name}={Text(property.GetValue(Activator.CreateInstance(options.Type)))}"));
        Assert.Equal(
            known.Order(StringComparer.Ordinal),
            InFile().Where(line => line.Contains(':', StringComparison.Ordinal) && Options.Any(options => line.StartsWith(options.Section + ":", StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_of_a_source_is_documented()
    {
        Assert.Equal(
            Settable(typeof(SourceOptions)).Select(property => property.Name).Order(StringComparer.Ordinal),
            Documented(part: 1).Select(row => row.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--Import:Readers=99", "The setting Import:Readers is wrong")]
    [InlineData("--Import:Readers=many", "Import:Readers")]
    [InlineData("--Upload:MaxFiles=0", "The setting Upload:MaxFiles is wrong")]
    [InlineData("--Store:ReserveMegabytes=-5", "Store:ReserveMegabytes")]
    [InlineData("--Store:ColumnsMegabytes=-1", "Store:ColumnsMegabytes")]
    [InlineData("--Watches:WebhookUrl=hooks.example", "The setting Watches:WebhookUrl is wrong")]
    [InlineData("--Watches:WebhookUrl=http://10.0.0.1/x", "Watches:AllowPlainHttp")]
    [InlineData("--Watches:WebhookUrl=file:///etc/passwd", "The setting Watches:WebhookUrl is wrong")]
    [InlineData("--Watches:WebhookUrl=https://user:pass@hooks.example/", "The setting Watches:WebhookUrl is wrong")]
    [InlineData("--Watches:WebhookUrl=https://hooks.example/", "The setting Watches:WebhookSecret is wrong")]
    [InlineData("--Watches:PublicUrl=trailboard", "The setting Watches:PublicUrl is wrong")]
    [InlineData("--Store:KeepDays=-1", "Store:KeepDays")]
    [InlineData("--Store:KeepDays=36501", "Store:KeepDays")]
    public void A_wrong_setting_is_refused_at_the_start_and_named(string setting, string expected)
    {
        var app = TrailBoardFactory.Build(null, setting, "--Store:DataFolder=" + Path.GetTempPath());
        var fault = Assert.ThrowsAny<Exception>(() => app.Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static IEnumerable<string> InFile()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.File("appsettings.json")));
        return [.. Leaves("", json.RootElement)];
    }

    private static IEnumerable<string> Leaves(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            Leaves(path.Length == 0 ? member.Name : $"{path}:{member.Name}", member.Value)),
        JsonValueKind.Array => [],
        _ => [$"{path}={(element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Text(element.GetBoolean()) : element.ToString())}"],
    };

    private static IEnumerable<(string Key, string Default)> Documented(int part) =>
        [.. Row().Matches(File.ReadAllText(Repository.File("docs/settings.md")).Split("## Sources")[part])
            .Select(match => (match.Groups["key"].Value, match.Groups["default"].Value.Trim().Trim('`')))];

    private static string Text(object? value) => value is bool yes ? yes ? "true" : "false" : $"{value}";

    [GeneratedRegex(@"^\| `(?<key>[^`]+)` \|(?<default>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
