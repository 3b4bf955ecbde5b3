using System.Globalization;
using Ledger.Webhooks.Domain;

namespace Ledger.Webhooks.Host;

/// <summary>A webhook as answers show it: everything except the secrets.</summary>
/// <param name="State">enabled, failing or disabled.</param>
/// <param name="Secrets">When each secret was made, and when it expires.</param>
/// <param name="Position">Every event up to this position was delivered or is not one that the webhook asks for. Text, as every
/// cursor.</param>
/// <param name="Behind">Number of positions of the log after that position, those of other events included; up to a few seconds
/// old.</param>
/// <param name="Secret">A secret that the service has just made; it is shown only in this answer.</param>
internal sealed record WebhookShown(
    string Id, string Url, IReadOnlyList<string> Types, string State, IReadOnlyList<SecretShown> Secrets, DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt, string ChangedBy, string Position, long Behind, long Delivered, Failing? Failing = null,
    Disablement? Disabled = null, string? Secret = null)
{
    public static WebhookShown Of(WebhookState state, long head, DateTimeOffset now)
    {
        var (webhook, progress) = (state.Webhook, state.Progress);
        var secrets = webhook.SecretsAt(now).Select(secret => new SecretShown(secret.CreatedAt, secret.ValidUntil));
        return new WebhookShown(
            webhook.Id, webhook.Url, webhook.Types, StateOf(webhook.Disabled, progress.Failing), [.. secrets], webhook.CreatedAt,
            webhook.ChangedAt, webhook.ChangedBy,
            progress.Position.ToString(CultureInfo.InvariantCulture), Math.Max(0, head - progress.Position), progress.Delivered,
            progress.Failing, webhook.Disabled);
    }

    /// <summary>The state of a webhook in one word.</summary>
    public static string StateOf(Disablement? disabled, Failing? failing) =>
        disabled is not null ? "disabled" : failing is not null ? "failing" : "enabled";
}

/// <summary>A secret's dates, without the secret.</summary>
internal sealed record SecretShown(DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil);

/// <summary>An attempt as answers show it.</summary>
/// <param name="Outcome">delivered or failed.</param>
internal sealed record AttemptShown(
    Guid EventId, string Type, string Position, int Attempt, DateTimeOffset At, long Milliseconds, string Outcome, int? Status,
    string? Error)
{
    public static AttemptShown Of(Attempt attempt) => new(
        attempt.EventId, attempt.Type, attempt.Position.ToString(CultureInfo.InvariantCulture), attempt.Number, attempt.At,
        attempt.Milliseconds, attempt.Status is >= 200 and <= 299 ? "delivered" : "failed", attempt.Status, attempt.Error);
}

/// <summary>A program's webhooks.</summary>
internal sealed record WebhooksShown(IReadOnlyList<WebhookShown> Webhooks);

/// <summary>The latest delivery attempts, the newest first.</summary>
internal sealed record DeliveriesShown(IReadOnlyList<AttemptShown> Deliveries);
