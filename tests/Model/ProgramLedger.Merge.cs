using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, Dictionary<(string Owner, string Unit), Wallet>> walletsOfMerged = new(StringComparer.Ordinal);

    /// <summary>The account that a merged account is now part of, through all later merges; null for one that was not merged.</summary>
    public string? MergedInto(string account) => aliases.ContainsKey(account) ? Resolve(account) : null;

    /// <summary>The first account becomes part of the second. Its id stays an alias, its rows stay as history.</summary>
    public Outcome Merge(string oldAccount, string survivor, DateTimeOffset at)
    {
        if (aliases.ContainsKey(oldAccount))
        {
            throw new RefusedException("already_merged");
        }
        if (oldAccount == Resolve(survivor))
        {
            throw new RefusedException("same_account");
        }
        var old = BeginKnown(oldAccount, at);
        var a = BeginKnown(survivor, at);
        MoveTo(old, a.Clock!.Value);
        MoveTo(a, old.Clock!.Value);
        touched.Remove(old);
        MoveLots(old, a);
        walletsOfMerged[old.Id] = MoveTotals(old, a);
        a.Orders.AddRange(old.Orders);
        a.Activities.AddRange(old.Activities);
        a.Terms.AddRange(old.Terms);
        a.Claims.AddRange(old.Claims);
        foreach (var (k, s) in old.Causes)
        {
            a.Causes[k] = s;
        }
        foreach (var (k, n) in old.Milestones)
        {
            a.Milestones[k] = a.Milestones.GetValueOrDefault(k) + n;
        }
        MovePeriods(old, a);
        foreach (var p in a.Periods.Where(x => x.Origin == a.Id))
        {
            Claim(a, p, aliases.Keys.Where(x => Resolve(x) == old.Id || Resolve(x) == a.Id).Append(old.Id));
        }
        TakeTier(old, a);
        foreach (var k in a.Wallets.Keys.ToList())
        {
            PayArrears(a, k.Owner, k.Unit);
        }
        Judge(a, a.Clock!.Value);
        Commit();
        accounts.Remove(old.Id);
        aliases[old.Id] = a.Id;
        return new Outcome(Result.Recorded);
    }

    /// <summary>Lots get new numbers after the survivor's, in their order; holds and redemptions follow them.</summary>
    private void MoveLots(Account old, Account a)
    {
        var numbers = new Dictionary<long, long>();
        foreach (var lot in old.Lots)
        {
            numbers[lot.Id] = nextLot++;
            a.Lots.Add(lot.Renumbered(numbers[lot.Id]));
        }
        foreach (var h in old.Holds)
        {
            h.Allocations = h.Allocations.ConvertAll(x => x with { LotId = numbers[x.LotId] });
            a.Holds.Add(h);
        }
        foreach (var r in old.Redemptions)
        {
            r.Allocations = r.Allocations.ConvertAll(x => x with { LotId = numbers[x.LotId] });
            a.Redemptions.Add(r);
        }
    }

    /// <summary>
    /// An account's remaining value moves as adjustments: down to 0 in this account, up in the survivor. Arrears move unchanged.
    /// </summary>
    private static Dictionary<(string Owner, string Unit), Wallet> MoveTotals(Account old, Account a)
    {
        foreach (var (k, w) in old.Wallets)
        {
            BigInteger moved = -w.Arrears;
            foreach (var l in old.Lots)
            {
                if (l.Owner == k.Owner && l.Unit == k.Unit)
                {
                    moved += l.Pending + l.Free + l.Held;
                }
            }
            var mine = a.WalletOf(k.Owner, k.Unit);
            mine.Adjusted += moved;
            mine.Arrears += w.Arrears;
            mine.EverCredited |= w.EverCredited;
            w.Adjusted -= moved;
            w.Arrears = 0;
        }
        return old.Wallets;
    }

    /// <summary>Closed periods stay with the account that closed them, with their orders; open periods are joined.</summary>
    private static void MovePeriods(Account old, Account a)
    {
        foreach (var p in old.Periods)
        {
            var mine = p.Closed ? null : a.Periods.Find(x => !x.Closed && x.Rule.Id == p.Rule.Id && x.Label == p.Label);
            if (mine != null)
            {
                mine.Origins.UnionWith(p.Origins);
                continue;
            }
            if (!p.Closed)
            {
                p.Origin = a.Id;
                p.Origins.Add(a.Id);
            }
            a.Periods.Add(p);
        }
    }
}
