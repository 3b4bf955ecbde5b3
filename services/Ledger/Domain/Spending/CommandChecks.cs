using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>What can be said of a command by looking at it alone, in the order in which it is checked.</summary>
public static class CommandChecks
{
    private const int ReasonLengthMax = 256;
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>The refusal, or null when the command is well-formed.</summary>
    /// <param name="now">The server's clock at receipt.</param>
    public static Outcome? Check(ISpendingCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Id("program", command.Program) ?? Id("Idempotency-Key", command.Key) ?? Maybe("principal", command.Principal)
            ?? (command.At is { } at && at > now && at - now > Ahead ? Outcome.Reject(Refusals.DatedInFuture, "at is more than 24 hours after the server's clock.") : null)
            ?? command switch
            {
                HoldPoints hold => Wallet(hold.AccountId, hold.Owner, hold.Unit) ?? Named(hold.Source, hold.OrderId) ?? Reason(hold.Reason),
                CaptureHold capture => Id("holdId", capture.HoldId),
                ReleaseHold release => Id("holdId", release.HoldId),
                RedeemPoints redeem => Wallet(redeem.AccountId, redeem.Owner, redeem.Unit) ?? Named(redeem.Source, redeem.OrderId) ?? For(redeem),
                ReverseRedemption reverse => Id("redemptionId", reverse.RedemptionId),
                AdjustPoints adjust => Wallet(adjust.AccountId, adjust.Owner, adjust.Unit)
                    ?? (string.IsNullOrWhiteSpace(adjust.Reason) ? Outcome.Reject(Refusals.ReasonRequired, "An adjustment says its reason code.") : Reason(adjust.Reason)),
                ApproveAdjustment approve => Id("adjustmentId", approve.AdjustmentId),
                RejectAdjustment reject => Id("adjustmentId", reject.AdjustmentId) ?? Reason(reject.Reason),
                TransferPoints transfer => Wallet(transfer.FromAccountId, transfer.FromOwner, transfer.Unit) ?? Wallet(transfer.ToAccountId, transfer.ToOwner, transfer.Unit),
                MergeAccounts merge => Id("accountId", merge.AccountId) ?? Id("into", merge.Into) ?? Reason(merge.Reason),
                RedeemVoucher use => Id("code", use.Code) ?? Named(use.Source, use.OrderId),
                CancelVoucher cancel => Id("code", cancel.Code),
                _ => Outcome.Reject(Refusals.UnknownFactType, $"{command.GetType().Name} is no command."),
            };
    }

    private static Outcome? For(RedeemPoints redeem) => redeem.For switch
    {
        "order" => redeem.Source is null ? Outcome.Reject(Refusals.InvalidValue, "A redemption on an order names source and orderId.") : null,
        "reward" => Id("reward", redeem.Reward),
        "voucher" => redeem.ValidMonths is < 1 or > 1200 ? Outcome.Reject(Refusals.InvalidValue, "validMonths is 1 to 1200.") : null,
        "cash" => null,
        _ => Outcome.Reject(Refusals.InvalidValue, "for is order, reward, voucher or cash."),
    };

    private static Outcome? Wallet(string account, string owner, string unit) =>
        Id("accountId", account) ?? Id("owner", owner)
        ?? (unit is Units.Points or Units.Cashback or Units.Fund ? null : Outcome.Reject(Refusals.UnknownUnit, "unit is points, cashback or fund."));

    private static Outcome? Named(string? source, string? orderId) =>
        (source is null) != (orderId is null) ? Outcome.Reject(Refusals.InvalidValue, "An order is named by source and orderId, both.")
        : source is null ? null
        : Id("source", source) ?? Id("orderId", orderId);

    private static Outcome? Reason(string? reason) =>
        reason is null || (reason.Length is > 0 and <= ReasonLengthMax && !reason.Any(char.IsControl)) ? null
        : Outcome.Reject(Refusals.MalformedText, $"reason is 1 to {ReasonLengthMax} characters.");

    private static Outcome? Maybe(string name, string? id) => id is null ? null : Id(name, id);

    private static Outcome? Id(string name, string? id) =>
        Identifiers.IsId(id) ? null : Outcome.Reject(Refusals.MalformedId, $"{name} is {Identifiers.Rule}.");
}
