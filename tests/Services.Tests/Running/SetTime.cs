namespace Ledger.Services.Tests.Running;

/// <summary>A clock that stands until it is set; timers run as always.</summary>
internal sealed class SetTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
