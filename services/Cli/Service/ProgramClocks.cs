using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.Service;

/// <summary>The work that falls due by a program's clock.</summary>
internal static class ProgramClocks
{
    /// <summary>Waits until nothing is due by the clock: neither work of accounts nor program-wide work.</summary>
    /// <param name="program">The client of the program.</param>
    /// <param name="clock">The last answer about the clock.</param>
    /// <param name="look">Called with each answer.</param>
    /// <param name="time">Measures the pauses.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static Task<ClockAnswer> UntilNothingIsDueAsync(
        this LedgerProgram program, ClockAnswer clock, Action<ClockAnswer> look, TimeProvider time, CancellationToken cancellation)
    {
        var first = true;
        return Polling.UntilAsync(
            async () =>
            {
                var answer = first ? clock : await program.GetClockAsync(cancellation);
                first = false;
                look(answer);
                return answer;
            },
            answer => answer.Due == 0,
            time,
            cancellation);
    }
}
