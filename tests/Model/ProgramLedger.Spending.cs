using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, string> accountOfRedemption = new(StringComparer.Ordinal);

    /// <summary>Looks at a command alone, then at its key, then carries it out; a refusal binds no key.</summary>
    public Outcome Do(Command command, DateTimeOffset? receivedAt, Func<Outcome> run)
    {
        Reset();
        try
        {
            Check(command, receivedAt);
            var content = Content(command);
            return Known("command|" + command.Key, content) ?? Bind("command|" + command.Key, content, run());
        }
        catch (RefusedException r)
        {
            return new Outcome(Result.Rejected, r.Code);
        }
    }

    private Account BeginKnown(string account, DateTimeOffset at)
    {
        if (!accounts.ContainsKey(Resolve(account)))
        {
            throw new RefusedException("unknown_account");
        }
        return Begin(account, at);
    }

    /// <summary>Spends on an order, or pays cashback out.</summary>
    public Outcome Redeem(
        string id, string account, string owner, string unit, decimal? amount, decimal? value, DateTimeOffset at, string? order,
        string? partner)
    {
        var a = BeginKnown(account, at);
        RefuseWhenClosed(a);
        RefuseFund(unit);
        if (order == null && unit != "cashback")
        {
            throw new RefusedException("not_redeemable");
        }
        var v = VersionNow(a);
        CheckMayRedeem(v, partner);
        var n = PositiveUnits(v, unit, amount, value);
        CheckRedeemable(a, v, unit, owner, n, order);
        return Spend(a, id, owner, unit, n, order, null, partner);
    }

    private Outcome Spend(
        Account a, string id, string owner, string unit, BigInteger amount, string? order, string? reward, string? partner)
    {
        var taken = Allocate(a, owner, unit, amount, order);
        foreach (var x in taken)
        {
            a.LotOf(x.LotId).Spent += x.Amount;
        }
        a.WalletOf(owner, unit).Redeemed += amount;
        Settle(partner, unit, a.Clock!.Value, "redeemed", amount);
        a.Redemptions.Add(new Redemption
        {
            Id = id,
            Owner = owner,
            Unit = unit,
            Order = order,
            Reward = reward,
            Partner = partner,
            PaidNet = NetOf(a, order),
            Allocations = taken,
        });
        Judge(a, a.Clock!.Value);
        Commit();
        accountOfRedemption[id] = a.Id;
        return new Outcome(Result.Recorded);
    }
}
