using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>Shrinks a failing history.</summary>
internal static class Shrinking
{
    /// <summary>Drops steps, many at once at first, as long as the rest still fails.</summary>
    public static IReadOnlyList<M.Step> Shortest(IReadOnlyList<M.Step> failing, Func<IReadOnlyList<M.Step>, bool> fails)
    {
        var steps = failing.ToList();
        for (var size = Math.Max(1, steps.Count / 2); size >= 1; size = size == 1 ? 0 : size / 2)
        {
            for (var at = 0; at < steps.Count;)
            {
                var without = steps.Take(at).Concat(steps.Skip(at + size)).ToList();
                if (fails(without)) steps = without;
                else at += size;
            }
        }

        return steps;
    }
}
