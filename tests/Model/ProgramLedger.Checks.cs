using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    /// <summary>What must hold after every fact and command; throws where it does not.</summary>
    public void Check()
    {
        Balances();
        CheckBooks();
        CheckBudget();
        CheckGrants();
        foreach (var a in accounts.Values)
        {
            foreach (var (k, w) in a.Wallets)
            {
                var lots = a.Lots.FindAll(x => x.Owner == k.Owner && x.Unit == k.Unit);
                Require(w.Arrears.Sign >= 0, a, "arrears below zero");
                Require(w.Arrears.IsZero || lots.TrueForAll(x => x.Free.IsZero), a, "arrears beside free value");
            }
            foreach (var l in a.Lots)
            {
                Require(
                    l.Pending.Sign >= 0 && l.Free.Sign >= 0 && l.Held.Sign >= 0 && l.Spent.Sign >= 0 && l.Expired.Sign >= 0, a,
                    "a lot below zero");
                Require(l.State == LotState.Pending || l.Pending.IsZero, a, "pending value in an active lot");
                Require(l.State == LotState.Active || l.Free.IsZero, a, "free value in a lot that is not active");
                Require(l.State == LotState.Expired || !(l.ExpireAt <= a.Clock), a, "a lot is overdue");
                BigInteger held = 0;
                foreach (var h in a.Holds)
                {
                    foreach (var x in h.Allocations)
                    {
                        held += x.LotId == l.Id ? x.Amount : 0;
                    }
                }
                Require(held == l.Held, a, "held value without its hold");
            }
            foreach (var (k, s) in a.Causes)
            {
                BigInteger there = 0;
                foreach (var l in a.Lots)
                {
                    if (l.Cause == k.Cause && l.Owner == k.Owner && l.Unit == k.Unit && l.Sub == k.Sub)
                    {
                        there += l.Pending + l.Free + l.Held + l.Spent + l.Expired;
                    }
                }
                Require(s.Waived.Sign >= 0 && s.Opened.Sign >= 0, a, "waived below zero");
                Require(s.Granted == there - s.Opened - s.Waived && s.Granted <= s.Evaluated, a, "a cause does not add up: " + k.Cause);
            }
        }
    }

    /// <summary>The books sum to zero: what all partners and the operator issued is in the wallets, and what was redeemed left
    /// them.</summary>
    private void CheckBooks()
    {
        BigInteger credited = 0;
        BigInteger redeemed = 0;
        foreach (var wallets in accounts.Values.Select(x => x.Wallets).Concat(walletsOfMerged.Values))
        {
            foreach (var (k, w) in wallets)
            {
                credited += k.Unit == "points" ? w.Accrued - w.Reversed : 0;
                redeemed += k.Unit == "points" ? w.Redeemed : 0;
            }
        }
        foreach (var (k, amount) in settled)
        {
            credited -= k.Kind == "issued" ? amount : k.Kind == "reversed" ? -amount : 0;
            redeemed -= k.Kind == "redeemed" ? amount : k.Kind == "redemption-reversed" ? -amount : 0;
        }
        if (!credited.IsZero || !redeemed.IsZero)
        {
            throw new InvalidOperationException($"the books do not sum to zero: issuance {credited}, redeemed {redeemed}");
        }
    }

    /// <summary>
    /// No period of the budget has more credits than the budget allows. In a program with several versions the rule may differ by month.
    /// </summary>
    private void CheckBudget()
    {
        if (versions is not [{ Budget: { } budget } v])
        {
            return;
        }
        foreach (int month in cost.Keys)
        {
            if (CostOfPeriod(v, v.Calendar.MonthStart(month)) > budget.Amount * Minor(v))
            {
                throw new InvalidOperationException($"the budget is passed in {month / 12:D4}-{(month % 12) + 1:D2}");
            }
        }
    }

    /// <summary>Each milestone has as many grants as were counted, none twice and none above its maximum.</summary>
    private void CheckGrants()
    {
        var counted = BigInteger.Zero;
        foreach (var a in accounts.Values)
        {
            foreach (var (milestone, n) in a.Milestones)
            {
                counted += n;
                bool above = versions is [var v] && aliases.Count == 0 && n > v.Milestones.Find(x => x.Id == milestone)?.Max;
                Require(!above, a, "more milestones than there may be");
            }
            foreach (var c in a.Claims)
            {
                var hold = a.Holds.Find(x => x.Id == c.Id)!;
                var held = hold.Allocations.Aggregate(BigInteger.Zero, (sum, x) => sum + x.Amount);
                Require(c.State == "requested" ? hold.Open && held == c.Amount : !hold.Open && held.IsZero, a, "a claim without its hold");
                Require(hold.Allocations.TrueForAll(x => a.LotOf(x.LotId).Sub == c.Fund), a, "a claim on another fund's lots");
            }
        }
        var milestones = versions.SelectMany(v => v.Milestones).Select(x => x.Id).ToHashSet(StringComparer.Ordinal);
        var given = grantOfKey.Keys.Count(x => milestones.Contains(x[..x.IndexOf('|')]));
        if (given != counted || grantOfKey.Values.Distinct().Count() != grantOfKey.Count)
        {
            throw new InvalidOperationException($"{counted} milestones were counted and {given} granted");
        }
    }

    private static void Require(bool holds, Account a, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(a.Id + ": " + what);
        }
    }
}
