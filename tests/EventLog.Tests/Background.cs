namespace Ledger.EventLog.Tests;

/// <summary>Something that runs beside a test, which waits for what it brings about.</summary>
internal sealed class Background(Task running)
{
    public Task Running => running;

    /// <summary>Returns when the condition holds; fails when the run ends before or it takes absurdly long.</summary>
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
