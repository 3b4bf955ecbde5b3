using Ledger.Contracts.V1;

namespace Ledger.Domain.Orders;

/// <summary>
/// Facts that are dated ahead of the server's clock (domain.md §2). A fact dated more than 60 s ahead is parked and applied when its time
/// has come, so that a till with a fast clock does not end its customers' points early. More than 24 h ahead it is refused
/// (<see cref="FactChecks"/>). A rate is never parked: its time says from when it is in force, and it moves no account's clock.
/// </summary>
public static class AheadOfTime
{
    /// <summary>How far ahead of the server's clock a fact may be dated without being parked: 60 s.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    /// <param name="at">When the fact says it happened.</param>
    /// <param name="now">The server's clock.</param>
    public static bool Is(DateTimeOffset at, DateTimeOffset now) => at > now + Tolerance;

    /// <summary>Whether a fact was parked because of its time alone, as the event says.</summary>
    public static bool Is(FactParked parked)
    {
        ArgumentNullException.ThrowIfNull(parked);
        return Is(parked.EffectiveAt, parked.RecordedAt);
    }

    /// <inheritdoc cref="Is(FactParked)"/>
    public static bool Is(ProgramFactParked parked)
    {
        ArgumentNullException.ThrowIfNull(parked);
        return Is(parked.EffectiveAt, parked.RecordedAt);
    }
}
