using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>Runs a history through both ledgers and compares them after every step.</summary>
internal static class Comparison
{
    /// <summary>The step before which a seed's late version is published.</summary>
    private const int LateAt = 120;

    /// <summary>The versions of a seed's program, for both ledgers.</summary>
    public static IReadOnlyList<string> Program(int seed) => [.. M.RandomProgram.Versions(seed)];

    /// <summary>Runs a history; returns the first difference, or null.</summary>
    /// <param name="seen">Called with each step's outcome and events.</param>
    public static string? Run(
        int seed, IReadOnlyList<M.Step> steps, Action<M.Step, Outcome, IEnumerable<ILedgerEvent>>? seen = null, bool mechanics = false)
    {
        var versions = mechanics ? [.. M.RandomProgram.VersionsWithMechanics(seed)] : Program(seed);
        var digits = M.RandomProgram.Digits(M.RandomProgram.Currency(seed));
        var model = new M.ModelLedger();
        foreach (var version in versions) model.PublishProgram(version);
        model.SetDrawInputs(M.RandomProgram.Id, (draw, _) => Translate.Inputs(InMemoryLedger.DrawInputsOf(draw)));
        var real = new InMemoryLedger(M.RandomProgram.Id, versions);
        for (var i = 0; i < steps.Count; i++)
        {
            if (i == LateAt && (mechanics ? M.RandomProgram.LateWithMechanics(seed) : M.RandomProgram.Late(seed)) is { } late)
            {
                model.PublishProgram(late);
                real.Publish(late);
            }

            var before = real.Happened.Count;
            var expected = model.Do(steps[i], InMemoryLedger.ReceivedAt);
            Outcome got;
            try
            {
                got = Do(real, steps[i]);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                return $"step {i}: {Text(steps[i])}\n  {failure}";
            }

            seen?.Invoke(steps[i], got, real.Happened.Skip(before));
            if (!Alike(steps[i], expected, got))
            {
                return $"step {i}: {Text(steps[i])}\n  model {expected.Result} {expected.Code}, ledger {got.Kind} {got.Code} {got.Message}";
            }
            model.Check(M.RandomProgram.Id);
            var accounts = real.Accounts.Select(account => account.Id).ToList();
            var want = Shown.Of(model, M.RandomProgram.Id, accounts, mechanics);
            var have = Shown.Of(real, digits, mechanics);
            if (want.SequenceEqual(have)) continue;
            return $"step {i}: {Text(steps[i])}\n  only in the model:\n    {string.Join("\n    ", Less(want, have))}\n  only in the "
                + $"ledger:\n    {string.Join("\n    ", Less(have, want))}\n{Told(real)}";
        }

        return null;
    }

    private static string Told(InMemoryLedger real) =>
        string.Join('\n', real.Happened.TakeLast(40).Select(one =>
                $"  {one.GetType().Name} "
                + JsonSerializer.Serialize(one, one.GetType(), global::Ledger.Contracts.V1.Wire.Options)));

    public static string Text(M.Step step) => step.Fact switch
    {
        M.OrderPlaced placed => $"{placed} {string.Join(" ", placed.Order.Lines)}",
        M.OrderAmended amended => $"{amended} {string.Join(" ", amended.Order.Lines)}",
        M.OrderReturned returned => $"{returned} {string.Join(" ", returned.Lines)}",
        { } fact => fact.ToString(),
        null => step.Command!.ToString(),
    };

    // Advancing a clock to its present time or back changes nothing in either ledger, but only the real one answers that it was refused or
    // repeated.
    private static bool Alike(M.Step step, M.Outcome expected, Outcome got) =>
        step.Command is M.AdvanceProgramClock
        || (
            expected.Result.ToString() == got.Kind.ToString()
            && (got.Kind is not (OutcomeKind.Rejected or OutcomeKind.Conflict) || expected.Code == got.Code)
        );

    private static Outcome Do(InMemoryLedger real, M.Step step) => step switch
    {
        { Fact: { } fact } => Translate.ProgramFact(fact) is { } own ? real.Apply(own) : real.Apply(Translate.Fact(fact)),
        { Command: M.AdvanceProgramClock advance } => real.Advance(advance.To),
        { Command: { } command } => real.Do(Translate.Command(command)),
        _ => throw new InvalidOperationException("A step is a fact or a command."),
    };

    private static IEnumerable<string> Less(List<string> a, List<string> b)
    {
        var rest = b.ToList();
        return a.Where(line => !rest.Remove(line));
    }
}
