using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Merging;

/// <summary>
/// What a merged account brings to the survivor: its lots get the survivor's next numbers, in their order; holds, redemptions, adjustments
/// and vouchers keep their ids (domain.md §4 merge). Computed before anything moves; all of the merged account must be in memory.
/// </summary>
internal sealed class Belongings
{
    // Rows in one event: a merge of large accounts is split into several events, so that no event grows without bound.
    private const int PartMax = 1000;
    private readonly Account from;
    private readonly Account into;
    private readonly List<Lot> lots;
    private readonly Dictionary<long, long> numbers;

    public Belongings(Account from, Account into)
    {
        (this.from, this.into) = (from, into);
        lots = [.. from.Lots.All.OrderBy(lot => lot.Number)];
        numbers = lots.Select((lot, index) => (lot.Number, New: into.LotsOpened + 1 + index))
            .ToDictionary(pair => pair.Number, pair => pair.New);
    }

    /// <summary>
    /// The events that create the lots, holds, redemptions, adjustments and vouchers in the survivor. They move no value.
    /// </summary>
    public IEnumerable<HoldingsMoved> Events(DateTimeOffset now, DateTimeOffset recordedAt)
    {
        var spending = from.Spending;
        // Entry numbers are shifted so that they keep their order and come before every entry that the survivor makes from now on.
        var later = into.Entries - from.Entries;
        var moved = lots.Select(Moved).ToList();
        var holds = spending.Holds.Values.OrderBy(hold => hold.Number).Select(hold => Moved(hold, later)).ToList();
        var redemptions = spending
            .Redemptions.Values.OrderBy(redemption => redemption.Number)
            .Select(redemption => Moved(redemption, later))
            .ToList();
        var adjustments = spending.Adjustments.Values.OrderBy(adjustment => adjustment.Id, StringComparer.Ordinal).Select(Moved).ToList();
        var vouchers = spending.Vouchers.Values.OrderBy(voucher => voucher.Code, StringComparer.Ordinal).Select(Moved).ToList();
        var most = new[] { moved.Count, holds.Count, redemptions.Count, adjustments.Count, vouchers.Count }.Max();
        for (var at = 0; at < most; at += PartMax)
        {
            yield return new HoldingsMoved(
                from.Program, into.Id, from.Id, Part(moved, at), Part(holds, at), Part(redemptions, at), Part(adjustments, at),
                Part(vouchers, at), now, recordedAt);
        }
    }

    /// <summary>
    /// The events that move activities, terms, grants, claims and milestone counts to the survivor; none when there is nothing to move.
    /// </summary>
    public IEnumerable<MechanicsMoved> Mechanics(DateTimeOffset now, DateTimeOffset recordedAt)
    {
        var (mechanics, survivor) = (from.Mechanics, into.Mechanics);
        if (mechanics.HasNothingToMove) yield break;
        var activities = mechanics.Activities.Values.OrderBy(one => one.Number).Select(one => new ActivityMoved(
            one.Id, one.Activity, one.CompletedAt, one.Month, one.Number + survivor.ActivitiesRecorded, one.ProgramVersion, one.Owners,
            one.Rules, one.IsRevoked, one.ContactId, one.PartnerId, one.Score)).ToList();
        var terms = mechanics.Terms.Values.OrderBy(one => one.Number).Select(one => new TermHeld(
            one.Term.PurchaseId, one.Term.Membership, one.Term.PurchasedAt, one.Term.Months, one.Term.Start, one.Term.End,
            one.Number + survivor.TermsBought, one.HasStarted, one.HasEnded, one.Term.RefundedAt)).ToList();
        var grants = mechanics.Grants.Values.OrderBy(one => one.Id, StringComparer.Ordinal)
            .Select(one => new GrantMoved(
                one.Id, one.Rule, one.Number, one.Reward, GrantStateNames.NameOf(one.State), one.Period, one.Voucher))
            .ToList();
        var claims = mechanics
            .Claims.Values.OrderBy(one => one.Id, StringComparer.Ordinal)
            .Select(one => new ClaimMoved(
                one.Id, one.Fund, one.Amount, one.Activity, one.Proofs, one.Reason, one.RequestedBy, one.RequestedAt,
                ClaimStateNames.NameOf(one.State), one.ExpiresAt))
            .ToList();
        var milestones = mechanics.Issued.Select(one => new MilestoneCount(one.Key, one.Value)).ToList();
        var months = from.Measures.PointMonthsOfActivities.ToList();
        var most = new[] { activities.Count, terms.Count, grants.Count, claims.Count, 1 }.Max();
        for (var at = 0; at < most; at += PartMax)
        {
            yield return new MechanicsMoved(
                from.Program, into.Id, from.Id, Part(activities, at), Part(terms, at), Part(grants, at), Part(claims, at),
                at == 0 ? milestones : [], at == 0 ? months : [], now, recordedAt);
        }
    }

