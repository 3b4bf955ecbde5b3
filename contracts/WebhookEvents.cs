namespace Ledger.Contracts.V1;

/// <summary>
/// Nothing is delivered to a webhook any more: an event could not be delivered for too long, or the receiver said that it is gone. In a
/// stream of the webhook. Events are not lost: enabled again, deliveries go on after the last one that succeeded.
/// </summary>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Position">Everything up to this position of the log was delivered.</param>
/// <param name="EffectiveAt">The server's clock, whatever the program's.</param>
public sealed record WebhookDisabled(
    string Program, string WebhookId, string Url, string Reason, long Position, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : ILedgerEvent;
