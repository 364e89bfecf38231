using System.Text;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;

namespace TrailBoard.Data.Store.Actors;

/// <summary>
/// Who is behind each access key of a session, and behind each caller of the other keys, as numbers: four bytes for each code of the two
/// dictionaries, and nothing for events. A version never changes; whoever makes the next copies it.
/// </summary>
internal sealed class KnownActors
{
    private const int ProofBits = 3;
    private const int ProofMask = (1 << ProofBits) - 1;

    // Of a key that is no session's: its caller tells.
    private const int AskCaller = -1;

    // In the order of their strength, and as stored: never renumber them.
    private static readonly string?[] Proofs = [null, "unknown", "ambiguous", "correlated", "proven", "recorded"];

    // By code: the number of the value and one, and the proof below; 0 is not looked up.
    private readonly int[] _ofKey;
    private readonly int[] _ofCaller;

    // Grown by one at a time, and only on: older versions do not ask for what they do not know.
    private readonly Dictionary<string, int> _numbers;
    private readonly Dictionary<long, int> _numberOfName;

    private KnownActors(long version, int[] ofKey, int[] ofCaller, TermList values, Dictionary<string, int> numbers, Dictionary<long, int> numberOfName) =>
        (Version, _ofKey, _ofCaller, Values, _numbers, _numberOfName) = (version, ofKey, ofCaller, values, numbers, numberOfName);

    /// <summary>Nobody: for dictionaries without a value.</summary>
    public static KnownActors Nobody { get; } = new(-1, [], [], new TermList(kind: default), new(StringComparer.Ordinal), []);

    /// <summary>Which state of the tables it is of.</summary>
    public long Version { get; }

    /// <summary>The different values.</summary>
    public TermList Values { get; }

    /// <summary>The values of the field that tells the proof, each at its number without one.</summary>
    public static IReadOnlyList<string> ProofNames { get; } = [.. Proofs.OfType<string>()];

    /// <summary>How many codes of keys and of callers it knows, 0 included.</summary>
    public (int Keys, int Callers) Count => (_ofKey.Length, _ofCaller.Length);

    public long Bytes => 4L * (_ofKey.Length + _ofCaller.Length);

    /// <summary>The number of a proof as it is stored.</summary>
    public static int NumberOf(string? proof) => Array.IndexOf(Proofs, proof);

    /// <summary>Whether a key's code is that of a session.</summary>
    public bool IsSession(int key) => (uint)key < (uint)_ofKey.Length && _ofKey[key] != AskCaller;

    /// <summary>Who is behind an event, where its own record does not tell; else null.</summary>
    public Who? Of(int key, int caller, Actor recorded) => IsSession(key) ? OfPacked(_ofKey[key])
        : Who.NeedsProvider(recorded) && caller < _ofCaller.Length ? OfPacked(_ofCaller[caller])
        : null;

    /// <summary>The codes of keys and callers of whom a leaf is true, each asked with what stands behind its code.</summary>
    public (Func<int, bool> Key, Func<int, bool> Caller) Matches(Filter leaf)
    {
        var ofActor = leaf is Filter.Field { Of: var field } && field.Equals(EventFields.Actor);
        bool[] values = ofActor ? [.. Enumerable.Range(0, Values.Count).Select(number => Matches(leaf, new Who(TextOf((number + 1) << ProofBits), null)))] : [];
        bool[] proofs = [.. Proofs.Select(proof => !ofActor && Matches(leaf, new Who(null, proof)))];
        bool Matching(int packed) => packed >= 0 && (ofActor ? packed >> ProofBits > 0 && values[(packed >> ProofBits) - 1] : proofs[packed & ProofMask]);
        return (key => key < _ofKey.Length && Matching(_ofKey[key]), caller => caller < _ofCaller.Length && Matching(_ofCaller[caller]));
    }

    /// <summary>The number of a field's value of a key's code or of a caller's, or -1.</summary>
    public int NumberOfKey(EventField field, int key) => key < _ofKey.Length ? Number(field, _ofKey[key]) : -1;

    /// <inheritdoc cref="NumberOfKey"/>
    public int NumberOfCaller(EventField field, int caller) => caller < _ofCaller.Length ? Number(field, _ofCaller[caller]) : -1;

