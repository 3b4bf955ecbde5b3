using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Programs;

/// <summary>What is decided about a change of a program.</summary>
/// <param name="Outcome">Recorded, repeated, or the refusal.</param>
/// <param name="Events">The events for the program's stream.</param>
/// <param name="Errors">What is wrong with the document, each with its JSON path.</param>
public sealed record ProgramDecision(Outcome Outcome, IReadOnlyList<ILedgerEvent> Events, IReadOnlyList<ProgramError>? Errors = null)
{
    public static ProgramDecision Of(Outcome outcome) => new(outcome, []);

    public static ProgramDecision Record(params ILedgerEvent[] events) => new(Outcome.Recorded, events);
}
