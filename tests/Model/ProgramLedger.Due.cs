using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private const int HoldExpiry = 0;
    private const int Activation = 1;
    private const int LotExpiry = 2;
    private const int RebateClose = 4;
    private const int Review = 7;
    private const int SegmentReview = 8;

    /// <summary>Carries out, one after the other and in time order, all that fell due at or before the time.</summary>
    private void RunDue(Account a, DateTimeOffset until)
    {
        while (true)
        {
            DateTimeOffset at = default;
            int kind = -1;
            long rank = 0;
            object? subject = null;

            void Offer(DateTimeOffset time, int k, long r, object? s)
            {
                if (time <= until && (kind < 0 || time < at || (time == at && (k < kind || (k == kind && r < rank)))))
                {
                    (at, kind, rank, subject) = (time, k, r, s);
                }
            }

            foreach (var h in a.Holds)
            {
                if (h.Open)
                {
                    Offer(h.ExpiresAt, HoldExpiry, h.Number, h);
                }
            }
            foreach (var l in a.Lots)
            {
                if (l.State == LotState.Pending && l.ActivateAt is { } act && !(l.ExpireAt <= act))
                {
                    Offer(act, Activation, l.Id, l);
                }
                if (l.State != LotState.Expired && l.ExpireAt is { } exp)
                {
                    Offer(exp, LotExpiry, l.Id, l);
                }
            }
            foreach (var p in a.Periods)
            {
                if (!p.Closed)
                {
                    Offer(p.End, RebateClose, (p.Version.Version * 1000L) + p.Version.Rebates.IndexOf(p.Rule), p);
                }
            }
            if (NextReview(a, until) is { } review)
            {
                Offer(review, Review, 0, null);
            }
            if (NextSegmentReview(a, until) is { } segments)
            {
                Offer(segments, SegmentReview, 0, null);
            }
            switch (kind)
            {
                case HoldExpiry:
                    CloseHold(a, (Hold)subject!, "expired");
                    break;
                case Activation:
                    Activate(a, (Lot)subject!);
                    break;
                case LotExpiry:
                    Expire(a, (Lot)subject!);
                    break;
                case RebateClose:
                    CloseRebate(a, (RebatePeriod)subject!, Later(at, a.Clock));
                    break;
                case Review:
                    ReviewTier(a, at);
                    break;
                case SegmentReview:
                    JudgeSegments(a, at);
                    break;
                default:
                    return;
            }
        }
    }

    private void Activate(Account a, Lot l)
    {
        l.State = LotState.Active;
        l.Free = l.Pending;
        l.Pending = 0;
        PayArrears(a, l.Owner, l.Unit);
    }

    private static void Expire(Account a, Lot l)
    {
        var lost = l.Pending + l.Free;
        l.State = LotState.Expired;
        l.Pending = 0;
        l.Free = 0;
        l.Expired += lost;
        a.WalletOf(l.Owner, l.Unit).Expired += lost;
    }

    /// <summary>What is still set aside goes back to its lots; overdue value expires, the rest may pay arrears.</summary>
    private static void CloseHold(Account a, Hold h, string ended)
    {
        h.Open = false;
        h.Ended = ended;
        foreach (var x in h.Allocations)
        {
            var l = a.LotOf(x.LotId);
            l.Held -= x.Amount;
            if (l.State == LotState.Expired)
            {
                l.Expired += x.Amount;
                a.WalletOf(l.Owner, l.Unit).Expired += x.Amount;
            }
            else
            {
                l.Free += x.Amount;
            }
        }
        h.Allocations.Clear();
        PayArrears(a, h.Owner, h.Unit);
    }

    private void CloseRebate(Account a, RebatePeriod p, DateTimeOffset at)
    {
        p.Closed = true;
        ComputeRebate(a, p);
        PostRebate(a, p, at);
    }

    private static void ComputeRebate(Account a, RebatePeriod p)
    {
        var basis = Rational.Zero;
        foreach (var o in a.Orders)
        {
            if (o.Month >= p.FirstMonth && o.Month < p.NextMonth && p.Origins.Contains(o.Origin))
            {
                basis += o.ScopedNet(p.Rule.Scope);
            }
        }
        p.Basis = basis;
        var result = Rational.Zero;
        var steps = p.Rule.Steps;
        if (p.Rule.Whole)
        {
            result = basis * StepPercent(steps, basis) / Hundred;
        }
        else
        {
            for (int i = 0; i < steps.Count; i++)
            {
                if (basis > steps[i].From)
                {
                    var top = i + 1 < steps.Count ? Rational.Min(basis, steps[i + 1].From) : basis;
                    result += (top - steps[i].From) * steps[i].Percent / Hundred;
                }
            }
        }
        p.Amount = RoundMoney(p.Version, result);
    }

    private void PostRebate(Account a, RebatePeriod p, DateTimeOffset at)
    {
        var pays = p.End.AddHours(24.0 * p.Rule.PayAfterDays);
        var cal = p.Version.Calendar;
        var months = p.Rule.VoucherMonths;
        Post(a, p.Cause, "", "cashback", "", p.Amount, at, p.Version.Negative, new LotDates(
            pays,
            months == null ? null : cal.AddMonths(pays, months.Value),
            t => months == null ? null : cal.AddMonths(t, months.Value)));
    }

    private DateTimeOffset? NextReview(Account a, DateTimeOffset until)
    {
        if (a.TierId == null)
        {
            return null;
        }
        var from = Later(Later(a.Since, a.LastReview), a.Clock);
        var cal = versions[0].Calendar;
        for (int m = cal.Month(from); ; m++)
        {
            var boundary = cal.MonthStart(m);
            if (boundary <= from)
            {
                continue;
            }
            if (boundary > until)
            {
                return null;
            }
            var v = VersionAt(boundary) ?? versions[0];
            if (v.ReviewEvery == "never" || (v.ReviewEvery == "year" && m % 12 != 0) || TierIn(a, v) == 0)
            {
                continue;
            }
            return boundary;
        }
    }

    private void ReviewTier(Account a, DateTimeOffset boundary)
    {
        var v = VersionAt(boundary) ?? versions[0];
        var cal = v.Calendar;
        int endedMonth = cal.Month(boundary) - 1;
        a.LastReview = boundary;
        int current = TierIn(a, v);
        int entitled = TierFor(v, QualifyingMetric(a, v, endedMonth));
        if (entitled >= current)
        {
            a.GraceUntil = null;
            return;
        }
        var newGrace = v.GraceMonths > 0 ? cal.MonthStart(endedMonth + 1 + v.GraceMonths) : (DateTimeOffset?)null;
        if (a.GraceUntil == null && newGrace != null)
        {
            a.GraceUntil = newGrace;
            return;
        }
        if (a.GraceUntil > boundary)
        {
            return;
        }
        long steps = Math.Min((long)v.MaxSteps, current - entitled);
        int next = (int)(current - steps);
        SetTier(a, v, next, boundary);
        a.GraceUntil = next > entitled ? newGrace : null;
    }

    private DateTimeOffset? NextSegmentReview(Account a, DateTimeOffset until)
    {
        if (a.SegmentsJudged is not { } from)
        {
            return null;
        }
        var cal = versions[0].Calendar;
        for (int m = cal.Month(from); ; m++)
        {
            var boundary = cal.MonthStart(m);
            if (boundary > from)
            {
                return boundary > until ? null : boundary;
            }
        }
    }

    private void JudgeSegments(Account a, DateTimeOffset at)
    {
        if (!anySegments)
        {
            return;
        }
        a.SegmentsJudged = at;
        var v = VersionAt(at) ?? versions[0];
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var s in v.Segments)
        {
            if (Holds(a, v, s.When, at, null, null, null))
            {
                held.Add(s.Id);
            }
        }
        a.Segments = held;
    }

    /// <summary>Arrears are paid from activated, unheld value in redemption order.</summary>
    private static void PayArrears(Account a, string owner, string unit)
    {
        var w = a.WalletOf(owner, unit);
        if (w.Arrears.IsZero)
        {
            return;
        }
        foreach (var l in RedemptionOrder(a, owner, unit, null))
        {
            var x = BigInteger.Min(l.Free, w.Arrears);
            l.Free -= x;
            l.Spent += x;
            w.Arrears -= x;
        }
    }

    /// <summary>Activated lots with something left: soonest expiry first (none last), then activation, then sequence.</summary>
    private static List<Lot> RedemptionOrder(Account a, string owner, string unit, string? exceptOrder)
    {
        var list = new List<Lot>();
        foreach (var l in a.Lots)
        {
            if (l.State == LotState.Active && l.Free.Sign > 0 && l.Owner == owner && l.Unit == unit && (exceptOrder == null || l.Cause != exceptOrder))
            {
                list.Add(l);
            }
        }
        list.Sort((x, y) =>
        {
            int c = (x.ExpireAt ?? DateTimeOffset.MaxValue).CompareTo(y.ExpireAt ?? DateTimeOffset.MaxValue);
            c = c != 0 ? c : Nullable.Compare(x.ActivateAt, y.ActivateAt);
            return c != 0 ? c : x.Id.CompareTo(y.Id);
        });
        return list;
    }
}
