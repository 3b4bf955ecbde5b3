using Ledger.Contracts.V1.Answers;

namespace Ledger.Hosting.Outgoing;

/// <summary>The progress of deliveries to the webhooks of all programs. Only a host that delivers registers an implementation.</summary>
public interface IWebhookLags
{
    /// <summary>The progress of each webhook, ordered by program and id.</summary>
    /// <param name="head">The last position of the log.</param>
    public Task<IReadOnlyList<WebhookLag>> ReadAsync(long head, CancellationToken ct);
}
