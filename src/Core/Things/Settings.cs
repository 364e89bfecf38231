using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrailBoard.Core.Things;

/// <summary>One value of a thing's settings.</summary>
/// <param name="Path">The names that lead to it, as they may be shown; an element of a list stands in brackets.</param>
/// <param name="Secret">The value to compare by, which must not be shown.</param>
/// <param name="Shown">The value as it may be shown.</param>
/// <param name="IsMasked">Whether a secret is left out of what is shown.</param>
internal sealed record Setting(ImmutableArray<string> Path, string Secret, string Shown, bool IsMasked)
{
    public static Setting Of(ImmutableArray<string> path, MaskedPart value) => new(path, value.Secret!, value.Text!, value.IsMasked);
}

/// <summary>
/// A JSON value as a flat list of settings by their places, so that any two can be compared whatever AWS adds to them. Elements of a list that
/// have a name are found by it, so their order says nothing; null, empty lists and empty objects are no settings.
/// </summary>
internal sealed class Settings
{
    // What tells the elements of AWS's lists apart, the most telling first.
    private static readonly string[] Identities =
    [
        "name", "targetGroupArn", "loadBalancerName", "capacityProvider", "containerPath", "sourceVolume", "containerPort", "containerName", "hostPort", "registryArn",
        "componentArn", "workflowArn", "region", "key", "namespace",
    ];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, Setting> _byPlace = new(StringComparer.Ordinal);

    /// <summary>The settings by their places, which are JSON pointers: no name can pass for another.</summary>
    public IReadOnlyDictionary<string, Setting> ByPlace => _byPlace;

    /// <summary>The settings of an object; none where it is no object.</summary>
    public static Settings Of(MaskedPart part, params ReadOnlySpan<string> without)
    {
        var settings = new Settings();
        foreach (var (name, shown, value) in Last(part))
        {
            if (!without.Contains(name))
            {
                settings.Add(Place("", name), [shown], value);
            }
        }

        return settings;
    }

    /// <summary>One member of an object; none where it has no such member.</summary>
    public static Settings Only(MaskedPart part, string name)
    {
        var settings = new Settings();
        settings.Add(Place("", name), [name], part[name]);
        return settings;
    }

    public void Put(string place, Setting setting) => _byPlace[place] = setting;

    /// <summary>Removes what stands at a place and below it.</summary>
    public void Remove(string place)
    {
        foreach (var gone in Below(place))
        {
            _byPlace.Remove(gone);
        }
    }

    public void PutAll(Settings others)
    {
        foreach (var (place, setting) in others._byPlace)
        {
            _byPlace[place] = setting;
        }
    }

    /// <summary>The settings at these places and below them.</summary>
    public Settings At(IEnumerable<string> places)
    {
        var part = new Settings();
        foreach (var inside in places.SelectMany(Below))
        {
            part._byPlace[inside] = _byPlace[inside];
        }

        return part;
    }

    /// <summary>The settings that are at none of these places, nor below them.</summary>
    public Settings Without(IEnumerable<string> places)
    {
        var rest = Copy();
        foreach (var place in places)
        {
            rest.Remove(place);
        }

        return rest;
    }

    public Settings Copy()
    {
        var copy = new Settings();
        copy.PutAll(this);
        return copy;
    }

    /// <summary>The place of a member.</summary>
    public static string Place(string whole, string name) => $"{whole}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private List<string> Below(string place) =>
        [.. _byPlace.Keys.Where(key => key.StartsWith(place, StringComparison.Ordinal) && (key.Length == place.Length || key[place.Length] == '/'))];

    private void Add(string place, ImmutableArray<string> path, MaskedPart value)
    {
        if (value.IsScalar)
        {
            _byPlace[place] = Setting.Of(path, value);
        }
        else if (value.IsObject)
        {
            foreach (var (name, shown, member) in Last(value))
            {
                Add(Place(place, name), path.Add(shown), member);
            }
        }
        else if (value.IsArray)
        {
            AddList(place, path, [.. value.Items()]);
        }
    }

    private void AddList(string place, ImmutableArray<string> path, List<MaskedPart> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        if (items.TrueForAll(item => item.IsScalar))
        {
            _byPlace[place] = new(path, JsonSerializer.Serialize(items.Select(item => item.Secret), Plain), Written([.. items.Select(item => item.Text!)]), items.Exists(item => item.IsMasked));
            return;
        }

        var identity = Array.Find(Identities, name => Tells(name, items));
        for (var i = 0; i < items.Count; i++)
        {
            var key = identity is null ? default : items[i][identity];
            Add(
                Place(place, identity is null ? $"{i}" : $"{identity}={key.Secret}"),
                path.Add(identity is null ? $"[{i}]" : $"[{key.Text}]"),
                items[i],
                identity);
        }
    }

    // The name is in the place already; it is a setting only where there is nothing else.
    private void Add(string place, ImmutableArray<string> path, MaskedPart item, string? identity)
    {
        var count = _byPlace.Count;
        foreach (var (name, shown, member) in Last(item).Where(member => member.Name != identity))
        {
            Add(Place(place, name), path.Add(shown), member);
        }

        if (!item.IsObject)
        {
            Add(place, path, item);
        }
        else if (identity is not null && _byPlace.Count == count)
        {
            _byPlace[place] = Setting.Of(path, item[identity]);
        }
    }

    private static bool Tells(string identity, List<MaskedPart> items) =>
        items.TrueForAll(item => item[identity].IsScalar) && items.DistinctBy(item => item[identity].Secret, StringComparer.Ordinal).Count() == items.Count;

    // Words of a list join with commas where none of them could be taken for two.
    private static string Written(List<string> texts) =>
        texts.TrueForAll(text => text.Length > 0 && !text.Contains(',', StringComparison.Ordinal)) ? string.Join(", ", texts) : JsonSerializer.Serialize(texts, Plain);

    // Where an object has a key twice, the last counts.
    private static IEnumerable<(string Name, string ShownName, MaskedPart Value)> Last(MaskedPart part) =>
        part.Members().GroupBy(member => member.Name, StringComparer.Ordinal).Select(same => same.Last());
}
