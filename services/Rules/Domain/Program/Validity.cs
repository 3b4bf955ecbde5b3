namespace Ledger.Rules.Domain.Program;

/// <summary>When a rule applies: its dates, and its conditions on the state before the order.</summary>
/// <param name="VisibleFrom">For display only.</param>
/// <param name="From">Inclusive; null: no limit.</param>
/// <param name="Until">Exclusive; null: no limit.</param>
public sealed record Validity(DateTimeOffset? VisibleFrom, DateTimeOffset? From, DateTimeOffset? Until, Condition? When)
{
    public static Validity Always { get; } = new(null, null, null, null);
}