    /// <summary>
    /// The value and arrears of each wallet that has any, as moves out of the merged account and into the survivor; the account's own
    /// wallets first.
    /// </summary>
    public IEnumerable<(WalletKey Wallet, decimal Amount, List<LotMove> Leaving, List<LotMove> Arriving)> Value()
    {
        var open = lots.Where(lot => lot.IsOpen).ToLookup(lot => lot.Wallet);
        var wallets = from
            .Wallets.Values.OrderBy(wallet => wallet.Key.Owner != WalletOwners.Account)
            .ThenBy(wallet => wallet.Key.Owner, StringComparer.Ordinal)
            .ThenBy(wallet => wallet.Key.Unit, StringComparer.Ordinal)
            .ToList();
        foreach (var wallet in wallets)
        {
            var leaving = new List<LotMove>();
            foreach (var lot in open[wallet.Key])
            {
                Add(leaving, lot.Number, Books.Pending, lot.Pending);
                Add(leaving, lot.Number, Books.Available, lot.Unheld);
                Add(leaving, lot.Number, Books.Held, lot.Held);
            }

            // Arrears go the other way: the merged account no longer owes them, the survivor does.
            var totals = wallet.Totals;
            if (totals.Arrears > 0) leaving.Add(new LotMove(0, Books.Transfer, Books.Arrears, totals.Arrears));
            if (leaving.Count == 0) continue;
            var arriving = leaving
                .Select(move => new LotMove(move.Lot == 0 ? 0 : numbers[move.Lot], move.To, move.From, move.Amount))
                .ToList();
            yield return (wallet.Key, totals.Pending + totals.Available + totals.Held, leaving, arriving);
        }
    }

    private static void Add(List<LotMove> moves, long lot, string book, decimal amount)
    {
        if (amount > 0) moves.Add(new LotMove(lot, book, Books.Transfer, amount));
    }

    private static List<T> Part<T>(List<T> all, int at) => at >= all.Count ? [] : all.GetRange(at, Math.Min(PartMax, all.Count - at));

    private LotMoved Moved(Lot lot) => new(
            numbers[lot.Number], lot.Number, lot.Wallet.Owner, lot.Wallet.Unit, lot.Spent, lot.Expired, lot.Owed, lot.Waived,
            lot.ActivityId is null ? lot.Order : null, lot.Rebate is { } rebate ? RebatePeriodState.LotKeyOf(rebate, from.Id) : null,
            lot.ActivatesAt, lot.OriginalExpiresAt, lot.ExtendedTo, lot.ActivityId, lot.Fund, lot.NoticedAt);

    private HoldMoved Moved(Hold hold, long later) => new(
        hold.Id, hold.Wallet.Owner, hold.Wallet.Unit, hold.Number + later, HoldStateNames.NameOf(hold.State), hold.ExpiresAt,
        [.. hold.Lots.Select(share => share with { Lot = numbers[share.Lot] })], hold.Order, hold.PartnerId);

    private RedemptionMoved Moved(Redemption redemption, long later) => new(
        redemption.Id, redemption.Wallet.Owner, redemption.Wallet.Unit, redemption.Number + later,
        [.. redemption.Lots.Select(part => new LotRedeemed(numbers[part.Lot], part.Amount, part.Restored))],
        redemption.Order, redemption.Reward, redemption.PartnerId, redemption.OrderNet);

    private static AdjustmentMoved Moved(Adjustment asked) => new(
        asked.Id, asked.Wallet.Owner, asked.Wallet.Unit, asked.Amount, asked.Reason, asked.RequestedBy, asked.RequestedAt,
        AdjustmentStateNames.NameOf(asked.State));

    private static VoucherMoved Moved(Voucher voucher) =>
        new(voucher.Code, voucher.Redemption, voucher.Value, VoucherStateNames.NameOf(voucher.State), voucher.ValidUntil);
}
