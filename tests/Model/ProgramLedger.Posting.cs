using System.Numerics;

namespace Ledger.Model;

/// <summary>Who pays for points, and whether the program's budget is asked.</summary>
internal sealed record Funding(string? Partner, bool OnBudget)
{
    public static Funding Operator { get; } = new(null, false);
}

internal sealed partial class ProgramLedger
{
    /// <summary>Posts what differs from the last evaluation: the order's own lots first, then closed rebate periods.</summary>
    private void PostOrder(Account a, OrderState s, DateTimeOffset at)
    {
        var v = s.Version;
        var slots = new List<(string Owner, string Unit, string Sub)>(s.Value.Keys);
        foreach (var k in a.Causes.Keys)
        {
            if (k.Cause == s.Key && !slots.Contains((k.Owner, k.Unit, k.Sub)))
            {
                slots.Add((k.Owner, k.Unit, k.Sub));
            }
        }
        foreach (var slot in slots)
        {
            LotDates dates;
            if (slot.Unit == "fund")
            {
                var expiry = v.Funds.Find(x => x.Id == slot.Sub)!.Expiry;
                dates = new LotDates(at, ExpiryFrom(expiry, v.Calendar, s.Now.PlacedAt), t => ExpiryFrom(expiry, v.Calendar, t));
            }
            else
            {
                dates = new LotDates(
                    TriggerDate(s), ExpiryFrom(v.PointsExpiry, v.Calendar, s.Now.PlacedAt), t => ExpiryFrom(v.PointsExpiry, v.Calendar, t));
            }
            var funding = new Funding(slot.Unit == "points" ? s.First.PartnerId : null, slot.Unit == "points");
            Post(a, s.Key, slot, s.Value.GetValueOrDefault(slot), at, v.Negative, dates, funding);
        }
        foreach (var p in a.Periods)
        {
            if (p.Closed && s.Month >= p.FirstMonth && s.Month < p.NextMonth && p.Origins.Contains(s.Origin))
            {
                ComputeRebate(a, p);
                PostRebate(a, p, at);
            }
        }
    }

    /// <summary>Posts what a cause gives now against what it gave before, in one wallet.</summary>
    private void Post(
        Account a,
        string cause,
        (string Owner, string Unit, string Sub) slot,
        BigInteger value,
        DateTimeOffset at,
        string negative,
        LotDates dates,
        Funding funding)
    {
        var (owner, unit, sub) = slot;
        bool first = !a.Causes.TryGetValue((cause, owner, unit, sub), out var state);
        if (first)
        {
            state = new CauseState();
            a.Causes[(cause, owner, unit, sub)] = state;
        }
        var difference = value - state!.Evaluated;
        state.Evaluated = value;
        var lots = a.Lots.FindAll(x => x.Cause == cause && x.Owner == owner && x.Unit == unit && x.Sub == sub);
        var wallet = a.WalletOf(owner, unit);
        if (difference.Sign > 0)
        {
            var offset = BigInteger.Min(difference, state.Waived);
            state.Waived -= offset;
            state.Granted += offset;
            difference -= offset;
            difference = funding.OnBudget ? DrawOnBudget(unit, difference, at) : difference;
            state.Granted += difference;
            if (difference.IsZero)
            {
                return;
            }
            wallet.Accrued += difference;
            Settle(funding.Partner, unit, at, "issued", difference);
            wallet.EverCredited = true;
            if (lots.Count > 0 && lots[^1].State != LotState.Expired)
            {
                var lot = lots[^1];
                if (lot.State == LotState.Pending)
                {
                    lot.Pending += difference;
                }
                else
                {
                    lot.Free += difference;
                    PayArrears(a, owner, unit);
                }
            }
            else if (lots.Count == 0 && (first || !(dates.Expire <= at)))
            {
                AddLot(a, cause, owner, unit, sub, difference, dates.Activate is { } act ? Later(act, at) : null, dates.Expire);
            }
            else
            {
                Activate(a, AddLot(a, cause, owner, unit, sub, difference, at, dates.ExpireFrom(at)));
            }
        }
        else if (difference.Sign < 0)
        {
            // What the budget cut was never credited, so it cannot be taken back.
            var rest = BigInteger.Max(0, state.Granted - value);
            state.Granted -= rest;
            var reversedBefore = wallet.Reversed;
            BigInteger used = 0;
            foreach (var lot in lots)
            {
                var fromPending = BigInteger.Min(lot.Pending, rest);
                lot.Pending -= fromPending;
                rest -= fromPending;
                wallet.Reversed += fromPending;
                if (negative != "pending-only")
                {
                    var fromFree = BigInteger.Min(lot.Free, rest);
                    lot.Free -= fromFree;
                    rest -= fromFree;
                    wallet.Reversed += fromFree;
                    used += lot.Spent + lot.Held;
                }
            }
            if (negative == "arrears")
            {
                var owed = BigInteger.Min(rest, BigInteger.Max(0, used - state.Opened));
                state.Opened += owed;
                wallet.Arrears += owed;
                wallet.Reversed += owed;
                rest -= owed;
                PayArrears(a, owner, unit);
            }
            state.Waived += rest;
            var reversed = wallet.Reversed - reversedBefore;
            Settle(funding.Partner, unit, at, "reversed", reversed);
            if (funding.OnBudget)
            {
                ReturnToBudget(unit, reversed, at);
            }
        }
    }
}
