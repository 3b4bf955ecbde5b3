namespace Ledger.EventLog.Tests;

/// <summary>A task that runs beside a test, which waits for its effects.</summary>
internal sealed class Background(Task running)
{
    public Task Running => running;

    /// <summary>Returns when the condition holds; fails when the task ends first or the deadline passes.</summary>
    public async Task Until(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            if (running.IsFaulted) await running;
            Assert.That(running.IsCompleted || timeout.IsCancellationRequested, Is.False, "the condition did not come true");
            await Task.Yield();
        }
    }
}
