using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary>Waits for the projections, and for jobs of the service.</summary>
internal static class Waiting
{
    /// <summary>Waits until every projection has come to a position; without one, to the head as it is now. Returns that
    /// position.</summary>
    public static async Task<long> ForProjectionsAsync(this LedgerClient client, long? position, Screen screen, CancellationToken cancellation)
    {
        var latest = await client.GetAsync<IntegrityAnswer>(Paths.Integrity, cancellation);
        var goal = position ?? latest.Head;
        if (goal > latest.Head) throw new CliFailure($"The log ends at position {latest.Head}; there is no position {goal} to wait for.");
        await screen.FollowAsync("Projecting", () => new Progress(Slowest(latest), goal), () => Polling.UntilAsync(
            async () => latest = await client.GetAsync<IntegrityAnswer>(Paths.Integrity, cancellation),
            answer => Slowest(answer) >= goal,
            screen.Time,
            cancellation));
        return goal;

        long Slowest(IntegrityAnswer answer) => answer.Projections.Select(projection => projection.Position).DefaultIfEmpty(goal).Min();
    }

    /// <summary>Starts a job of the service and follows it to its end.</summary>
    /// <param name="client">Asks.</param>
    /// <param name="path">Of the job.</param>
    /// <param name="title">What is shown meanwhile.</param>
    /// <param name="screen">Shows it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="body">What the job is told; one that runs already was not told it, so then the command fails.</param>
    public static async Task<JobAnswer> FollowJobAsync(
        this LedgerClient client, string path, string title, Screen screen, CancellationToken cancellation, object? body = null)
    {
        try
        {
            if (body is null) await client.PostAsync(path, cancellation);
            else await client.PostAsync<JobAnswer>(path, body, cancellation);
        }
        catch (ServiceRefusal refusal) when (body is null && refusal.Status == System.Net.HttpStatusCode.Conflict)
        {
            screen.Note($"It is running already: following that one.");
        }

        var latest = new JobAnswer("running");
        return await screen.FollowAsync(title, () => new Progress(latest.Done, latest.Total), () => Polling.UntilAsync(
            async () => latest = await client.GetAsync<JobAnswer>(path, cancellation),
            answer => !answer.IsRunning,
            screen.Time,
            cancellation));
    }
}
