namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    // What falls due at one time is carried out in this order (mechanics.md, "Where these mechanics decide"; notices §11).
    private const int HoldExpiry = 0;
    private const int ExpiryNotice = 1;
    private const int Activation = 2;
    private const int LotExpiry = 3;
    private const int RebateClose = 4;
    private const int Review = 5;
    private const int Judging = 6;

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
            if (NextJudging(a, until) is { } judging)
            {
                Offer(judging, Judging, 0, null);
            }
            if (NextNotice(a, until) is { } notice)
            {
                Offer(notice.At, ExpiryNotice, notice.Lot.Id, notice);
            }
            if (NextClosing(a) is { } closing)
            {
                Offer(closing, a.Holds.Exists(x => x.Open) ? HoldExpiry : LotExpiry, long.MaxValue, null);
            }
            switch (kind)
            {
                case HoldExpiry when subject == null:
                    CloseHolds(a);
                    break;
                case HoldExpiry:
                    CloseHold(a, (Hold)subject!, "expired");
                    break;
                case ExpiryNotice:
                    Announce(a, ((DateTimeOffset, Lot Lot, int Days))subject!);
                    break;
                case LotExpiry when subject == null:
                    a.ClosingDone = at;
                    a.Closed = true;
                    ExpireWhenClosed(a);
                    break;
                case Activation:
                    Activate(a, (Lot)subject!);
                    break;
                case LotExpiry:
                    Expire(a, (Lot)subject!);
                    break;
                case RebateClose:
                    CloseRebate(a, (RebatePeriod)subject!, Later(at, a.Clock));
                    ExpireWhenClosed(a);
                    break;
                case Review:
                    ReviewTier(a, at);
                    break;
                case Judging:
                    Judge(a, at);
                    break;
                default:
                    return;
            }
        }
    }
}
