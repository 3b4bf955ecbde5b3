namespace Ledger.Fuzz.Inputs;

/// <summary>Random numbers that are the same on every machine and runtime: SplitMix64.</summary>
public sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>The random numbers of one case, which depend only on the run's seed, the lane and the number of the case.</summary>
    public static Dice Of(ulong seed, int lane, long number)
    {
        var mixed = new Dice(seed);
        var a = mixed.Next() ^ ((ulong)(uint)lane << 40);
        return new Dice(unchecked((a * 0x9E3779B97F4A7C15UL) ^ ((ulong)number * 0xD1B54A32D192ED03UL)));
    }

    public ulong Next()
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>From 0 to below <paramref name="bound"/>, which is above 0.</summary>
    public int Below(int bound) => (int)(Next() % (uint)bound);

    /// <summary>From <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);

    public bool OneIn(int n) => Below(n) == 0;

    public T Of<T>(IReadOnlyList<T> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return all[Below(all.Count)];
    }
}