    /// <summary>The state of the tables.</summary>
    public static async Task<long> VersionAsync(TrailContext context, CancellationToken cancellationToken)
    {
        await using var command = context.Command("SELECT version FROM actor_state");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Whether it knows all of the dictionaries, at this state of the tables or a later one.</summary>
    public bool IsOf(TermsSnapshot terms, long version) =>
        version <= Version && terms.Values[(int)TermKind.AccessKey].Count < _ofKey.Length && terms.Values[(int)TermKind.Actor].Count < _ofCaller.Length;

    /// <summary>The next version: for longer dictionaries, a later state of the tables, or both. One at a time may ask.</summary>
    public async Task<KnownActors> GrowAsync(TermsSnapshot terms, TrailContext context, long version, CancellationToken cancellationToken)
    {
        if (IsOf(terms, version))
        {
            return this;
        }

        if (Version < 0)
        {
            // Whoever begins has lists of his own: nobody is shared by all.
            return await new KnownActors(long.MinValue, [], [], new TermList(kind: default), new(StringComparer.Ordinal), []).GrowFromAsync(terms, context, version, cancellationToken);
        }

        return await GrowFromAsync(terms, context, version, cancellationToken);
    }

    private async Task<KnownActors> GrowFromAsync(TermsSnapshot terms, TrailContext context, long version, CancellationToken cancellationToken)
    {
        var (keys, callers) = (terms.Values[(int)TermKind.AccessKey], terms.Values[(int)TermKind.Actor]);

        // What a growing that was broken off has added.
        foreach (var (value, _) in _numbers.Where(pair => pair.Value >= Values.Count).ToList())
        {
            _numbers.Remove(value);
        }

        foreach (var (id, _) in _numberOfName.Where(pair => pair.Value >= Values.Count).ToList())
        {
            _numberOfName.Remove(id);
        }

        var (ofKey, ofCaller, values) = (Longer(_ofKey, keys.Count + 1), Longer(_ofCaller, callers.Count + 1), Values);
        for (var code = _ofKey.Length; code < ofKey.Length; code++)
        {
            ofKey[code] = code > 0 && Who.IsSessionKey(Encoding.ASCII.GetString(keys[code - 1])) ? 0 : AskCaller;
        }

        for (var code = _ofCaller.Length; code < ofCaller.Length; code++)
        {
            var who = Who.Recorded(EventColumns.ActorOf(terms.PartsOf(TermKind.Actor, code)), accessKey: null);
            ofCaller[code] = Pack(who.Value is { } value ? NumberOfValue(value, ref values) : -1, NumberOf(who.Proof));
        }

        if (version > Version)
        {
            await foreach (var (id, name) in NamesAsync(context, _numberOfName.Count == 0 ? 0 : _numberOfName.Keys.Max()).WithCancellation(cancellationToken))
            {
                _numberOfName[id] = NumberOfValue(name, ref values);
            }

            ReadRows(context, Version, ofKey, ofCaller);
        }

        return new KnownActors(Math.Max(version, Version), ofKey, ofCaller, values, _numbers, _numberOfName);
    }

    // Several callers may be recorded with one key. They are one person, or nobody knows who.
    private void ReadRows(TrailContext context, long after, int[] ofKey, int[] ofCaller)
    {
        context.ReadNumbers(
            "SELECT access_key, min(name), max(name), min(proof) FROM actors WHERE access_key > 0 AND access_key IN (SELECT access_key FROM actors WHERE changed > ?) GROUP BY access_key",
            [after],
            row =>
            {
                var isOne = row[1] == row[2];
                ofKey[row[0]] = row[3] == 0 ? 0 : isOne ? Pack(NumberOfName(row[1]), (int)row[3]) : Pack(-1, NumberOf("ambiguous"));
                return true;
            });
        context.ReadNumbers("SELECT actor, name, proof FROM actors WHERE access_key = 0 AND changed > ?", [after], row =>
        {
            ofCaller[row[0]] = Pack(NumberOfName(row[1]), (int)row[2]);
            return true;
        });
    }

    private static async IAsyncEnumerable<(long Id, string Name)> NamesAsync(TrailContext context, long after)
    {
        await using var command = context.Command("SELECT id, name FROM actor_names WHERE id > @0 ORDER BY id", after);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return (reader.GetInt64(0), reader.GetString(1));
        }
    }

    private int NumberOfName(long name) => name == 0 ? -1 : _numberOfName[name];

    private int NumberOfValue(string value, ref TermList values)
    {
        if (!_numbers.TryGetValue(value, out var number))
        {
            number = values.Count;
            values = values.Add(Encoding.UTF8.GetBytes(value));
            _numbers.Add(value, number);
        }

        return number;
    }

    private Who? OfPacked(int packed) => packed == 0 ? null : new Who(TextOf(packed), Proofs[packed & ProofMask]);

    private string? TextOf(int packed) => packed >> ProofBits is var one and > 0 ? Values.PartsOf(one - 1)[0] : null;

    private static int Pack(int number, int proof) => ((number + 1) << ProofBits) | proof;

    private static int Number(EventField field, int packed) =>
        packed < 0 ? -1 : field.Equals(EventFields.Actor) ? (packed >> ProofBits) - 1 : (packed & ProofMask) - 1;

    private static bool Matches(Filter leaf, Who who) => FilterEvaluator.Matches(leaf, EventColumns.SampleOf(who), default);

    private static int[] Longer(int[] codes, int count)
    {
        var longer = new int[Math.Max(codes.Length, count)];
        codes.CopyTo(longer, 0);
        return longer;
    }
}
