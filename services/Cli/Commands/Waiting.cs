using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary>Asks again and again until something is so.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks, often at first, until the answer will do.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isEnough, TimeProvider time, CancellationToken cancellation)
    {
        for (var pause = Shortest; ; pause = pause * 1.5 < Longest ? pause * 1.5 : Longest)
        {
            var answer = await ask();
            if (isEnough(answer)) return answer;
            await Task.Delay(pause, time, cancellation);
        }
    }

    /// <summary>Waits until every projection has come to a position; without one, to the head as it is now. Returns that position.</summary>
    public static async Task<long> ForProjectionsAsync(this LedgerClient client, long? position, Screen screen, CancellationToken cancellation)
    {
        var latest = await client.GetAsync<IntegrityAnswer>(Paths.Integrity, cancellation);
        var goal = position ?? latest.Head;
        if (goal > latest.Head) throw new CliFailure($"The log ends at position {latest.Head}; there is no position {goal} to wait for.");
        await screen.FollowAsync("Projecting", () => new Progress(Slowest(latest), goal), () => UntilAsync(
            async () => latest = await client.GetAsync<IntegrityAnswer>(Paths.Integrity, cancellation),
            answer => Slowest(answer) >= goal,
            screen.Time,
            cancellation));
        return goal;

        long Slowest(IntegrityAnswer answer) => answer.Projections.Select(projection => projection.Position).DefaultIfEmpty(goal).Min();
    }

    /// <summary>Starts a job of the service and follows it to its end.</summary>
    public static async Task<JobAnswer> FollowJobAsync(this LedgerClient client, string path, string title, Screen screen, CancellationToken cancellation)
    {
        try
        {
            await client.PostAsync(path, cancellation);
        }
        catch (ServiceRefusal refusal) when (refusal.Status == System.Net.HttpStatusCode.Conflict)
        {
            screen.Note($"It is running already: following that one.");
        }

        var latest = new JobAnswer("running");
        return await screen.FollowAsync(title, () => new Progress(latest.Done, latest.Total), () => UntilAsync(
            async () => latest = await client.GetAsync<JobAnswer>(path, cancellation),
            answer => !answer.IsRunning,
            screen.Time,
            cancellation));
    }
}
