using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    /// <summary>What makes two commands with one key the same: everything but the key and who asks; numbers by value.</summary>
    private static string Content(Command command)
    {
        var fields = command.GetType().GetProperties().Where(x => x.Name is not ("Key" or "By" or "EqualityContract")).Select(x =>
            x.GetValue(command) switch
            {
                decimal d => Text(d),
                DateTimeOffset t => Ticks(t),
                IReadOnlyList<Proof> proofs => string.Concat(proofs.Select(p => Quote(p.Name) + Quote(p.Sha256) + Quote(p.Url))),
                { } other => Quote(other.ToString()),
                null => "-",
            });
        return command.GetType().Name + " " + string.Join(' ', fields);
    }

    private static void Check(Command command, DateTimeOffset? receivedAt)
    {
        CheckId(command.Key);
        if (command.At is { } at)
        {
            CheckTime(at, receivedAt);
        }
        switch (command)
        {
            case HoldValue c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                CheckNamed(c.OrderSource, c.OrderId);
                break;
            case CaptureHold c:
                CheckId(c.HoldId);
                break;
            case ReleaseHold c:
                CheckId(c.HoldId);
                break;
            case RedeemOnOrder c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                CheckNamed(c.OrderSource, c.OrderId);
                Require(c.OrderSource != null);
                break;
            case RedeemReward c:
                CheckWallet(c.Account, c.Owner, "points");
                CheckId(c.Reward);
                break;
            case RedeemVoucher c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                Require(c.ValidMonths is not (< 1 or > 1200));
                break;
            case RedeemCash c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                break;
            case ReverseRedemption c:
                CheckId(c.RedemptionId);
                break;
            case UseVoucher c:
                CheckId(c.Code);
                break;
            case CancelVoucher c:
                CheckId(c.Code);
                break;
            case AdjustValue c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                CheckReason(c.Reason);
                break;
            case ApproveAdjustment c:
                CheckId(c.AdjustmentId);
                break;
            case RejectAdjustment c:
                CheckId(c.AdjustmentId);
                break;
            case TransferValue c:
                CheckWallet(c.FromAccount, c.FromOwner, c.Unit);
                CheckWallet(c.ToAccount, c.ToOwner, c.Unit);
                break;
            case MergeAccounts c:
                CheckId(c.OldAccount);
                CheckId(c.Survivor);
                break;
            case FulfilGrant c:
                CheckText(c.GrantId);
                break;
            case CancelGrant c:
                CheckText(c.GrantId);
                CheckReason(c.Reason);
                break;
            case ClaimFund c:
                CheckId(c.Account);
                CheckText(c.Activity);
                CheckProofs(c.Proofs);
                CheckReason(c.Reason);
                break;
            case AddClaimProofs c:
                CheckId(c.ClaimId);
                Require(c.Proofs.Count > 0);
                CheckProofs(c.Proofs);
                break;
            case ApproveClaim c:
                CheckId(c.ClaimId);
                break;
            case RejectClaim c:
                CheckId(c.ClaimId);
                CheckReason(c.Reason);
                break;
        }
    }

    private static void CheckReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RefusedException("reason_required");
        }
    }

    private static void CheckProofs(IReadOnlyList<Proof> proofs)
    {
        foreach (var p in proofs)
        {
            CheckText(p.Name);
            Require(p.Sha256.Length == 64 && p.Sha256.All(char.IsAsciiHexDigit));
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new RefusedException("invalid_value");
        }
    }

    private static void CheckWallet(string account, string? owner, string unit)
    {
        CheckId(account);
        if (owner != null)
        {
            CheckId(owner);
        }
        if (unit is not ("points" or "cashback" or "fund"))
        {
            throw new RefusedException("unknown_unit");
        }
    }

    private static void CheckNamed(string? source, string? orderId)
    {
        Require(source == null == (orderId == null));
        if (source != null)
        {
            CheckId(source);
            CheckId(orderId);
        }
    }

    /// <summary>An amount of either sign in points or minor units, but not 0.</summary>
    private BigInteger Units(string unit, decimal amount)
    {
        CheckNumber(amount);
        if (amount == 0)
        {
            throw new RefusedException("amount_not_positive");
        }
        var exact = unit == "points" ? Rational.From(amount) : Rational.From(amount) * Minor(versions[0]);
        return exact.D.IsOne ? exact.N : throw new RefusedException("amount_too_fine");
    }

    private BigInteger PositiveUnits(string unit, decimal amount) =>
        amount > 0 ? Units(unit, amount) : throw new RefusedException("amount_not_positive");

    /// <summary>An amount; or for a money value, the fewest points that are worth at least that.</summary>
    private BigInteger PositiveUnits(ProgramVersion v, string unit, decimal? amount, decimal? value)
    {
        if (amount == null == (value == null))
        {
            throw new RefusedException("amount_missing");
        }
        if (value is not { } money || unit != "points")
        {
            return PositiveUnits(unit, amount ?? value!.Value);
        }
        if (v.PointValue.IsZero)
        {
            throw new RefusedException("no_point_value");
        }
        var exact = Rational.From(money) / v.PointValue;
        var whole = exact.Floor();
        whole += Rational.From(whole) < exact ? 1 : 0;
        return whole.Sign > 0 ? whole : throw new RefusedException("amount_not_positive");
    }

    private static void RefuseFund(string unit)
    {
        // A fund is spent by approved claims.
        if (unit == "fund")
        {
            throw new RefusedException("not_redeemable");
        }
    }

    private void CheckRedeemable(Account a, ProgramVersion v, string unit, string owner, BigInteger amount, string? order)
    {
        if (unit == "points" && Rational.From(amount) < Rational.From(v.MinPoints))
        {
            throw new RefusedException("below_minimum");
        }
        if (order == null)
        {
            return;
        }
        var s = a.Orders.Find(x => x.Key == order) ?? throw new RefusedException("unknown_order");
        // What the buyer owes: a stated discount is not deducted twice.
        var owed = Rational.Max(Rational.Zero, Rational.Min(s.Net, s.Gross - (Rational.From(s.Entitled) / Minor(v))));
        var cap = (owed * v.MaxOrderShare / Hundred * Minor(v)).Floor();
        var used = Worth(v, unit, amount);
        foreach (var r in a.Redemptions)
        {
            if (r.Order == order)
            {
                used += Worth(v, r.Unit, r.Amount - r.Restored);
            }
        }
        foreach (var h in a.Holds)
        {
            if (h.Open && h.Order == order)
            {
                foreach (var x in h.Allocations)
                {
                    used += Worth(v, h.Unit, x.Amount);
                }
            }
        }
        if (used > Rational.From(cap))
        {
            throw new RefusedException("above_order_share");
        }
    }
}
