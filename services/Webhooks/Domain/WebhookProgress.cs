namespace Ledger.Webhooks.Domain;

/// <summary>The document with the progress of the deliveries to a webhook.</summary>
public sealed record WebhookProgress
{
    /// <summary>The most attempts of each kind that are stored.</summary>
    public const int RememberedMax = 50;

    /// <summary>The webhook's id.</summary>
    public required string Id { get; init; }

    /// <summary>The webhook's program.</summary>
    public required string Program { get; init; }

    /// <summary>Every event up to this position of the log was delivered or is not one that the webhook asks for.</summary>
    public required long Position { get; init; }

    /// <summary>Counts how often a person set the position or enabled the webhook, so that the delivering process notices.</summary>
    public long Turn { get; init; }

    /// <summary>Number of deliveries that succeeded; an event delivered twice counts twice.</summary>
    public long Delivered { get; init; }

    /// <summary>Set while the next event cannot be delivered.</summary>
    public Failing? Failing { get; init; }

    /// <summary>The latest attempts that succeeded, the oldest first.</summary>
    public IReadOnlyList<Attempt> Succeeded { get; init; } = [];

    /// <summary>The latest attempts that failed, the oldest first.</summary>
    public IReadOnlyList<Attempt> Failed { get; init; } = [];

    /// <summary>The document's revision when it was loaded, for optimistic concurrency: a change is saved only if the database still has
    /// this revision.</summary>
    public Guid Revision { get; set; }

    /// <summary>The progress after an event was delivered.</summary>
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

    /// <summary>The progress after a failed attempt that will be repeated.</summary>
    /// <param name="nextAt">Time of the next attempt.</param>
    public WebhookProgress AfterFailure(Attempt attempt, DateTimeOffset nextAt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return this with
        {
            Failing = new Failing(attempt.Position, Failing?.Since ?? attempt.At, attempt.Number, nextAt),
            Failed = Remember(Failed, attempt),
        };
    }

    /// <summary>The progress after skipping the events up to a position, none of which the webhook asks for.</summary>
    public WebhookProgress AfterSkipping(long position) => position > Position ? this with { Position = position } : this;

    /// <summary>The progress as a person sets it: deliveries continue after a position, and its next event gets a first attempt at
    /// once.</summary>
    public WebhookProgress From(long position) => this with { Position = position, Failing = null, Turn = Turn + 1 };

    /// <summary>The stored attempts, the newest first.</summary>
    public IEnumerable<Attempt> Attempts() =>
        Succeeded.Concat(Failed).OrderByDescending(attempt => attempt.At).ThenByDescending(attempt => attempt.Position)
            .ThenByDescending(attempt => attempt.Number);

    private static IReadOnlyList<Attempt> Remember(IReadOnlyList<Attempt> before, Attempt attempt) =>
        [.. before.Skip(Math.Max(0, before.Count - RememberedMax + 1)), attempt];
}

/// <summary>An event that could not be delivered yet.</summary>
/// <param name="Position">The event's position in the log.</param>
/// <param name="Since">Time of the first attempt.</param>
/// <param name="Attempts">Number of attempts so far.</param>
/// <param name="NextAt">Time of the next attempt.</param>
public sealed record Failing(long Position, DateTimeOffset Since, int Attempts, DateTimeOffset NextAt);

/// <summary>One attempt to deliver an event.</summary>
/// <param name="EventId">The event's id, which every attempt has as its <c>webhook-id</c>.</param>
/// <param name="Type">The event's stored name.</param>
/// <param name="Position">The event's position in the log.</param>
/// <param name="Number">Number of the attempt for this event, from 1.</param>
/// <param name="At">When the attempt began.</param>
/// <param name="Milliseconds">Duration of the attempt.</param>
/// <param name="Status">The HTTP status of the answer; null: there was no answer.</param>
/// <param name="Error">Why there was no answer; null where there was one.</param>
public sealed record Attempt(
    Guid EventId, string Type, long Position, int Number, DateTimeOffset At, long Milliseconds, int? Status = null, string? Error = null);
