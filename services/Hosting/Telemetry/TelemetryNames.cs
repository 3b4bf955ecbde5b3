namespace Ledger.Hosting.Telemetry;

/// <summary>
/// The names of all metrics and spans of this service; no other file spells them out. Prometheus shows a metric with underscores for dots,
/// its unit at the end, and <c>_total</c> after a counter: <c>ledger.facts</c> is <c>ledger_facts_total</c>.
/// </summary>
public static class TelemetryNames
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Source = "Ledger";

    /// <summary>An attribute of a measurement.</summary>
    public static KeyValuePair<string, object?> Tag(string name, string? value) => new(name, value);

    /// <summary>Spans, in the order in which an order passes them.</summary>
    public static class Spans
    {
        /// <summary>A batch, from the moment it left the queue until it is durable; links to its requests.</summary>
        public const string Batch = "ledger.batch";

        /// <summary>The views applied the events of a batch.</summary>
        public const string Views = "ledger.views";

        /// <summary>An event was published as a message.</summary>
        public const string Publish = "ledger.publish";

        /// <summary>
        /// A stage of a batch: <c>ledger.load</c> and so on. <c>ledger.queue</c> is a span of the request and links to the batch.
        /// </summary>
        public static string OfStage(string stage) => $"ledger.{stage}";
    }

    /// <summary>Metrics.</summary>
    public static class Metrics
    {
        /// <summary>Counter of facts, by <see cref="Tags.Outcome"/> and <see cref="Tags.Transport"/>.</summary>
        public const string Facts = "ledger.facts";

        /// <summary>Counter of commands about value, by <see cref="Tags.Command"/> and <see cref="Tags.Outcome"/>.</summary>
        public const string Commands = "ledger.commands";

        /// <summary>Counter of refused facts and commands, by <see cref="Tags.Code"/>.</summary>
        public const string Refusals = "ledger.refusals";

        /// <summary>Counter of redemptions that were carried out, by <see cref="Tags.For"/>.</summary>
        public const string Redemptions = "ledger.redemptions";

        /// <summary>Counter of attempts to deliver an event to a webhook, by <see cref="Tags.Outcome"/>: delivered, failed.</summary>
        public const string WebhookAttempts = "ledger.webhook.attempts";

        /// <summary>Counter of events that were appended to the log.</summary>
        public const string Events = "ledger.events";

        /// <summary>Histogram of the number of facts and commands in a batch.</summary>
        public const string BatchSize = "ledger.batch.size";

        /// <summary>Histogram of the seconds that a batch, or a request in the queue, spends in a stage, by
        /// <see cref="Tags.Stage"/>.</summary>
        public const string StageDuration = "ledger.batch.stage.duration";

        /// <summary>Counter of batches that had to be decided again, by <see cref="Tags.Reason"/>.</summary>
        public const string BatchRetries = "ledger.batch.retries";

        /// <summary>Gauge of the facts and commands that wait for the writer.</summary>
        public const string QueueDepth = "ledger.queue.depth";

        /// <summary>Gauge of the most facts and commands that may wait for the writer.</summary>
        public const string QueueLimit = "ledger.queue.limit";

        /// <summary>Gauge of the log's last position.</summary>
        public const string LogPosition = "ledger.log.position";

        /// <summary>Gauge of the events that a follower of the log has not processed yet, by <see cref="Tags.Follower"/>.</summary>
        public const string FollowerLag = "ledger.follower.lag";
    }

    /// <summary>Names of attributes.</summary>
    public static class Tags
    {
        /// <summary>The outcome of a fact or command: recorded, repeated, superseded, parked, conflict, rejected.</summary>
        public const string Outcome = "outcome";

        /// <summary>The transport of a fact: http, bus.</summary>
        public const string Transport = "door";

        /// <summary>The type of a command.</summary>
        public const string Command = "command";

        /// <summary>The stable code of a refusal.</summary>
        public const string Code = "code";

        /// <summary>What was redeemed for: order, reward, voucher, cash, or a hold's capture.</summary>
        public const string For = "for";

        /// <summary>A stage of a batch: queue, load, decide, turn (waiting for the previous batch's commit), commit.</summary>
        public const string Stage = "stage";

        /// <summary>Why a batch was decided again: conflict, outage, fault.</summary>
        public const string Reason = "reason";

        /// <summary>The name of a follower's checkpoint.</summary>
        public const string Follower = "follower";

        /// <summary>On a span: the first position of its events.</summary>
        public const string FirstPosition = "ledger.position.first";

        /// <summary>On a span: the last position of its events.</summary>
        public const string LastPosition = "ledger.position.last";

        /// <summary>On a span: the number of facts and commands in the batch.</summary>
        public const string BatchSize = "ledger.batch.size";

        /// <summary>On a span: the type of an event.</summary>
        public const string EventType = "ledger.event.type";
    }
}
