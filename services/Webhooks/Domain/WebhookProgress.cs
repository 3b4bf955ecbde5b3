namespace Ledger.Webhooks.Domain;

/// <summary>How far the deliveries to a webhook have come, as the document that holds it.</summary>
public sealed record WebhookProgress
{
    /// <summary>How many attempts of each kind are remembered.</summary>
    public const int RememberedMax = 50;

    /// <summary>That of the webhook.</summary>
    public required string Id { get; init; }

    /// <summary>The webhook's program.</summary>
    public required string Program { get; init; }

    /// <summary>Everything up to this position of the log was delivered, or is not wanted.</summary>
    public required long Position { get; init; }

    /// <summary>Counts how often a person set the position or enabled the webhook, so that who delivers notices.</summary>
    public long Turn { get; init; }

    /// <summary>Events that were delivered; one that was delivered again counts again.</summary>
    public long Delivered { get; init; }

    /// <summary>Set while the next event cannot be delivered.</summary>
    public Failing? Failing { get; init; }

    /// <summary>The last attempts that succeeded, the oldest first.</summary>
    public IReadOnlyList<Attempt> Succeeded { get; init; } = [];

    /// <summary>The last attempts that failed, the oldest first.</summary>
    public IReadOnlyList<Attempt> Failed { get; init; } = [];

    /// <summary>Of the document as it was loaded; a change is saved only if it still is the one in the database.</summary>
    public Guid Revision { get; set; }

    /// <summary>After an event was delivered.</summary>
    public WebhookProgress AfterSuccess(Attempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return this with
        {
            Position = attempt.Position,
            Delivered = Delivered + 1,
            Failing = null,
            Succeeded = Remember(Succeeded, attempt),
        };
    }

    /// <summary>After an attempt failed that will be made again.</summary>
    /// <param name="nextAt">When.</param>
    public WebhookProgress AfterFailure(Attempt attempt, DateTimeOffset nextAt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return this with
        {
            Failing = new Failing(attempt.Position, Failing?.Since ?? attempt.At, attempt.Number, nextAt),
            Failed = Remember(Failed, attempt),
        };
    }

    /// <summary>After it was found that nothing up to a position is wanted.</summary>
    public WebhookProgress AfterSkipping(long position) => position > Position ? this with { Position = position } : this;

    /// <summary>As a person sets it: deliveries go on after a position, with the first attempt.</summary>
    public WebhookProgress From(long position) => this with { Position = position, Failing = null, Turn = Turn + 1 };

    /// <summary>The attempts that are remembered, the newest first.</summary>
    public IEnumerable<Attempt> Attempts() =>
        Succeeded.Concat(Failed).OrderByDescending(attempt => attempt.At).ThenByDescending(attempt => attempt.Position)
            .ThenByDescending(attempt => attempt.Number);

    private static IReadOnlyList<Attempt> Remember(IReadOnlyList<Attempt> before, Attempt attempt) =>
        [.. before.Skip(Math.Max(0, before.Count - RememberedMax + 1)), attempt];
}

/// <summary>An event that could not be delivered yet.</summary>
/// <param name="Position">Its position in the log.</param>
/// <param name="Since">When it was tried first.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAt">When it will be tried again.</param>
public sealed record Failing(long Position, DateTimeOffset Since, int Attempts, DateTimeOffset NextAt);

/// <summary>One attempt to deliver an event.</summary>
/// <param name="EventId">The event's id, which every attempt has as its <c>webhook-id</c>.</param>
/// <param name="Type">The event's stored name.</param>
/// <param name="Position">Its position in the log.</param>
/// <param name="Number">Which attempt it was, from 1.</param>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">The HTTP status of the answer; null: there was none.</param>
/// <param name="Error">Why there was none; null where there was.</param>
public sealed record Attempt(
    Guid EventId, string Type, long Position, int Number, DateTimeOffset At, long Milliseconds, int? Status = null, string? Error = null);
