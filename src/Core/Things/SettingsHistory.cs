using System.Collections.Immutable;

namespace TrailBoard.Core.Things;

/// <summary>A place of settings, and how it is shown.</summary>
internal sealed record SettingPlace(string Place, ImmutableArray<string> Path)
{
    public static SettingPlace Of(string name) => new(Settings.Place("", name), [name]);
}

/// <summary>
/// The settings of one thing as its calls are gone through in the order of their times: what is known of it, and what each call changed. A call
/// tells of some settings only; those that no call told of are not known, which is not the same as not there.
/// </summary>
internal sealed class SettingsHistory
{
    private HashSet<string> _told = new(StringComparer.Ordinal);
    private bool _isWhole;

    /// <summary>What is known now.</summary>
    public Settings Known { get; private set; } = new();

    /// <summary>The thing was made: whatever was before is another thing's, and all there is to know is told.</summary>
    public IReadOnlyList<ChangeLine> Create(Settings told)
    {
        (Known, _isWhole) = (told.Copy(), true);
        return SettingsDiff.Between(new(), told);
    }

    /// <summary>All settings were replaced by these.</summary>
    public IReadOnlyList<ChangeLine> Replace(Settings told)
    {
        var lines = _isWhole ? SettingsDiff.Between(Known, told) : [.. SettingsDiff.Between(Known, told.At(_told)), .. SettingsDiff.SetTo(told.Without(_told))];
        (Known, _isWhole) = (told.Copy(), true);
        return lines;
    }

    /// <summary>These settings were given, each place as a whole; the others stay.</summary>
    /// <param name="places">The places that were told, those too at which nothing is left: an empty list takes away what was there.</param>
    /// <param name="isAsked">Whether the call asked for it; else it is only what the response says, and what is first heard of is no change.</param>
    public IReadOnlyList<ChangeLine> Apply(Settings told, IEnumerable<SettingPlace> places, bool isAsked = true)
    {
        var all = places.DistinctBy(place => place.Place, StringComparer.Ordinal).ToList();
        var known = all.Where(IsKnown).Select(place => place.Place).ToList();
        List<ChangeLine> lines = [.. SettingsDiff.Between(Known.At(known), told.At(known)).Select(line => line with { WasAsked = isAsked })];
        foreach (var place in isAsked ? all.Where(place => !IsKnown(place)) : [])
        {
            var set = told.At([place.Place]);
            lines.AddRange(set.ByPlace.Count > 0 ? SettingsDiff.SetTo(set) : [SettingsDiff.Taken(place.Path)]);
        }

        foreach (var place in all)
        {
            _told.Add(place.Place);
            Known.Remove(place.Place);
            Known.PutAll(told.At([place.Place]));
        }

        return lines;
    }

    /// <summary>The thing is gone.</summary>
    public IReadOnlyList<ChangeLine> Delete()
    {
        var lines = SettingsDiff.Between(Known, new());
        Forget();
        _isWhole = true;
        return lines;
    }

    /// <summary>Something replaced the thing, and no record tells by what.</summary>
    public void Forget() => (Known, _told, _isWhole) = (new(), new(StringComparer.Ordinal), false);

    // Who was told of the whole knows of its parts.
    private bool IsKnown(SettingPlace place)
    {
        for (var end = place.Place.Length; end > 0; end = place.Place.LastIndexOf('/', end - 1))
        {
            if (_told.Contains(place.Place[..end]))
            {
                return true;
            }
        }

        return _isWhole;
    }
}
