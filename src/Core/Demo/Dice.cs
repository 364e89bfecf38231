namespace TrailBoard.Core.Demo;

/// <summary>
/// Chance that falls the same way on every machine and in every version of .NET (SplitMix64): the same seed must give the
/// same trail, byte for byte.
/// </summary>
internal sealed class Dice(ulong state)
{
    private ulong _state = state;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below the limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>From the first to the last, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public string Text(string letters, int length) => string.Create(length, this, (text, dice) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = letters[dice.Below(letters.Length)];
        }
    });

    public string Hex(int length) => Text("0123456789abcdef", length);
}

/// <summary>Dice and ids by name: whatever asks for the same name gets the same, in any order. Nothing has to be remembered.</summary>
internal sealed class Draw(int seed)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public Dice Dice(string name)
    {
        // FNV-1a: short, and not the randomised hash of strings.
        var hash = 14695981039346656037 ^ (uint)seed;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return new(hash);
    }

    public string Hex(string name, int length) => Dice(name).Hex(length);

    /// <summary>Lower-case letters and digits, as API Gateway and load balancers make ids.</summary>
    public string Id(string name, int length = 10) => Dice(name).Text("abcdefghijklmnopqrstuvwxyz0123456789", length);

    /// <summary>A version 4 GUID, as CloudTrail and AWS's services make them.</summary>
    public string Guid(string name)
    {
        var dice = Dice(name);
        return $"{dice.Hex(8)}-{dice.Hex(4)}-4{dice.Hex(3)}-{dice.Text("89ab", 1)}{dice.Hex(3)}-{dice.Hex(12)}";
    }

    /// <summary>A key that lasts, as IAM users have.</summary>
    public string LastingKey(string name) => "AKIA" + Dice("key " + name).Text(Base32, 16);

    /// <summary>A key of a session, as STS issues.</summary>
    public string SessionKey(string name) => "ASIA" + Dice("session " + name).Text(Base32, 16);

    public string RoleId(string arn) => "AROA" + Dice("id " + arn).Text(Base32, 17);

    public string UserId(string arn) => "AIDA" + Dice("id " + arn).Text(Base32, 17);
}
