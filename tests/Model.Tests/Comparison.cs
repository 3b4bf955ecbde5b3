using System.Text.Json.Nodes;
using Ledger.Ledger.Domain;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>Runs a history through both ledgers and compares them after every step; a failing history is made as short as it gets.</summary>
internal static class Comparison
{
    /// <summary>Parts of the random programs that the ledger does not take yet.</summary>
    private static readonly string[] Later = ["funds"];

    public static string Program(int seed)
    {
        var document = JsonNode.Parse(M.RandomHistory.Program(seed))!.AsObject();
        foreach (var section in Later) document.Remove(section);
        // A program whose points are born expired is refused by the ledger.
        if (document["points"]!["expiry"] is { } expiry && (int)expiry["afterMonths"]! == 0) expiry["afterMonths"] = 1;
        if (seed % 3 == 0)
        {
            document["rebates"]![0]!["payAs"] = "voucher";
            document["rebates"]![0]!["voucherValidMonths"] = 1 + (seed % 2);
        }

        return document.ToJsonString();
    }

    /// <summary>The first difference, or null.</summary>
    public static string? Run(string document, IReadOnlyList<M.Step> steps)
    {
        var currency = (string)JsonNode.Parse(document)!["currency"]!;
        var digits = currency == "JPY" ? 0 : currency == "TND" ? 3 : 2;
        var model = new M.ModelLedger();
        model.PublishProgram(document);
        using var json = System.Text.Json.JsonDocument.Parse(document);
        var real = new InMemoryLedger(M.RandomHistory.ProgramId, json.RootElement);
        for (var i = 0; i < steps.Count; i++)
        {
            var expected = model.Do(steps[i]);
            Outcome got;
            try
            {
                got = Do(real, steps[i]);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                return $"step {i}: {Text(steps[i])}\n  {failure}";
            }

            if (expected.Result.ToString() != got.Kind.ToString() && !(steps[i].Command is M.AdvanceProgramClock))
            {
                return $"step {i}: {Text(steps[i])}\n  model {expected.Result} {expected.Code}, ledger {got.Kind} {got.Code} {got.Message}";
            }

            var accounts = real.Accounts.Select(account => account.Id).ToList();
            var want = Shown.Of(model, M.RandomHistory.ProgramId, accounts);
            var have = Shown.Of(real, digits);
            if (want.SequenceEqual(have)) continue;
            return $"step {i}: {Text(steps[i])}\n  only in the model:\n    {string.Join("\n    ", Less(want, have))}\n  only in the ledger:\n    {string.Join("\n    ", Less(have, want))}";
        }

        return null;
    }

    /// <summary>Drops steps as long as the history still fails.</summary>
    public static IReadOnlyList<M.Step> Shrink(string document, IReadOnlyList<M.Step> failing)
    {
        var steps = failing.ToList();
        for (var size = Math.Max(1, steps.Count / 2); size >= 1; size = size == 1 ? 0 : size / 2)
        {
            for (var at = 0; at < steps.Count;)
            {
                var without = steps.Take(at).Concat(steps.Skip(at + size)).ToList();
                if (Run(document, without) is null) at += size;
                else steps = without;
            }
        }

        return steps;
    }

    public static string Text(M.Step step) => step.Fact switch
    {
        M.OrderPlaced placed => $"{placed} {string.Join(" ", placed.Order.Lines)}",
        M.OrderAmended amended => $"{amended} {string.Join(" ", amended.Order.Lines)}",
        M.OrderReturned returned => $"{returned} {string.Join(" ", returned.Lines)}",
        { } fact => fact.ToString(),
        null => step.Command!.ToString(),
    };

    private static Outcome Do(InMemoryLedger real, M.Step step) => step switch
    {
        { Fact: { } fact } => real.Apply(Translate.Fact(fact)),
        { Command: M.AdvanceProgramClock advance } => real.Advance(advance.At),
        { Command: { } command } => real.Do(Translate.Command(command) ?? throw new InvalidOperationException($"{command.GetType().Name} is not compared.")),
        _ => throw new InvalidOperationException("A step is a fact or a command."),
    };

    private static IEnumerable<string> Less(List<string> a, List<string> b)
    {
        var rest = b.ToList();
        return a.Where(line => !rest.Remove(line));
    }
}
