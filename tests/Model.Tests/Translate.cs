using Ledger.Domain.Contests;
using C = Ledger.Contracts.V1;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>The model's facts in the words of the contracts.</summary>
internal static class Translate
{
    public static C.IOrderFact Fact(M.Fact fact) => fact switch
    {
        M.OrderPlaced placed => Snapshot(placed.Order, null),
        M.OrderAmended amended => Snapshot(amended.Order, amended.AmendedAt),
        M.OrderPaid paid => new C.OrderPaid(paid.Program, paid.Source, paid.OrderId, paid.At),
        M.OrderShipped shipped => new C.OrderShipped(shipped.Program, shipped.Source, shipped.OrderId, shipped.At),
        M.OrderDelivered delivered => new C.OrderDelivered(delivered.Program, delivered.Source, delivered.OrderId, delivered.At),
        M.OrderCancelled cancelled => new C.OrderCancelled(cancelled.Program, cancelled.Source, cancelled.OrderId, cancelled.At),
        M.OrderReturned returned => new C.OrderReturned(
            returned.Program, returned.Source, returned.OrderId, returned.ReturnId, returned.At,
            [.. returned.Lines.Select(line => new C.ReturnedLine(line.LineId, line.Quantity))]),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} has no counterpart."),
    };

    /// <summary>The model's facts about activities, memberships and rates; null for one about an order.</summary>
    public static C.IProgramFact? ProgramFact(M.Fact fact) => fact switch
    {
        M.ActivityCompleted f => new C.ActivityCompleted(
            f.Program, f.Id, f.AccountId, f.Activity, f.At, f.ContactId, f.PartnerId, f.Score, f.Reference, f.Tags),
        M.ActivityRevoked f => new C.ActivityRevoked(f.Program, f.Id, f.At, f.Reason ?? "revoked"),
        M.MembershipPurchased f => new C.MembershipPurchased(
            f.Program, f.Id, f.AccountId, f.Membership, f.At, f.Price, f.Currency, f.OrderRef),
        M.MembershipRefunded f => new C.MembershipRefunded(f.Program, f.Id, f.At, f.Reason ?? "refunded"),
        M.RateSet f => new C.RateSet(f.Program, f.Currency, f.From, f.Rate),
        _ => null,
    };

    /// <summary>The model's commands in the words of the contracts.</summary>
    public static C.ISpendingCommand Command(M.Command command) => command switch
    {
        M.HoldValue c => new C.HoldPoints(
            c.Program, c.Key, c.Account, c.TtlMinutes, c.Amount, c.Value, Owner(c.Owner), c.Unit, null, c.OrderSource, c.OrderId, c.At,
            "till", c.Partner),
        M.CaptureHold c => new C.CaptureHold(c.Program, c.Key, c.HoldId, c.Amount, c.At, "till"),
        M.ReleaseHold c => new C.ReleaseHold(c.Program, c.Key, c.HoldId, c.At, "till"),
        M.RedeemOnOrder c => new C.RedeemPoints(
            c.Program, c.Key, c.Account, "order", c.Amount, c.Value, Owner(c.Owner), c.Unit, c.OrderSource, c.OrderId, At: c.At,
            PartnerId: c.Partner),
        M.RedeemReward c => new C.RedeemPoints(
            c.Program, c.Key, c.Account, "reward", null, null, Owner(c.Owner), Reward: c.Reward, At: c.At, PartnerId: c.Partner),
        M.RedeemVoucher c => new C.RedeemPoints(
            c.Program, c.Key, c.Account, "voucher", c.Amount, c.Value, Owner(c.Owner), c.Unit, ValidMonths: c.ValidMonths, At: c.At,
            PartnerId: c.Partner),
        M.RedeemCash c => new C.RedeemPoints(
            c.Program, c.Key, c.Account, "cash", c.Amount, c.Value, Owner(c.Owner), c.Unit, At: c.At, PartnerId: c.Partner),
        M.ReverseRedemption c => new C.ReverseRedemption(c.Program, c.Key, c.RedemptionId, c.Amount, c.At),
        M.AdjustValue c => new C.AdjustPoints(c.Program, c.Key, c.Account, c.Amount, c.Reason, Owner(c.Owner), c.Unit, c.At, c.By),
        M.ApproveAdjustment c => new C.ApproveAdjustment(c.Program, c.Key, c.AdjustmentId, c.At, c.By),
        M.RejectAdjustment c => new C.RejectAdjustment(c.Program, c.Key, c.AdjustmentId, null, c.At, c.By),
        M.UseVoucher c => new C.RedeemVoucher(c.Program, c.Key, c.Code, At: c.At),
        M.CancelVoucher c => new C.CancelVoucher(c.Program, c.Key, c.Code, c.At),
        M.MergeAccounts c => new C.MergeAccounts(c.Program, c.Key, c.OldAccount, c.Survivor, At: c.At),
        M.ClaimFund c => new C.ClaimFund(
            c.Program, c.Key, c.Account, c.Fund, c.Amount, c.Activity, [.. c.Proofs.Select(Proof)], c.Reason, c.At, c.By),
        M.AddClaimProofs c => new C.AddClaimProofs(c.Program, c.Key, c.ClaimId, [.. c.Proofs.Select(Proof)], c.At, "till"),
        M.ApproveClaim c => new C.ApproveClaim(c.Program, c.Key, c.ClaimId, c.Amount, c.At, c.By),
        M.RejectClaim c => new C.RejectClaim(c.Program, c.Key, c.ClaimId, c.Reason, c.At, c.By),
        M.FulfilGrant c => new C.FulfilGrant(c.Program, c.Key, c.GrantId, null, c.At, "till"),
        M.CancelGrant c => new C.CancelGrant(c.Program, c.Key, c.GrantId, c.Reason, c.At, "till"),
        M.TransferValue c => new C.TransferPoints(
            c.Program, c.Key, c.FromAccount, c.ToAccount, c.Amount, Owner(c.FromOwner), Owner(c.ToOwner), c.Unit, c.At),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no counterpart."),
    };

    /// <summary>The inputs of a draw, as the model's type.</summary>
    public static M.DrawInputs Inputs(DrawInputs inputs) => new(inputs.Salt.ToArray(), inputs.Position, inputs.Chain.ToArray());

    private static C.ClaimProof Proof(M.Proof proof) => new(proof.Name, proof.Sha256, proof.Url);

    private static string Owner(string? owner) => owner ?? "account";

    private static C.OrderPlaced Snapshot(M.Order o, DateTimeOffset? amendedAt) => new(
        o.Program, o.Source, o.OrderId, o.AccountId, o.PlacedAt, o.Currency,
        [.. o.Lines.Select(l => new C.OrderLine(l.LineId, l.Sku, l.Quantity, l.UnitPrice, l.Category, l.Discount, l.Kind))],
        o.Revision, o.ContactId, o.PartnerId, o.Tags, amendedAt);
}
