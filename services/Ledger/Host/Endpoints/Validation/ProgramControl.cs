using FluentValidation;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;

namespace Ledger.Host.Endpoints.Validation;

internal sealed class ClockChangeValidator : AbstractValidator<ClockChange>
{
    public ClockChangeValidator() => RuleFor(change => change)
        .Must(change => (change.AdvanceTo is null) != (change.Mode is null) && change.Mode is null or ClockModeNames.Wall)
        .Refuse(Refusals.InvalidValue, "Give either advanceTo, a time, or mode, which can only be wall.");
}

/// <summary>The parts of a draft's address.</summary>
/// <param name="Program">The program's id.</param>
/// <param name="Version">The version's number.</param>
/// <param name="Clock">The clock of a new program: wall or manual; null means wall.</param>
internal sealed record DraftAddress(string Program, int Version, string? Clock);

internal sealed class DraftAddressValidator : AbstractValidator<DraftAddress>
{
    public DraftAddressValidator()
    {
        (ClassLevelCascadeMode, RuleLevelCascadeMode) = (CascadeMode.Stop, CascadeMode.Stop);
        RuleFor(draft => draft.Program).Must(Identifiers.IsId).Refuse(Refusals.MalformedId, $"A program's id is {Identifiers.Rule}.");
        RuleFor(draft => draft.Clock).Must(clock => clock is null or ClockModeNames.Wall or ClockModeNames.Manual)
            .Refuse(Refusals.InvalidValue, "clock is wall or manual.");
    }
}
