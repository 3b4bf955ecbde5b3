using System.Numerics;

namespace Ledger.Model;

/// <summary>Spend so much, get something (mechanics.md §4).</summary>
internal sealed partial class ProgramLedger
{
    /// <summary>One for every full amount of lifetime net; what was reached once is neither taken back nor given again.</summary>
    private void ReachMilestones(Account a, DateTimeOffset at)
    {
        var v = VersionAt(at) ?? versions[0];
        foreach (var m in v.Milestones)
        {
            var total = Rational.Zero;
            foreach (var o in a.Orders)
            {
                total += o.WindDown ? Rational.Zero : o.ScopedNet(m.Scope);
            }
            var reached = (total / m.Every).Floor();
            reached = m.Max is { } max ? BigInteger.Min(reached, max) : reached;
            for (var n = a.Milestones.GetValueOrDefault(m.Id) + 1; n <= reached; n++)
            {
                a.Milestones[m.Id] = n;
                Give(a, $"{m.Id}|{a.Id}|{n}", $"{m.Id}-{a.Id}-{n}", v, m.Reward, onBudget: true, fromDraw: false);
            }
        }
    }
}
