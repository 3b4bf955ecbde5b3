using JasperFx.Events.Daemon.HighWater;
using Ledger.Projections.Host.Publishing;
using NUnit.Framework;

namespace Ledger.Services.Tests.Publishing;

/// <summary>The daemon looks at once after a quiet time, and under load once in each pause.</summary>
public sealed class PacedWakeupTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    [Test]
    public async Task Looks_are_a_pause_apart_and_the_first_after_a_quiet_time_is_at_once()
    {
        var time = new WaitlessTime();
        using var wakeup = new PacedWakeup(new AlwaysAwake(), Pause, time);

        await wakeup.WaitAsync(Pause, CancellationToken.None);
        time.Pass(TimeSpan.FromMilliseconds(100));
        await wakeup.WaitAsync(Pause, CancellationToken.None);
        await wakeup.WaitAsync(Pause, CancellationToken.None);
        time.Pass(Pause);
        await wakeup.WaitAsync(Pause, CancellationToken.None);

        Assert.That(time.Waits, Is.EqualTo((TimeSpan[])[TimeSpan.FromMilliseconds(400), Pause]));
    }

    private sealed class AlwaysAwake : IDaemonWakeup
    {
        public Task WaitAsync(TimeSpan timeout, CancellationToken token) => Task.CompletedTask;

        public void Dispose() { }
    }

    /// <summary>A time provider whose clock jumps to the end of every wait.</summary>
    private sealed class WaitlessTime : TimeProvider
    {
        private TimeSpan now;

        public List<TimeSpan> Waits { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => now += time;

        public override long GetTimestamp() => now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            Pass(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
