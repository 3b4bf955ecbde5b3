using FluentValidation;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Host.Endpoints.Validation;

internal sealed class ClaimFundValidator : CommandValidator<ClaimFund>
{
    public ClaimFundValidator(TimeProvider time)
        : base(time)
    {
        RuleFor(claim => claim.AccountId).IsId("accountId");
        RuleFor(claim => claim.Fund).IsId("fund");
        RuleFor(claim => claim.Activity).IsText("activity");
        RuleForEach(claim => claim.Proofs).SetValidator(ProofValidator.Instance);
        RuleFor(claim => claim.Reason).IsReason("A claim says its reason.");
    }
}

internal sealed class AddClaimProofsValidator : CommandValidator<AddClaimProofs>
{
    public AddClaimProofsValidator(TimeProvider time)
        : base(time)
    {
        RuleFor(add => add.ClaimId).IsId("claimId");
        RuleFor(add => add.Proofs).Must(proofs => proofs is { Count: > 0 }).Refuse(Refusals.InvalidValue, "proofs has at least one proof.");
        RuleForEach(add => add.Proofs).SetValidator(ProofValidator.Instance);
    }
}

internal sealed class ApproveClaimValidator : CommandValidator<ApproveClaim>
{
    public ApproveClaimValidator(TimeProvider time)
        : base(time) => RuleFor(approve => approve.ClaimId).IsId("claimId");
}

internal sealed class RejectClaimValidator : CommandValidator<RejectClaim>
{
    public RejectClaimValidator(TimeProvider time)
        : base(time)
    {
        RuleFor(reject => reject.ClaimId).IsId("claimId");
        RuleFor(reject => reject.Reason).IsReason("A claim is turned down with a reason.");
    }
}

internal sealed class FulfilGrantValidator : CommandValidator<FulfilGrant>
{
    public FulfilGrantValidator(TimeProvider time)
        : base(time)
    {
        RuleFor(fulfil => fulfil.GrantId).IsGrantId();
        RuleFor(fulfil => fulfil.Reference).IsTextOrAbsent("reference");
    }
}

internal sealed class CancelGrantValidator : CommandValidator<CancelGrant>
{
    public CancelGrantValidator(TimeProvider time)
        : base(time)
    {
        RuleFor(cancel => cancel.GrantId).IsGrantId();
        RuleFor(cancel => cancel.Reason).IsReason("A grant is cancelled with a reason.");
    }
}

/// <summary>One proof of a claim (mechanics.md §5).</summary>
internal sealed class ProofValidator : AbstractValidator<ClaimProof>
{
    public static readonly ProofValidator Instance = new();

    private const int HashLength = 64;
    private const int UrlLengthMax = 2048;

    private ProofValidator()
    {
        (ClassLevelCascadeMode, RuleLevelCascadeMode) = (CascadeMode.Stop, CascadeMode.Stop);
        RuleFor(proof => proof.Name).IsText("name of a proof");
        RuleFor(proof => proof.Sha256).Must(hash => hash is { Length: HashLength } && hash.All(char.IsAsciiHexDigitLower))
            .Refuse(Refusals.InvalidValue, $"sha256 of a proof is {HashLength} hexadecimal digits in lower case.");
        RuleFor(proof => proof.Url)
            .Must(url => url is null || (url.Length is > 0 and <= UrlLengthMax && Texts.CharacterFaultOf(url) is null))
            .Refuse(Refusals.MalformedText, $"url of a proof is 1 to {UrlLengthMax} characters without control characters.");
    }
}
