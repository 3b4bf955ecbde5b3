using System.Numerics;

namespace Ledger.Model;

/// <summary>Claims on a trade-marketing fund (mechanics.md §5).</summary>
internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, string> accountOfClaim = new(StringComparer.Ordinal);

    /// <summary>Holds the amount from lots of that fund only.</summary>
    public Outcome RequestClaim(ClaimFund c, DateTimeOffset at)
    {
        var a = BeginKnown(c.Account, at);
        RefuseWhenClosed(a);
        var v = VersionNow(a);
        var fund = v.Funds.Find(x => x.Id == c.Fund) ?? throw new RefusedException("unknown_fund");
        var amount = PositiveUnits("fund", c.Amount);
        var lots = RedemptionOrder(a, "", "fund", null).FindAll(x => x.Sub == fund.Id);
        BigInteger there = 0;
        lots.ForEach(x => there += x.Free);
        if (there < amount)
        {
            throw new RefusedException("insufficient_balance");
        }
        var hold = new Hold
        {
            Id = c.Key,
            Owner = "",
            Unit = "fund",
            ExpiresAt = fund.ClaimDays is { } days ? a.Clock!.Value.AddHours(24.0 * days) : DateTimeOffset.MaxValue,
            Number = nextHold++,
        };
        var rest = amount;
        foreach (var l in lots)
        {
            var x = BigInteger.Min(l.Free, rest);
            if (x.Sign > 0)
            {
                l.Free -= x;
                l.Held += x;
                rest -= x;
                hold.Allocations.Add(new Allocation(l.Id, x, 0));
            }
        }
        a.Holds.Add(hold);
        a.Claims.Add(new Claim(c.Key, fund.Id, c.By, amount, [.. c.Proofs]));
        Judge(a, a.Clock!.Value);
        Commit();
        accountOfClaim[c.Key] = a.Id;
        return new Outcome(Result.Recorded);
    }

    private (Account Account, Claim Claim) OpenClaim(string id, DateTimeOffset at)
    {
        if (!accountOfClaim.TryGetValue(id, out var account))
        {
            throw new RefusedException("unknown_claim");
        }
        var a = Begin(account, at);
        var claim = a.Claims.Find(x => x.Id == id)!;
        return claim.State == "requested" ? (a, claim) : throw new RefusedException("claim_closed");
    }

    public Outcome AddProofs(AddClaimProofs c, DateTimeOffset at)
    {
        var (a, claim) = OpenClaim(c.ClaimId, at);
        a.Claims[a.Claims.IndexOf(claim)] = claim with { Proofs = [.. claim.Proofs, .. c.Proofs] };
        Judge(a, a.Clock!.Value);
        Commit();
        return new Outcome(Result.Recorded);
    }

    /// <summary>Spends an amount of the claim, or all of it; the rest returns. The redemption has the approval's key as its id.</summary>
    public Outcome ApproveClaim(ApproveClaim c, DateTimeOffset at)
    {
        var (a, claim) = OpenClaim(c.ClaimId, at);
        RefuseWhenClosed(a);
        if (claim.By == c.By)
        {
            throw new RefusedException("same_principal");
        }
        if (claim.Proofs.Count == 0)
        {
            throw new RefusedException("proof_missing");
        }
        var amount = c.Amount is { } part ? PositiveUnits("fund", part) : claim.Amount;
        if (amount > claim.Amount)
        {
            throw new RefusedException("above_claimed");
        }
        Capture(a, a.Holds.Find(x => x.Id == claim.Id)!, amount, c.Key);
        Judge(a, a.Clock!.Value);
        Commit();
        accountOfRedemption[c.Key] = a.Id;
        return new Outcome(Result.Recorded);
    }

    public Outcome RejectClaim(RejectClaim c, DateTimeOffset at)
    {
        var (a, claim) = OpenClaim(c.ClaimId, at);
        CloseHold(a, a.Holds.Find(x => x.Id == claim.Id)!, "rejected");
        Judge(a, a.Clock!.Value);
        Commit();
        return new Outcome(Result.Recorded);
    }
}
