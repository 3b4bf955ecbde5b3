using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Programs;

/// <summary>A program's clock (domain.md §4): manual for history and rehearsals, wall for life; from manual to wall once.</summary>
public static class ProgramClock
{
    public const string ClockIsWall = "clock_is_wall";
    public const string ClockRunsForward = "clock_runs_forward";

    /// <summary>Advances a manual clock: a recorded fact of the program.</summary>
    public static ProgramDecision Advance(
        ProgramState state, string program, DateTimeOffset to, DateTimeOffset now, string? principal = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Clock == ProgramState.Wall)
        {
            return ProgramDecision.Of(
                new Outcome(OutcomeKind.Conflict, ClockIsWall, "The program's clock is the wall's; only a manual clock is advanced."));
        }

        if (to == state.ClockAt) return ProgramDecision.Of(Outcome.Repeated);
        return to < state.ClockAt
            ? ProgramDecision.Of(new Outcome(
                    OutcomeKind.Conflict, ClockRunsForward,
                    $"The clock is at {InstantJsonConverter.Format(state.ClockAt)}; it only runs forward."))
            : ProgramDecision.Record(new ClockAdvanced(program, ProgramState.Manual, to, now, principal));
    }

    /// <summary>Goes live: the clock is the wall's from now on, and what is due by now is carried out.</summary>
    public static ProgramDecision GoLive(ProgramState state, string program, DateTimeOffset now, string? principal = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Clock == ProgramState.Wall
            ? ProgramDecision.Of(Outcome.Repeated)
            : ProgramDecision.Record(new ClockAdvanced(program, ProgramState.Wall, now, now, principal));
    }
}
