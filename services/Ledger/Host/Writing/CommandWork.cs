using Ledger.Contracts.V1;

namespace Ledger.Ledger.Host;

/// <summary>A command about value, already known to be well-formed.</summary>
/// <param name="voucherCode">A fresh code, if it issues a voucher.</param>
internal sealed class CommandWork(ISpendingCommand command, string hash, string voucherCode) : Work(command.Program)
{
    public ISpendingCommand Command { get; } = command;

    public string Hash { get; } = hash;

    public string VoucherCode { get; } = voucherCode;

    /// <summary>The account it is about; null when what it names is unknown. Found anew whenever the batch is loaded.</summary>
    public string? Account { get; set; }

    /// <summary>The other account of a transfer or merge.</summary>
    public string? Other { get; set; }

    /// <summary>The reward whose stock it may change.</summary>
    public string? Reward { get; set; }

    /// <summary>The order that it names.</summary>
    public (string Program, string Source, string OrderId)? OrderKey => Command switch
    {
        HoldPoints { Source: { } source } hold => (Program, source, hold.OrderId!),
        RedeemPoints { Source: { } source, For: "order" } redeem => (Program, source, redeem.OrderId!),
        _ => null,
    };

    /// <summary>What it refers to by id.</summary>
    public (string Program, string Kind, string Id)? Subject => Command switch
    {
        CaptureHold capture => (Program, SpendingKinds.Hold, capture.HoldId),
        ReleaseHold release => (Program, SpendingKinds.Hold, release.HoldId),
        ReverseRedemption reverse => (Program, SpendingKinds.Redemption, reverse.RedemptionId),
        ApproveAdjustment approve => (Program, SpendingKinds.Adjustment, approve.AdjustmentId),
        RejectAdjustment reject => (Program, SpendingKinds.Adjustment, reject.AdjustmentId),
        RedeemVoucher use => (Program, SpendingKinds.Voucher, use.Code),
        CancelVoucher cancel => (Program, SpendingKinds.Voucher, cancel.Code),
        _ => null,
    };

    /// <summary>The account that it names itself.</summary>
    public string? NamedAccount => Command switch
    {
        HoldPoints hold => hold.AccountId,
        RedeemPoints redeem => redeem.AccountId,
        AdjustPoints adjust => adjust.AccountId,
        TransferPoints transfer => transfer.FromAccountId,
        MergeAccounts merge => merge.AccountId,
        _ => null,
    };

    /// <summary>The other account that it names.</summary>
    public string? NamedOther => Command switch
    {
        TransferPoints transfer => transfer.ToAccountId,
        MergeAccounts merge => merge.Into,
        _ => null,
    };
}
