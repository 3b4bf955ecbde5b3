using System.Diagnostics;

namespace Ledger.TestSupport;

/// <summary>Waits for conditions, instead of a fixed time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Polls until a condition is true; fails after the deadline, naming what was waited for.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > (within ?? Deadline)) throw new TimeoutException($"Waited in vain for: {what}.");
            await Task.Delay(Between);
        }
    }

    /// <summary>Polls until an answer is right, and returns it.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight, string what, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(isRight);
        var last = default(T);
        await TrueAsync(async () => isRight(last = await ask()), what, within);
        return last!;
    }
}
