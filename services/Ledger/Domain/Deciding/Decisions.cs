using System.Diagnostics;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Rewards;
using Ledger.Domain.Spending;

namespace Ledger.Domain.Deciding;

/// <summary>
/// Decides: <c>(state, command, evaluation) → decision</c>. The one way into the ledger's rules; no clock, no I/O, no ids made inside.
/// </summary>
public static class Decisions
{
    /// <param name="state">The state that is decided on. It is not changed.</param>
    /// <param name="command">The command to decide.</param>
    /// <param name="evaluated">
    /// The rules' answer to the request that this command made in this state; an answer to another request is not used.
    /// </param>
    public static Decision Decide(LedgerState state, LedgerCommand command, Evaluated? evaluated = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            return command switch
            {
                RecordFact fact => Decide(state, fact, evaluated),
                RecordProgramFact fact => Decide(state, fact),
                AwardPrize prize => Decide(state, prize),
                HandleCommand handle => SpendingCommands.Decide(state, handle),
                CarryOutDue due => Decide(state, due),
                MeasureScopes measure => Decide(state, measure),
                _ => throw new UnreachableException($"{command.GetType().Name} is nothing that the ledger decides."),
            };
        }
        catch (OverflowException)
        {
            return new Decision.Refusal(Overflow);
        }
    }

    /// <summary>The refusal when a result would be beyond the numbers that the ledger can hold.</summary>
    internal static Outcome Overflow { get; } = Outcome.Reject(Refusals.Overflow, "A result is beyond what the ledger can hold.");

    /// <summary>The refusal when the program is not published; null when it is.</summary>
    internal static Decision.Refusal? Unpublished(ProgramState program) => program.Catalog.Versions.Count > 0 ? null
        : new Decision.Refusal(Outcome.Reject(Refusals.UnknownProgram, $"There is no published program {program.Catalog.Program}."));

    private static Decision Decide(LedgerState state, RecordFact command, Evaluated? evaluated)
    {
        if (Unpublished(state.Program) is { } unpublished) return unpublished;
        var answer = evaluated is not null && evaluated.Request.IsFor(state, command) ? evaluated : null;
        if (answer is { Evaluation: null }) return new Decision.Refusal(Overflow);
        var recorder = new Recorder(state, command.RecordedAt, command.CodeSeed) { Dated = OrderFacts.TimeOf(command.Fact) };
        return OrderFacts.Decide(recorder, command, answer?.Evaluation) switch
        {
            FactEnd.Asks asks => new Decision.NeedsEvaluation(
                new EvaluationRequest(state.Program.Catalog, asks.Order, asks.Standing).For(state, command)),
            FactEnd.Ended { Outcome: { Kind: OutcomeKind.Rejected or OutcomeKind.Conflict } refused } => new Decision.Refusal(refused),
            FactEnd.Ended { Outcome: var outcome } => recorder.Decided(outcome, state),
            _ => throw new UnreachableException(),
        };
    }

    private static Decision Decide(LedgerState state, RecordProgramFact command)
    {
        if (Unpublished(state.Program) is { } unpublished) return unpublished;
        var recorder = new Recorder(state, command.RecordedAt, command.CodeSeed) { Dated = ProgramFactDecisions.TimeOf(command.Fact) };
        var outcome = ProgramFactDecisions.Decide(recorder, command);
        return outcome.Kind is OutcomeKind.Rejected or OutcomeKind.Conflict
            ? new Decision.Refusal(outcome)
            : recorder.Decided(outcome, state);
    }

    private static Decision.Events Decide(LedgerState state, AwardPrize command)
    {
        var recorder = new Recorder(state, command.RecordedAt, command.CodeSeed) { Dated = command.At };
        Prizes.Award(recorder, command);
        return recorder.Decided(Outcome.Recorded, state);
    }

    private static Decision.Events Decide(LedgerState state, CarryOutDue command)
    {
        var recorder = new Recorder(state, command.RecordedAt);
        if (state.Program.Catalog.Versions.Count > 0) DueWork.CarryOut(recorder, command.Until);
        return recorder.Decided(recorder.Emitted.Count > 0 ? Outcome.Recorded : Outcome.Repeated, state);
    }

    private static Decision.Events Decide(LedgerState state, MeasureScopes command)
    {
        var recorder = new Recorder(state, command.RecordedAt);
        var (program, id) = (recorder.Account.Program, recorder.Account.Id);
        foreach (var (scope, recordedFor, months) in command.Measurements)
        {
            recorder.Emit(
                new Contracts.V1.ScopeMeasured(program, id, scope, months, recorder.Account.Clock, command.RecordedAt, recordedFor));
        }

        return recorder.Decided(Outcome.Recorded, state);
    }
}
