using System.Collections.Frozen;
using FluentValidation;
using FluentValidation.Results;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Host.Endpoints.Validation;

/// <summary>Checks commands with the validator of their type, for HTTP and the bus alike.</summary>
public sealed class CommandValidation
{
    private readonly FrozenDictionary<Type, Func<ISpendingCommand, ValidationResult>> validators;

    public CommandValidation(TimeProvider time) => validators = new Dictionary<Type, Func<ISpendingCommand, ValidationResult>>
    {
        [typeof(HoldPoints)] = By(new HoldPointsValidator(time)),
        [typeof(CaptureHold)] = By(new CaptureHoldValidator(time)),
        [typeof(ReleaseHold)] = By(new ReleaseHoldValidator(time)),
        [typeof(RedeemPoints)] = By(new RedeemPointsValidator(time)),
        [typeof(ReverseRedemption)] = By(new ReverseRedemptionValidator(time)),
        [typeof(AdjustPoints)] = By(new AdjustPointsValidator(time)),
        [typeof(OpenBalance)] = By(new OpenBalanceValidator(time)),
        [typeof(ApproveAdjustment)] = By(new ApproveAdjustmentValidator(time)),
        [typeof(RejectAdjustment)] = By(new RejectAdjustmentValidator(time)),
        [typeof(TransferPoints)] = By(new TransferPointsValidator(time)),
        [typeof(MergeAccounts)] = By(new MergeAccountsValidator(time)),
        [typeof(RedeemVoucher)] = By(new RedeemVoucherValidator(time)),
        [typeof(CancelVoucher)] = By(new CancelVoucherValidator(time)),
        [typeof(ClaimFund)] = By(new ClaimFundValidator(time)),
        [typeof(AddClaimProofs)] = By(new AddClaimProofsValidator(time)),
        [typeof(ApproveClaim)] = By(new ApproveClaimValidator(time)),
        [typeof(RejectClaim)] = By(new RejectClaimValidator(time)),
        [typeof(FulfilGrant)] = By(new FulfilGrantValidator(time)),
        [typeof(CancelGrant)] = By(new CancelGrantValidator(time)),
    }.ToFrozenDictionary();

    /// <summary>The refusal, or null when the command is well-formed.</summary>
    public Outcome? Check(ISpendingCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return validators[command.GetType()](command).Refusal();
    }

    private static Func<ISpendingCommand, ValidationResult> By<T>(AbstractValidator<T> validator)
        where T : ISpendingCommand => command => validator.Validate((T)command);
}
