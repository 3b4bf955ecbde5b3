using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>
/// Carries out what fell due at or before a time, in time order; ties by kind, then program order, then lot number (domain.md §4).
/// The same function serves a fact, the sweeper and a clock that is advanced, so results do not depend on how often a job ran.
/// </summary>
public static class DueWork
{
    /// <summary>Carries out everything due at or before <paramref name="until"/>.</summary>
    public static void CarryOut(Recorder recorder, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        while (Next(recorder.Catalog, recorder.Account) is { } due && due.At <= until) CarryOut(recorder, due);
    }

    /// <summary>When the account next has something to do; null when nothing that is known now ever falls due.</summary>
    public static DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => Next(catalog, account)?.At;

    private static Item? Next(ProgramCatalog catalog, Account account)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(account);
        Item? next = account.Lots.NextDue is var (at, kind, lot) ? new Item(at, kind, Lot: lot) : null;
        if (account.Spending.NextToExpire is { } hold)
        {
            var item = new Item(hold.ExpiresAt, DueKind.HoldExpiry, Hold: hold);
            if (next is null || item.IsBefore(next)) next = item;
        }

        if (NextRebate(catalog, account) is { } rebate && (next is null || rebate.IsBefore(next))) next = rebate;
        if (TierReviews.NextAt(catalog, account) is { } review)
        {
            var item = new Item(review, DueKind.TierReview);
            if (next is null || item.IsBefore(next)) next = item;
        }

        return next;
    }

    private static Item? NextRebate(ProgramCatalog catalog, Account account)
    {
        RebatePeriodState? next = null;
        foreach (var period in account.Rebates.Values)
        {
            if (period.IsClosed) continue;
            if (next is null || period.Opened.End < next.Opened.End || (period.Opened.End == next.Opened.End && Compare(catalog, period, next) < 0)) next = period;
        }

        return next is null ? null : new Item(next.Opened.End, DueKind.RebateClose, Rebate: next);
    }

    // Program order: by rule within the version; rules of an older version first.
    private static int Compare(ProgramCatalog catalog, RebatePeriodState a, RebatePeriodState b)
    {
        var versions = a.Opened.ProgramVersion.CompareTo(b.Opened.ProgramVersion);
        if (versions != 0) return versions;
        var rules = Position(catalog, a).CompareTo(Position(catalog, b));
        return rules != 0 ? rules : a.Opened.Start.CompareTo(b.Opened.Start);
    }

    private static int Position(ProgramCatalog catalog, RebatePeriodState period)
    {
        var rules = catalog.Version(period.Opened.ProgramVersion).Rebates;
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Id == period.Opened.Rebate) return i;
        }

        return rules.Count;
    }

    private static void CarryOut(Recorder recorder, Item due)
    {
        switch (due.Kind)
        {
            case DueKind.Activation:
                Activate(recorder, recorder.Account.Lots[due.Lot], recorder.WhenDue(due.At));
                break;
            case DueKind.Expiry:
                Expire(recorder, recorder.Account.Lots[due.Lot], recorder.WhenDue(due.At));
                break;
            case DueKind.RebateClose:
                RebateClose.Post(recorder, due.Rebate!, recorder.WhenDue(due.At));
                break;
            case DueKind.TierReview:
                TierReviews.Review(recorder, due.At);
                break;
            case DueKind.HoldExpiry:
                GiveUpHold.Expire(recorder, due.Hold!, recorder.WhenDue(due.At));
                break;
            case DueKind.MembershipEnd or DueKind.ChallengeClose or DueKind.Draw:
                throw new System.Diagnostics.UnreachableException($"Nothing schedules {due.Kind}.");
        }
    }

    private static void Activate(Recorder recorder, Lot lot, DateTimeOffset at)
    {
        // A lot that was credited or triggered late activates at the clock; when it has expired by then it never activates.
        if (lot.IsExpiredAt(at))
        {
            Expire(recorder, lot, at);
            return;
        }

        var cause = new Cause("due");
        var version = recorder.Catalog.VersionForDueWork(at).Version;
        recorder.Move<PointsActivated>(lot.Wallet, lot.Pending, [new LotMove(lot.Number, Books.Pending, Books.Available, lot.Pending)], cause, version, at);
        PayArrears.From(recorder, lot.Wallet, cause, version, at);
    }

    private static void Expire(Recorder recorder, Lot lot, DateTimeOffset at)
    {
        var moves = new List<LotMove>(2);
        if (lot.Pending > 0) moves.Add(new LotMove(lot.Number, Books.Pending, Books.Expired, lot.Pending));
        if (lot.Unheld > 0) moves.Add(new LotMove(lot.Number, Books.Available, Books.Expired, lot.Unheld));
        recorder.Move<PointsExpired>(lot.Wallet, -moves.Sum(move => move.Amount), moves, new Cause("due"), recorder.Catalog.VersionForDueWork(at).Version, at);
    }

    private sealed record Item(DateTimeOffset At, DueKind Kind, long Lot = 0, RebatePeriodState? Rebate = null, Hold? Hold = null)
    {
        public bool IsBefore(Item other) => At < other.At || (At == other.At && Kind < other.Kind);
    }
}
