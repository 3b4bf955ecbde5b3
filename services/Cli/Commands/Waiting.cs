using System.Net;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.Commands;

/// <summary>Waits for the projections, and for jobs of the service.</summary>
internal static class Waiting
{
    /// <summary>The state of a job that ended successfully.</summary>
    public const string Done = "done";

    /// <summary>Waits until every projection has reached a position, or without one the present head. Returns that position.</summary>
    public static async Task<long> ForProjectionsAsync(
        this LedgerClient client, long? position, Screen screen, CancellationToken cancellation)
    {
        var latest = await client.GetIntegrityAsync(cancellation);
        var goal = position ?? latest.Head;
        if (goal > latest.Head) throw new CliFailure($"The log ends at position {latest.Head}; there is no position {goal} to wait for.");
        await screen.FollowAsync("Projecting", () => new Progress(Slowest(latest), goal), () => Polling.UntilAsync(
            async () => latest = await client.GetIntegrityAsync(cancellation),
            answer => Slowest(answer) >= goal,
            screen.Time,
            cancellation));
        return goal;

        long Slowest(IntegrityAnswer answer) => answer.Projections.Select(projection => projection.Position).DefaultIfEmpty(goal).Min();
    }

    /// <summary>Starts a job of the service.</summary>
    /// <param name="start">Requests the job.</param>
    /// <param name="screen">Shows a note when a job that is running already is followed instead.</param>
    /// <param name="mayRun">Whether a job that is running already is good enough.</param>
    public static async Task StartAsync(Func<Task> start, Screen screen, bool mayRun)
    {
        try
        {
            await start();
        }
        catch (LedgerException refusal) when (mayRun && refusal.Status == (int)HttpStatusCode.Conflict)
        {
            screen.Note("It is running already: following that one.");
        }
    }

    /// <summary>Follows a job of the service to its end.</summary>
    /// <param name="screen">Shows the progress.</param>
    /// <param name="title">Title of the progress display.</param>
    /// <param name="look">Asks for the job's status.</param>
    /// <param name="read">Gets the state and the progress from a status.</param>
    /// <param name="cancellation">Stops following; the job itself continues.</param>
    public static Task<T> FollowJobAsync<T>(
        this Screen screen, string title, Func<Task<T>> look, Func<T, (string State, Progress Progress)> read,
        CancellationToken cancellation)
    {
        var latest = new Progress(0, 0);
        return screen.FollowAsync(title, () => latest, () => Polling.UntilAsync(
            async () =>
            {
                var answer = await look();
                latest = read(answer).Progress;
                return answer;
            },
            answer => read(answer).State is not ("requested" or "running"),
            screen.Time,
            cancellation));
    }
}
