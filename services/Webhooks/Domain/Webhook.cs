namespace Ledger.Webhooks.Domain;

/// <summary>
/// A webhook: an integrator's address to which a program's events are posted. This document has its configuration;
/// <see cref="WebhookProgress"/> has its progress.
/// </summary>
public sealed record Webhook
{
    /// <summary>The id, which the integrator chooses; unique in the program.</summary>
    public required string Id { get; init; }

    /// <summary>The program whose events are posted.</summary>
    public required string Program { get; init; }

    /// <summary>The URL to which events are posted.</summary>
    public required string Url { get; init; }

    /// <summary>Stored names of events, or prefixes followed by an asterisk, as the integrator gave them; never empty.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>The secrets with which deliveries are signed, the newest first.</summary>
    public required IReadOnlyList<WebhookSecret> Secrets { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the configuration was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The principal who last changed the configuration.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>Set while the webhook is disabled and nothing is delivered to it.</summary>
    public Disablement? Disabled { get; init; }

    /// <summary>The document's revision when it was loaded, for optimistic concurrency: a change is saved only if the database still has
    /// this revision.</summary>
    public Guid Revision { get; set; }

    /// <summary>The secrets valid at an instant, the newest first.</summary>
    public IReadOnlyList<WebhookSecret> SecretsAt(DateTimeOffset now) =>
        [.. Secrets.Where(secret => secret.ValidUntil is not { } end || now < end)];

    /// <summary>
    /// The webhook with a new secret. Earlier secrets stay valid until <paramref name="keptUntil"/>, so that the receiver has time to
    /// change. Expired secrets are dropped, and at most the three newest stay.
    /// </summary>
    public Webhook WithSecret(string secret, DateTimeOffset now, DateTimeOffset keptUntil) => this with
    {
        Secrets =
        [
            new WebhookSecret(secret, now),
            .. SecretsAt(now).Take(WebhookSecret.ValidMax - 1)
                .Select(old => old with { ValidUntil = old.ValidUntil is { } end && end < keptUntil ? end : keptUntil }),
        ],
    };
}

/// <summary>A secret with which deliveries are signed.</summary>
/// <param name="Text"><c>whsec_</c> followed by the signing key in base64.</param>
/// <param name="CreatedAt">Since when the secret is used.</param>
/// <param name="ValidUntil">When the secret expires; null: it has not been replaced.</param>
public sealed record WebhookSecret(string Text, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil = null)
{
    /// <summary>The most secrets of one webhook that are valid at a time.</summary>
    public const int ValidMax = 3;
}

/// <summary>The state of a disabled webhook.</summary>
/// <param name="At">Since when the webhook is disabled.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record Disablement(DateTimeOffset At, string Reason);
