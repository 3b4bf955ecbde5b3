using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Merging;

/// <summary>
/// What an account that is merged brings: every lot gets a number in the survivor, in its own order after the survivor's; holds,
/// redemptions, adjustments and vouchers keep their ids (domain.md §4 merge). Taken down before anything moves; all of the account must be
/// in memory.
/// </summary>
internal sealed class Belongings
{
    // A merge of two large accounts is several events rather than one that nobody can carry.
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

    /// <summary>The events that open all of it in the survivor, without the value.</summary>
    public IEnumerable<HoldingsMoved> Events(DateTimeOffset now, DateTimeOffset recordedAt)
    {
        var book = from.Spending;
        // Before whatever the survivor makes from now on, and among themselves as they were.
        var later = into.Entries - from.Entries;
        var moved = lots.Select(Moved).ToList();
        var holds = book.Holds.Values.OrderBy(hold => hold.Number).Select(hold => Moved(hold, later)).ToList();
        var redemptions = book
            .Redemptions.Values.OrderBy(redemption => redemption.Number)
            .Select(redemption => Moved(redemption, later))
            .ToList();
        var adjustments = book.Adjustments.Values.OrderBy(adjustment => adjustment.Id, StringComparer.Ordinal).Select(Moved).ToList();
        var vouchers = book.Vouchers.Values.OrderBy(voucher => voucher.Code, StringComparer.Ordinal).Select(Moved).ToList();
        var most = new[] { moved.Count, holds.Count, redemptions.Count, adjustments.Count, vouchers.Count }.Max();
        for (var at = 0; at < most; at += PartMax)
        {
            yield return new HoldingsMoved(
                from.Program, into.Id, from.Id, Part(moved, at), Part(holds, at), Part(redemptions, at), Part(adjustments, at),
                Part(vouchers, at), now, recordedAt);
        }
    }

    /// <summary>The events that bring the survivor what the account has of mechanics; none where it has nothing.</summary>
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

    /// <summary>The value of each wallet that has or owes any, as it leaves and as it arrives; the company's own wallets first.</summary>
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

            // What is owed goes the other way: the merged account owes it no more.
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
