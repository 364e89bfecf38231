namespace TrailBoard.Benchmarks.Scale.Trails;

/// <summary>Chance that a seed fixes, whatever the version of the runtime (SplitMix64).</summary>
internal struct Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A hash of two numbers.</summary>
    public static ulong Mix(ulong left, ulong right)
    {
        var hash = left + (right * 0x9E3779B97F4A7C15);
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15, 1);

    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool IsOneIn(int count) => Below(count) == 0;

    /// <summary>A rank from 0: the first is met twice as often as the second and n times as often as the n-th.</summary>
    public int Zipf(int count) => Math.Min(count - 1, (int)Math.Exp(Unit() * Math.Log(count + 1)) - 1);
}
