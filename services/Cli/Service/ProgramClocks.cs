using Ledger.Contracts.V1;

namespace Ledger.Cli.Service;

/// <summary>A program's clock, and the work that falls due by it.</summary>
internal static class ProgramClocks
{
    /// <summary>How the clock stands.</summary>
    public static Task<ClockAnswer> ClockAsync(this LedgerClient client, string program, CancellationToken cancellation) =>
        client.GetAsync<ClockAnswer>(Paths.Clock(program), cancellation);

    /// <summary>Moves a manual clock. The work due by then is not done yet when this returns.</summary>
    public static Task<ClockAnswer> AdvanceAsync(this LedgerClient client, string program, DateTimeOffset to, CancellationToken cancellation) =>
        client.PostAsync<ClockAnswer>(Paths.Clock(program), new { advanceTo = InstantJsonConverter.Format(to) }, cancellation);

    /// <summary>Waits until nothing is due by the clock: no account's work and no work of the program as a whole.</summary>
    /// <param name="client">Asks the service.</param>
    /// <param name="clock">How the clock stood last.</param>
    /// <param name="look">Is shown each answer.</param>
    /// <param name="time">Measures the pauses.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static Task<ClockAnswer> UntilNothingIsDueAsync(
        this LedgerClient client, ClockAnswer clock, Action<ClockAnswer> look, TimeProvider time, CancellationToken cancellation)
    {
        var first = true;
        return Polling.UntilAsync(
            async () =>
            {
                var answer = first ? clock : await client.ClockAsync(clock.Program, cancellation);
                first = false;
                look(answer);
                return answer;
            },
            answer => answer.Due == 0,
            time,
            cancellation);
    }
}
