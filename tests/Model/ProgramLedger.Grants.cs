using System.Numerics;

namespace Ledger.Model;

/// <summary>Rewards that are owed: by milestones, challenges and draws (mechanics.md §4).</summary>
internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, Grant> grants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> grantOfKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Grant> newGrants = new(StringComparer.Ordinal);

    /// <summary>Grants a reward at the account's clock. What is not an item is fulfilled at once.</summary>
    /// <param name="key">Identifies the grant without ambiguity: the rule, the account or period, and the number.</param>
    /// <param name="text">The grant's id, unless another grant has it.</param>
    private void Give(Account a, string key, string text, ProgramVersion v, string reward, bool onBudget, bool fromDraw)
    {
        var id = text;
        for (int n = 2; grants.ContainsKey(id) || newGrants.Values.Any(x => x.Id == id); n++)
        {
            id = text + "~" + n;
        }
        var r = v.Rewards.Find(x => x.Id == reward)!;
        newGrants[key] = new Grant(id, a.Id, reward, r.Kind == "item" ? "granted" : "fulfilled", fromDraw);
        switch (r.Kind)
        {
            case "voucher":
                var until = r.VoucherMonths is { } months ? v.Calendar.AddMonths(a.Clock!.Value, months) : (DateTimeOffset?)null;
                vouchers["V-" + id] = new Voucher(null, a.Id, until, true);
                break;
            case "points" or "cashback":
                Credit(a, r.Kind, PrizeUnits(v, r.Kind, r.Amount), v, "grant|" + id, onBudget);
                break;
        }
    }

    /// <summary>An amount of a program in points or minor units.</summary>
    private static BigInteger PrizeUnits(ProgramVersion v, string unit, decimal amount) =>
        (unit == "points" ? Rational.From(amount) : Rational.From(amount) * Minor(v)).Floor();

    /// <summary>Ends an item that is still owed: handed over, or cancelled.</summary>
    public Outcome EndGrant(string id, string state, DateTimeOffset at)
    {
        if (!grants.TryGetValue(id, out var grant))
        {
            throw new RefusedException("unknown_grant");
        }
        if (grant.State != "granted")
        {
            throw new RefusedException("grant_closed");
        }
        var a = Begin(grant.Account, at);
        Judge(a, a.Clock!.Value);
        Commit();
        grants[id] = grant with { State = state };
        return new Outcome(Result.Recorded);
    }
}
