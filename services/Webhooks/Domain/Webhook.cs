namespace Ledger.Webhooks.Domain;

/// <summary>
/// An address of an integrator to which a program's events are posted: what is configured of it, as the document that holds it.
/// </summary>
public sealed record Webhook
{
    /// <summary>Named by whoever registers it; unique in its program.</summary>
    public required string Id { get; init; }

    /// <summary>The program whose events it gets.</summary>
    public required string Program { get; init; }

    /// <summary>Where they are posted to.</summary>
    public required string Url { get; init; }

    /// <summary>Stored names of events and beginnings of names with an asterisk behind them, as they were given; never empty.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>What deliveries are signed with, the newest first.</summary>
    public required IReadOnlyList<WebhookSecret> Secrets { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The principal who changed it last.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>Set while nothing is delivered to it.</summary>
    public Disablement? Disabled { get; init; }

    /// <summary>Of the document as it was loaded; a change is saved only if it still is the one in the database.</summary>
    public Guid Revision { get; set; }

    /// <summary>The secrets that a delivery is signed with at an instant, the newest first.</summary>
    public IReadOnlyList<WebhookSecret> SecretsAt(DateTimeOffset now) =>
        [.. Secrets.Where(secret => secret.ValidUntil is not { } end || now < end)];

    /// <summary>
    /// The same with a new secret. Those before it stay valid until <paramref name="keptUntil"/>, so that a receiver has time to change;
    /// those that are over are dropped, and of the others the newest stay, three in all.
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

/// <summary>What deliveries are signed with.</summary>
/// <param name="Text"><c>whsec_</c> and the key in base64.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ValidUntil">When it ends; null: not before it is replaced.</param>
public sealed record WebhookSecret(string Text, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil = null)
{
    /// <summary>How many secrets of one webhook are valid at a time, at most.</summary>
    public const int ValidMax = 3;
}

/// <summary>That nothing is delivered any more.</summary>
/// <param name="At">Since when.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record Disablement(DateTimeOffset At, string Reason);
