namespace Ledger.Contracts.V1;

/// <summary>Headers of the HTTP interface that no standard names (domain.md §6).</summary>
public static class LedgerHeaders
{
    /// <summary>Of an answer: how far the log had come with it. Of a published message: the event's position.</summary>
    public const string Position = "Ledger-Position";

    /// <summary>Of a command: its key, which is also the id of what it makes.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Of the answer to a command: true where it is the first outcome again.</summary>
    public const string IdempotencyReplayed = "Idempotency-Replayed";
}
