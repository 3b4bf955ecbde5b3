using FluentValidation;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;

namespace Ledger.Host.Endpoints.Validation;

internal sealed class VerificationRequestValidator : AbstractValidator<VerificationRequest>
{
    private const int PublishedMax = 1_000;
    private const int ChainLength = 64;

    public VerificationRequestValidator()
    {
        (ClassLevelCascadeMode, RuleLevelCascadeMode) = (CascadeMode.Stop, CascadeMode.Stop);
        RuleFor(asked => asked.Published).Must(published => published is null || published.Count <= PublishedMax)
            .Refuse(Refusals.InvalidValue, $"$.published has at most {PublishedMax} values.");
        RuleForEach(asked => asked.Published).Must(IsChain)
            .Refuse(
                Refusals.InvalidValue,
                $"$.published holds positions above 0 with chains of {ChainLength} hexadecimal digits in lower case.");
        RuleFor(asked => asked.Published)
            .Must(published => published is null || published.DistinctBy(one => one.Position).Count() == published.Count)
            .Refuse(Refusals.InvalidValue, "$.published holds a position twice.");
    }

    private static bool IsChain(PublishedChain one) =>
        one.Position > 0 && one.Chain.Length == ChainLength && one.Chain.All(char.IsAsciiHexDigitLower);
}
