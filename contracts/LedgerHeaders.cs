namespace Ledger.Contracts.V1;

/// <summary>Headers of the HTTP interface that no standard names (domain.md §6).</summary>
public static class LedgerHeaders
{
    /// <summary>In an answer: a position of the log by which everything that the answer tells is recorded. In a published message: the
    /// event's position.</summary>
    public const string Position = "Ledger-Position";

    /// <summary>In a command: its key, which is also the id of what the command makes.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>In the answer to a command: true where the answer repeats the outcome of an earlier request.</summary>
    public const string IdempotencyReplayed = "Idempotency-Replayed";
}
