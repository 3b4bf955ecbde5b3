using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>Random histories with all of mechanics.md, through the ledger's decisions and the model.</summary>
public sealed class MechanicsComparisonTests
{
    private const int Length = 240;
    private const int ShownMax = 5;
    private static readonly int Seeds = HistoryTests.Setting("LEDGER_MODEL_SEEDS", 60);

    [Test]
    public void Histories_with_mechanics_end_alike()
    {
        var failures = new List<string>();
        for (var seed = 1; seed <= Seeds && failures.Count < ShownMax; seed++)
        {
            var steps = M.RandomHistory.Make(seed, Length, mechanics: true);
            if (Comparison.Run(seed, steps, mechanics: true) is null) continue;
            var shortest = Shrinking.Shortest(steps, some => Comparison.Run(seed, some, mechanics: true) is not null);
            var told = shortest.Select((step, i) => $"{i}: {Comparison.Text(step)}");
            failures.Add($"seed {seed}\n{string.Join('\n', told)}\n{Comparison.Run(seed, shortest, mechanics: true)}");
        }

        Assert.That(failures, Is.Empty, string.Join("\n\n", failures));
    }
}
