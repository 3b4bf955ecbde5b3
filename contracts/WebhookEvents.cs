namespace Ledger.Contracts.V1;

/// <summary>
/// Deliveries to a webhook ended: an event could not be delivered for too long, or the receiver answered that it is gone. Recorded in the
/// webhook's stream. No event is lost: once the webhook is enabled again, deliveries continue after the last one that succeeded.
/// </summary>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Position">Every event up to this position of the log was delivered.</param>
/// <param name="EffectiveAt">The server's clock, even where the program's clock is manual.</param>
public sealed record WebhookDisabled(
    string Program, string WebhookId, string Url, string Reason, long Position, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : ILedgerEvent;
