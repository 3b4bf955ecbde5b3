using System.Linq.Expressions;
using FluentValidation;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Spending;

namespace Ledger.Host.Endpoints.Validation;

/// <summary>Rules that need only the command itself. The first rule that fails is the refusal.</summary>
internal abstract class CommandValidator<T> : AbstractValidator<T>
    where T : ISpendingCommand
{
    protected CommandValidator(TimeProvider time)
    {
        (ClassLevelCascadeMode, RuleLevelCascadeMode) = (CascadeMode.Stop, CascadeMode.Stop);
        RuleFor(command => command.Program).IsId("program");
        RuleFor(command => command.Key).IsId(LedgerHeaders.IdempotencyKey);
        RuleFor(command => command.Principal).IsIdOrAbsent("principal");
        RuleFor(command => command.At).IsNotAhead("at", time);
    }

    /// <summary>The fields that name a wallet.</summary>
    protected void IsWallet(Expression<Func<T, string?>> account, Expression<Func<T, string?>> owner, Expression<Func<T, string>> unit)
    {
        RuleFor(account).IsId("accountId");
        RuleFor(owner).IsId("owner");
        RuleFor(unit).IsUnit();
    }

    /// <summary>The two fields that name an order: both or neither is given.</summary>
    protected void IsOrderOrAbsent(Expression<Func<T, string?>> source, Expression<Func<T, string?>> orderId)
    {
        var (sourceOf, orderIdOf) = (source.Compile(), orderId.Compile());
        RuleFor(command => command).Must(command => (sourceOf(command) is null) == (orderIdOf(command) is null))
            .Refuse(Refusals.InvalidValue, "An order is named by source and orderId, both.");
        RuleFor(source).IsIdOrAbsent("source");
        RuleFor(orderId).IsIdOrAbsent("orderId");
    }
}

internal sealed class HoldPointsValidator : CommandValidator<HoldPoints>
{
    public HoldPointsValidator(TimeProvider time)
        : base(time)
    {
        IsWallet(hold => hold.AccountId, hold => hold.Owner, hold => hold.Unit);
        IsOrderOrAbsent(hold => hold.Source, hold => hold.OrderId);
        RuleFor(hold => hold.Reason).IsReasonOrAbsent();
        RuleFor(hold => hold.PartnerId).IsIdOrAbsent("partnerId");
    }
}

internal sealed class CaptureHoldValidator : CommandValidator<CaptureHold>
{
    public CaptureHoldValidator(TimeProvider time)
        : base(time) => RuleFor(capture => capture.HoldId).IsId("holdId");
}

internal sealed class ReleaseHoldValidator : CommandValidator<ReleaseHold>
{
    public ReleaseHoldValidator(TimeProvider time)
        : base(time) => RuleFor(release => release.HoldId).IsId("holdId");
}

internal sealed class RedeemPointsValidator : CommandValidator<RedeemPoints>
{
    private const int MonthsMax = 1200;

    public RedeemPointsValidator(TimeProvider time)
        : base(time)
    {
        IsWallet(redeem => redeem.AccountId, redeem => redeem.Owner, redeem => redeem.Unit);
        IsOrderOrAbsent(redeem => redeem.Source, redeem => redeem.OrderId);
        RuleFor(redeem => redeem.For).Must(RedemptionPurposeNames.Has)
            .Refuse(Refusals.InvalidValue, "for is order, reward, voucher or cash.");
        RuleFor(redeem => redeem.Source).Must(source => source is not null)
            .When(redeem => redeem.For == RedemptionPurposeNames.Order, ApplyConditionTo.CurrentValidator)
            .Refuse(Refusals.InvalidValue, "A redemption on an order names source and orderId.");
        RuleFor(redeem => redeem.Reward).Must(Identifiers.IsId)
            .When(redeem => redeem.For == RedemptionPurposeNames.Reward, ApplyConditionTo.CurrentValidator)
            .Refuse(Refusals.MalformedId, $"reward is {Identifiers.Rule}.");
        RuleFor(redeem => redeem.ValidMonths).Must(months => months is null or (>= 1 and <= MonthsMax))
            .When(redeem => redeem.For == RedemptionPurposeNames.Voucher, ApplyConditionTo.CurrentValidator)
            .Refuse(Refusals.InvalidValue, $"validMonths is 1 to {MonthsMax}.");
        RuleFor(redeem => redeem.PartnerId).IsIdOrAbsent("partnerId");
    }
}

internal sealed class ReverseRedemptionValidator : CommandValidator<ReverseRedemption>
{
    public ReverseRedemptionValidator(TimeProvider time)
        : base(time) => RuleFor(reverse => reverse.RedemptionId).IsId("redemptionId");
}

internal sealed class AdjustPointsValidator : CommandValidator<AdjustPoints>
{
    public AdjustPointsValidator(TimeProvider time)
        : base(time)
    {
        IsWallet(adjust => adjust.AccountId, adjust => adjust.Owner, adjust => adjust.Unit);
        RuleFor(adjust => adjust.Reason).IsReason("An adjustment says its reason code.");
    }
}

internal sealed class OpenBalanceValidator : CommandValidator<OpenBalance>
{
    public OpenBalanceValidator(TimeProvider time)
        : base(time) => IsWallet(open => open.AccountId, open => open.Owner, open => open.Unit);
}

internal sealed class ApproveAdjustmentValidator : CommandValidator<ApproveAdjustment>
{
    public ApproveAdjustmentValidator(TimeProvider time)
        : base(time) => RuleFor(approve => approve.AdjustmentId).IsId("adjustmentId");
}

internal sealed class RejectAdjustmentValidator : CommandValidator<RejectAdjustment>
{
    public RejectAdjustmentValidator(TimeProvider time)
        : base(time)
    {
        RuleFor(reject => reject.AdjustmentId).IsId("adjustmentId");
        RuleFor(reject => reject.Reason).IsReasonOrAbsent();
    }
}

internal sealed class TransferPointsValidator : CommandValidator<TransferPoints>
{
    public TransferPointsValidator(TimeProvider time)
        : base(time)
    {
        IsWallet(transfer => transfer.FromAccountId, transfer => transfer.FromOwner, transfer => transfer.Unit);
        IsWallet(transfer => transfer.ToAccountId, transfer => transfer.ToOwner, transfer => transfer.Unit);
    }
}

internal sealed class MergeAccountsValidator : CommandValidator<MergeAccounts>
{
    public MergeAccountsValidator(TimeProvider time)
        : base(time)
    {
        RuleFor(merge => merge.AccountId).IsId("accountId");
        RuleFor(merge => merge.Into).IsId("into");
        RuleFor(merge => merge.Reason).IsReasonOrAbsent();
    }
}

internal sealed class RedeemVoucherValidator : CommandValidator<RedeemVoucher>
{
    public RedeemVoucherValidator(TimeProvider time)
        : base(time)
    {
        RuleFor(use => use.Code).IsId("code");
        IsOrderOrAbsent(use => use.Source, use => use.OrderId);
    }
}

internal sealed class CancelVoucherValidator : CommandValidator<CancelVoucher>
{
    public CancelVoucherValidator(TimeProvider time)
        : base(time) => RuleFor(cancel => cancel.Code).IsId("code");
}
