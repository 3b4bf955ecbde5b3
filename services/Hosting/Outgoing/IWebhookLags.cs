using Ledger.Contracts.V1.Answers;

namespace Ledger.Hosting.Outgoing;

/// <summary>How far the deliveries to the webhooks of all programs are; a host that delivers has one.</summary>
public interface IWebhookLags
{
    /// <summary>One for each webhook, by program and id.</summary>
    /// <param name="head">The last position of the log.</param>
    public Task<IReadOnlyList<WebhookLag>> ReadAsync(long head, CancellationToken ct);
}
