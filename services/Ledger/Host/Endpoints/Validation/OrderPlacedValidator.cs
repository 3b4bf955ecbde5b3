using FluentValidation;
using FluentValidation.Results;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program;

namespace Ledger.Host.Endpoints.Validation;

/// <summary>
/// Checks an order that is to be simulated. Facts to be recorded are checked by <see cref="FactChecks"/>, which allocates nothing for a
/// well-formed fact; a test checks that both give the same refusals.
/// </summary>
internal sealed class OrderPlacedValidator : AbstractValidator<OrderPlaced>
{
    public OrderPlacedValidator(TimeProvider time)
    {
        (ClassLevelCascadeMode, RuleLevelCascadeMode) = (CascadeMode.Stop, CascadeMode.Stop);
        RuleFor(order => order.Program).IsId("program");
        RuleFor(order => order.Source).IsId("source");
        RuleFor(order => order.OrderId).IsId("orderId");
        RuleFor(order => order.AccountId).IsId("accountId");
        RuleFor(order => order.ContactId).IsIdOrAbsent("contactId");
        RuleFor(order => order.PartnerId).IsIdOrAbsent("partnerId");
        RuleFor(order => order.Revision).GreaterThanOrEqualTo(1).Refuse(Refusals.InvalidRevision, "revision is 1 or more.");
        RuleFor(order => (DateTimeOffset?)order.PlacedAt).IsNotAhead("placedAt", time);
        RuleFor(order => order.AmendedAt).IsNotAhead("amendedAt", time);
        RuleForEach(order => order.Tags).Cascade(CascadeMode.Stop)
            .Must(tag => Texts.FaultOf(tag.Key) is null).WithErrorCode(Refusals.MalformedText)
            .WithMessage((_, tag) => $"The name of a tag {Texts.FaultOf(tag.Key)}.")
            .Must(tag => Texts.CharacterFaultOf(tag.Value) is null).WithErrorCode(Refusals.MalformedText)
            .WithMessage((_, tag) => $"The value of tag {tag.Key} {Texts.CharacterFaultOf(tag.Value)}.");
        RuleFor(order => order.Lines).Must(lines => lines is { Count: > 0 }).Refuse(Refusals.NoLines, "An order has at least one line.");
        RuleFor(order => order.Lines).Must(lines => lines.Count <= FactChecks.LinesMax).WithErrorCode(Refusals.TooManyLines)
            .WithMessage(order => $"An order has at most {FactChecks.LinesMax} lines; this one has {order.Lines.Count}.");
        RuleFor(order => order).Custom(CheckLines);
    }

    // Lines are checked one after the other, each completely; a duplicate id is reported at its second line.
    private static void CheckLines(OrderPlaced order, ValidationContext<OrderPlaced> context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in order.Lines)
        {
            var failure = line is null
                ? new ValidationFailure("lines", "A line is an object.") { ErrorCode = Refusals.InvalidValue }
                : LineValidator.Instance.Validate(line).Errors.FirstOrDefault();
            if (failure is null && !seen.Add(line!.LineId))
            {
                failure = new ValidationFailure("lines", $"lineId {line.LineId} is there twice.") { ErrorCode = Refusals.DuplicateLine };
            }

            if (failure is null) continue;
            context.AddFailure(failure);
            return;
        }
    }

    /// <summary>One line.</summary>
    private sealed class LineValidator : AbstractValidator<OrderLine>
    {
        public static readonly LineValidator Instance = new();

        private LineValidator()
        {
            (ClassLevelCascadeMode, RuleLevelCascadeMode) = (CascadeMode.Stop, CascadeMode.Stop);
            RuleFor(line => line.LineId).IsId("lineId");
            RuleFor(line => line.Sku).Must(sku => Texts.FaultOf(sku) is null).WithErrorCode(Refusals.MalformedText)
                .WithMessage(line => $"sku {Texts.FaultOf(line.Sku)}.");
            RuleFor(line => line.Category).Must(category => category is null || Texts.FaultOf(category) is null)
                .WithErrorCode(Refusals.MalformedText).WithMessage(line => $"category {Texts.FaultOf(line.Category)}.");
            RuleFor(line => line.Kind).Must(LineKindNames.Has)
                .WithErrorCode(Refusals.InvalidKind)
                .WithMessage(line => $"kind of line {line.LineId} is merchandise, shipping, fee or reward.");
            RuleFor(line => line.Quantity).GreaterThan(0).WithErrorCode(Refusals.NonPositiveQuantity)
                .WithMessage(line => $"quantity of line {line.LineId} is above 0.");
            RuleFor(line => line.UnitPrice).GreaterThanOrEqualTo(0).WithErrorCode(Refusals.NegativePrice)
                .WithMessage(line => $"unitPrice of line {line.LineId} is at or above 0.");
            RuleFor(line => line.Discount).GreaterThanOrEqualTo(0).WithErrorCode(Refusals.NegativeDiscount)
                .WithMessage(line => $"discount of line {line.LineId} is at or above 0.");
            RuleFor(line => line.Discount)
                .Must((line, discount) => discount == 0 || (Exact)discount <= (Exact)line.Quantity * line.UnitPrice)
                .WithErrorCode(Refusals.DiscountAboveGross).WithMessage(line => $"discount of line {line.LineId} is above its gross.");
        }
    }
}
