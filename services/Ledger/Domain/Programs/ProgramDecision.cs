using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Programs;

/// <summary>What a change of a program comes to.</summary>
/// <param name="Outcome">Recorded, repeated, or why not.</param>
/// <param name="Events">For the program's stream.</param>
/// <param name="Errors">What is wrong with the document, each with its JSON path.</param>
public sealed record ProgramDecision(Outcome Outcome, IReadOnlyList<ILedgerEvent> Events, IReadOnlyList<ProgramError>? Errors = null)
{
    public static ProgramDecision Of(Outcome outcome) => new(outcome, []);

    public static ProgramDecision Record(params ILedgerEvent[] events) => new(Outcome.Recorded, events);
}
