using System.Diagnostics;

namespace Ledger.TestSupport;

/// <summary>Waits for conditions, never for time to pass.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is yes; fails with what was waited for when it is not within the deadline.</summary>
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

    /// <summary>Asks until the answer is as it should be, and gives it.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight, string what, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(isRight);
        var last = default(T);
        await TrueAsync(async () => isRight(last = await ask()), what, within);
        return last!;
    }
}
