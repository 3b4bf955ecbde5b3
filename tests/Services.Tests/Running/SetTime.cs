namespace Ledger.Services.Tests.Running;

/// <summary>A clock that stands still until it is set; timers run in real time.</summary>
internal sealed class SetTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
