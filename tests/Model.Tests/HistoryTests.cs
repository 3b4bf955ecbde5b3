using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>
/// Random histories through the ledger's decisions and through the independent model: same refusals, same balances, same lots and
/// standings after every step. LEDGER_MODEL_SEEDS and LEDGER_MODEL_STEPS make it longer; a failing history is printed, shrunk, with its seed.
/// </summary>
public sealed class HistoryTests
{
    [Test]
    public void Orders_alone_end_alike()
    {
        Compare(step => step.Fact is not null || step.Command is M.AdvanceProgramClock);
    }

    [Test]
    public void Orders_and_spending_end_alike()
    {
        // What the ledger narrows on purpose: points are not paid out in cash, and a voucher that is worth nothing is not issued.
        Compare(step => step.Command is not (M.RedeemCash { Unit: not "cashback" } or M.RedeemVoucher { Unit: not "cashback" } or M.MergeAccounts));
    }

    private static void Compare(Func<M.Step, bool> wanted)
    {
        var first = Setting("LEDGER_MODEL_SEED", 1);
        var seeds = Setting("LEDGER_MODEL_SEEDS", 150);
        var length = Setting("LEDGER_MODEL_STEPS", 120);
        for (var seed = first; seed < first + seeds; seed++)
        {
            var document = Comparison.Program(seed);
            var steps = M.RandomHistory.Make(seed, length, (string)JsonNode.Parse(document)!["currency"]!, merges: false).Where(wanted).ToList();
            if (Comparison.Run(document, steps) is null) continue;
            var shortest = Comparison.Shrink(document, steps);
            Assert.Fail(
                $"seed {seed}\n{document}\n{string.Join("\n", shortest.Select((step, i) => $"{i}: {Comparison.Text(step)}"))}\n{Comparison.Run(document, shortest)}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
