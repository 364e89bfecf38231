using System.Collections.Immutable;

namespace TrailBoard.Core.Things;

/// <summary>What is other between two lists of settings: every place is compared, so nothing changes in silence.</summary>
internal static class SettingsDiff
{
    /// <summary>The lines of what changed, in the order of <c>settings.tsv</c> and then of their places.</summary>
    public static IReadOnlyList<ChangeLine> Between(Settings before, Settings after) => InOrder(
        before.ByPlace.Keys.Union(after.ByPlace.Keys, StringComparer.Ordinal)
            .Select(place => (place, before.ByPlace.GetValueOrDefault(place), after.ByPlace.GetValueOrDefault(place)))
            .Where(one => !string.Equals(one.Item2?.Secret, one.Item3?.Secret, StringComparison.Ordinal)),
        isKnown: true);

    /// <summary>Lines that say what was set where nobody knows what was before.</summary>
    public static IReadOnlyList<ChangeLine> SetTo(Settings after) =>
        InOrder(after.ByPlace.Select(setting => (setting.Key, (Setting?)null, (Setting?)setting.Value)), isKnown: false);

    /// <summary>A line that says that something was taken away of which nobody knows what it was.</summary>
    public static ChangeLine Taken(ImmutableArray<string> path) =>
        new(ChangeKind.Removed, SettingWords.Of(path), SettingWords.Written(path), null, null) { Alert = SettingWords.Alert(path, ChangeKind.Removed, null) };

    private static IReadOnlyList<ChangeLine> InOrder(IEnumerable<(string Place, Setting? Before, Setting? After)> settings, bool isKnown) =>
    [
        .. settings.OrderBy(one => SettingWords.Rank((one.After ?? one.Before)!.Path))
            .ThenBy(one => one.Place, StringComparer.Ordinal)
            .Select(one => Said(one.Before, one.After, isKnown)),
    ];

    private static ChangeLine Said(Setting? before, Setting? after, bool isKnown)
    {
        var path = (after ?? before)!.Path;
        var kind = !isKnown ? ChangeKind.Set : before is null ? ChangeKind.Added : after is null ? ChangeKind.Removed : ChangeKind.Changed;
        return new(kind, SettingWords.Of(path), SettingWords.Written(path), before?.Shown, after?.Shown)
        {
            Alert = SettingWords.Alert(path, kind, after?.Secret),
            IsMasked = before is { IsMasked: true } || after is { IsMasked: true },
        };
    }
}
