using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Programs;

/// <summary>
/// A program's clock (domain.md §4): manual for imported history and rehearsals, wall for live operation. It changes from manual to wall
/// once and never back.
/// </summary>
public static class ProgramClock
{
    public const string ClockIsWall = "clock_is_wall";
    public const string ClockRunsForward = "clock_runs_forward";

    /// <summary>Advances a manual clock; the advance is recorded in the program's stream.</summary>
    public static ProgramDecision Advance(
        ProgramState state, string program, DateTimeOffset to, DateTimeOffset now, string? principal = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Clock == ClockMode.Wall)
        {
            return ProgramDecision.Of(
                new Outcome(OutcomeKind.Conflict, ClockIsWall, "The program's clock is the wall's; only a manual clock is advanced."));
        }

        if (to == state.ClockAt) return ProgramDecision.Of(Outcome.Repeated);
        return to < state.ClockAt
            ? ProgramDecision.Of(new Outcome(
                    OutcomeKind.Conflict, ClockRunsForward,
                    $"The clock is at {InstantJsonConverter.Format(state.ClockAt)}; it only runs forward."))
            : ProgramDecision.Record(new ClockAdvanced(program, ClockModeNames.Manual, to, now, principal));
    }

    /// <summary>Goes live: from now on the clock is the wall clock, and what is due by now is carried out.</summary>
    public static ProgramDecision GoLive(ProgramState state, string program, DateTimeOffset now, string? principal = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Clock == ClockMode.Wall
            ? ProgramDecision.Of(Outcome.Repeated)
            : ProgramDecision.Record(new ClockAdvanced(program, ClockModeNames.Wall, now, now, principal));
    }
}
