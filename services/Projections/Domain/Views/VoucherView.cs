using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Views;

/// <summary>A voucher: money with a code that can be used once.</summary>
/// <param name="Account">Number of the account that it was issued to.</param>
/// <param name="Position">Position of the event that issued it, by which lists are ordered.</param>
/// <param name="RedemptionId">The redemption that paid for it, or the grant that it fulfils.</param>
/// <param name="ValidUntil">Exclusive; null: it does not expire.</param>
/// <param name="Order">"source/orderId" of the order that it paid for; null: none.</param>
/// <param name="EndedAt">When it was used or cancelled; null: neither.</param>
public sealed record VoucherRow(
    long Account, long Position, string RedemptionId, decimal Value, VoucherState State, DateTimeOffset IssuedAt,
    DateTimeOffset? ValidUntil = null, string? Order = null, DateTimeOffset? EndedAt = null);

/// <summary>Changes the rows of vouchers.</summary>
public static class VoucherView
{
    public static VoucherRow Open(VoucherData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new VoucherRow(
            account, position, seen.RedemptionId, seen.Value, VoucherState.Issued, seen.EffectiveAt, seen.ValidUntil);
    }

    public static VoucherRow Apply(VoucherRow row, VoucherEndData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        return seen switch
        {
            VoucherUseData use => row with { State = VoucherState.Used, Order = use.Order, EndedAt = seen.EffectiveAt },
            VoucherCancellationData => row with { State = VoucherState.Cancelled, EndedAt = seen.EffectiveAt },
            _ => throw new ArgumentException("It is no end of a voucher that views know.", nameof(seen)),
        };
    }
}
