using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Domain.Postings;

/// <summary>Where a credit goes, and the dates of its lot when a new one is needed.</summary>
/// <param name="Existing">The lots of the same cause and wallet, oldest first; empty when there are none.</param>
/// <param name="ActivatesAt">When a first lot activates; null while it waits for its trigger.</param>
/// <param name="ExpiresAt">When a first lot expires; null: never.</param>
/// <param name="ExpiresAnew">The expiry counted from a given time, for a lot that replaces an expired one.</param>
/// <param name="IsFirst">
/// True when the cause is evaluated for this wallet for the first time: its lot then gets its normal dates, even if they have passed.
/// </param>
/// <param name="Order">The order's key, when an order earned it.</param>
/// <param name="Rebate">The period's key, when a rebate paid it.</param>
/// <param name="Activity">The activity's id, when one earned it.</param>
/// <param name="Fund">The fund whose money it is; null in other units.</param>
/// <param name="Partner">The partner that funds it (mechanics.md §7); null: the program.</param>
public sealed record CreditTarget(
    WalletKey Wallet, IReadOnlyList<Lot> Existing, DateTimeOffset? ActivatesAt, DateTimeOffset? ExpiresAt,
    Func<DateTimeOffset, DateTimeOffset?> ExpiresAnew, bool IsFirst, string? Order = null, string? Rebate = null, string? Activity = null,
    string? Fund = null, string? Partner = null);

/// <summary>
/// Credits an increase (domain.md §4): first it is set off against what was waived, the rest is added to the cause's lot in its present
/// state.
/// </summary>
public static class Credit
{
    /// <param name="recorder">Takes the entries.</param>
    /// <param name="target">The wallet, lots and dates of the credit.</param>
    /// <param name="amount">Above 0.</param>
    /// <param name="posting">Cause, version and effective time.</param>
    /// <param name="components">How the rules computed the amount.</param>
    public static void Post(
        Recorder recorder, CreditTarget target, decimal amount, PostingContext posting,
        IReadOnlyList<Component>? components = null)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(target);
        amount -= SetOff(recorder, target, amount, posting);
        if (amount == 0) return;

        var now = posting.At;
        var last = target.Existing.Count > 0 ? target.Existing[^1] : null;
        if (last is not null && !last.IsExpiredAt(now) && !IsOver(recorder, now))
        {
            var book = last.IsActiveAt(now) ? Books.Available : Books.Pending;
            Accrue(
                recorder, target.Wallet, amount, [new LotMove(last.Number, Books.IssuanceBy(target.Partner), book, amount)], posting, null,
                components);
        }
        else
        {
            var number = recorder.Account.LotsOpened + 1;
            var replaces = last is not null || (!target.IsFirst && target.ExpiresAt <= now);
            var opened = replaces
                ? new LotOpened(number, now, target.ExpiresAnew(now), target.Order, target.Rebate, target.Activity, target.Fund)
                : new LotOpened(
                    number, target.ActivatesAt is { } at ? Later(at, now) : null, target.ExpiresAt, target.Order, target.Rebate,
                    target.Activity, target.Fund);
            var book = replaces ? Books.Available : Books.Pending;
            Accrue(
                recorder, target.Wallet, amount, [new LotMove(number, Books.IssuanceBy(target.Partner), book, amount)], posting,
                opened, components);
        }

        PayArrears.From(recorder, target.Wallet, posting);
    }

    /// <summary>Credits a new lot that is active at once.</summary>
    /// <param name="expiresAt">Null: never.</param>
    public static void Active(
        Recorder recorder, WalletKey wallet, decimal amount, DateTimeOffset? expiresAt, PostingContext posting,
        IReadOnlyList<Component> components)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        var number = recorder.Account.LotsOpened + 1;
        Accrue(
            recorder, wallet, amount, [new LotMove(number, Books.Issuance, Books.Available, amount)], posting,
            new LotOpened(number, posting.At, expiresAt), components);
        PayArrears.From(recorder, wallet, posting);
    }

    // All lots have expired once the program's spending has ended (mechanics.md §11), whatever their dates.
    private static bool IsOver(Recorder recorder, DateTimeOffset now) =>
        WindDownRules.SpendingEnded(recorder.Catalog.VersionForDueWork(now), now);

    // A lot that is credited after its activation date becomes active now, because lots are spent in the order in which they became active.
    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static decimal SetOff(Recorder recorder, CreditTarget target, decimal amount, PostingContext posting)
    {
        if (target.Existing.Count == 0 || target.Existing[0].Waived == 0) return 0;
        var first = target.Existing[0];
        var used = Math.Min(amount, first.Waived);
        recorder.Move<WaiverUsed>(
            target.Wallet, 0, [], posting, with: entry => entry with { Waived = -used, WaivedLot = first.Number });
        return used;
    }

    private static void Accrue(
        Recorder recorder, WalletKey wallet, decimal amount, IReadOnlyList<LotMove> moves, PostingContext posting,
        LotOpened? opened, IReadOnlyList<Component>? components)
    {
        if (Units.Of(wallet.Unit).IsMoney())
        {
            recorder.Move<CashbackAccrued>(wallet, amount, moves, posting, opened, components);
        }
        else
        {
            recorder.Move<PointsAccrued>(wallet, amount, moves, posting, opened, components);
        }
    }
}
