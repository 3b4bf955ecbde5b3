namespace Ledger.Cli.Service;

/// <summary>Polls the service until a condition holds.</summary>
internal static class Polling
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <summary>Polls, with growing pauses, until an answer meets the condition.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isEnough, TimeProvider time, CancellationToken cancellation)
    {
        for (var pause = Shortest; ; pause = pause * 1.5 < Longest ? pause * 1.5 : Longest)
        {
            var answer = await ask();
            if (isEnough(answer)) return answer;
            await Task.Delay(pause, time, cancellation);
        }
    }
}
