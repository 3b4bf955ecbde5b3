using Ledger.Contracts.V1;

namespace Ledger.Client;

/// <summary>The addresses and bodies with which facts and commands are sent.</summary>
internal static class CommandPaths
{
    public static (HttpMethod Method, string Path) Of(IFact fact) => fact switch
    {
        OrderPlaced order => (HttpMethod.Put, OfOrder(order)),
        OrderReturned back => (HttpMethod.Post, $"{OfOrder(back)}/returns"),
        OrderPaid paid => (HttpMethod.Post, $"{OfOrder(paid)}/payments"),
        OrderShipped shipped => (HttpMethod.Post, $"{OfOrder(shipped)}/shipments"),
        OrderDelivered delivered => (HttpMethod.Post, $"{OfOrder(delivered)}/deliveries"),
        OrderCancelled cancelled => (HttpMethod.Post, $"{OfOrder(cancelled)}/cancellation"),
        ActivityCompleted done => (HttpMethod.Put, $"{OfProgram(fact.Program)}/activities/{Escape(done.ActivityId)}"),
        ActivityRevoked revoked => (HttpMethod.Post, $"{OfProgram(fact.Program)}/activities/{Escape(revoked.ActivityId)}/revocation"),
        MembershipPurchased bought => (HttpMethod.Put, $"{OfProgram(fact.Program)}/memberships/{Escape(bought.PurchaseId)}"),
        MembershipRefunded refunded => (HttpMethod.Post, $"{OfProgram(fact.Program)}/memberships/{Escape(refunded.PurchaseId)}/refund"),
        RateSet rate => (
            HttpMethod.Put, $"{OfProgram(fact.Program)}/rates/{Escape(rate.Currency)}/{Escape(InstantJsonConverter.Format(rate.From))}"),
        _ => throw new ArgumentException($"{fact.GetType().Name} is no fact that the ledger takes over HTTP.", nameof(fact)),
    };

    public static string Of(ISpendingCommand command) => $"{OfProgram(command.Program)}/" + command switch
    {
        HoldPoints hold => $"accounts/{Escape(hold.AccountId)}/holds",
        CaptureHold capture => $"holds/{Escape(capture.HoldId)}/capture",
        ReleaseHold release => $"holds/{Escape(release.HoldId)}/release",
        RedeemPoints redeem => $"accounts/{Escape(redeem.AccountId)}/redemptions",
        ReverseRedemption reverse => $"redemptions/{Escape(reverse.RedemptionId)}/reversals",
        AdjustPoints => "adjustments",
        ApproveAdjustment approve => $"adjustments/{Escape(approve.AdjustmentId)}/approve",
        RejectAdjustment reject => $"adjustments/{Escape(reject.AdjustmentId)}/reject",
        OpenBalance open => $"accounts/{Escape(open.AccountId)}/opening-balances",
        TransferPoints => "transfers",
        MergeAccounts merge => $"accounts/{Escape(merge.AccountId)}/merge",
        RedeemVoucher use => $"vouchers/{Escape(use.Code)}/redeem",
        CancelVoucher cancel => $"vouchers/{Escape(cancel.Code)}/cancel",
        ClaimFund claim => $"accounts/{Escape(claim.AccountId)}/claims",
        AddClaimProofs add => $"claims/{Escape(add.ClaimId)}/proofs",
        ApproveClaim approve => $"claims/{Escape(approve.ClaimId)}/approve",
        RejectClaim reject => $"claims/{Escape(reject.ClaimId)}/reject",
        FulfilGrant fulfil => $"grants/{Escape(fulfil.GrantId)}/fulfil",
        CancelGrant cancel => $"grants/{Escape(cancel.GrantId)}/cancel",
        _ => throw new ArgumentException($"{command.GetType().Name} is no command that the ledger takes over HTTP.", nameof(command)),
    };

    private static string Escape(string id) => LedgerPaths.Escape(id);

    private static string OfProgram(string program) => LedgerPaths.Program(program);

    private static string OfOrder(IOrderFact fact) => $"{OfProgram(fact.Program)}/orders/{Escape(fact.Source)}/{Escape(fact.OrderId)}";
}
