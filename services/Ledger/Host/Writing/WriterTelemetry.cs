using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Host.Endpoints;
using Ledger.Hosting.Telemetry;

namespace Ledger.Host.Writing;

/// <summary>The writer's metrics and spans. Thread-safe; one per process.</summary>
public sealed class WriterTelemetry
{
    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 384] };

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly TimeProvider time;
    private readonly Meter meter;
    private readonly Counter<long> facts;
    private readonly Counter<long> commands;
    private readonly Counter<long> refusals;
    private readonly Counter<long> redemptions;
    private readonly Counter<long> events;
    private readonly Counter<long> retries;
    private readonly Histogram<int> sizes;
    private readonly Histogram<double> stages;

    public WriterTelemetry(IMeterFactory meters, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(meters);
        this.time = time;
        meter = meters.Create(TelemetryNames.Source);
        // Rates are changes of the program and commands have a counter of their own, so both count here only as kept refusals.
        facts = meter.CreateCounter<long>(TelemetryNames.Metrics.Facts, "{fact}", "Facts, by how they ended.");
        commands = meter.CreateCounter<long>(TelemetryNames.Metrics.Commands, "{command}", "Commands about value, by how they ended.");
        refusals = meter.CreateCounter<long>(TelemetryNames.Metrics.Refusals, "{refusal}", "Refused facts and commands, by code.");
        redemptions = meter.CreateCounter<long>(TelemetryNames.Metrics.Redemptions, "{redemption}", "Redemptions that were carried out.");
        events = meter.CreateCounter<long>(TelemetryNames.Metrics.Events, "{event}", "Events appended to the log.");
        retries = meter.CreateCounter<long>(TelemetryNames.Metrics.BatchRetries, "{batch}", "Batches that were decided again.");
        sizes = meter.CreateHistogram(TelemetryNames.Metrics.BatchSize, "{item}", "Facts and commands in a batch.", advice: Sizes);
        stages = meter.CreateHistogram(TelemetryNames.Metrics.StageDuration, "s", "Time in each stage of a batch's way.", advice: Seconds);
    }

    /// <summary>Starts to measure the queue.</summary>
    /// <param name="depth">Gets how many items wait.</param>
    /// <param name="limit">How many items may wait.</param>
    public void Watch(Func<int> depth, int limit)
    {
        meter.CreateObservableGauge(TelemetryNames.Metrics.QueueDepth, depth, "{item}", "Facts and commands that wait for the writer.");
        meter.CreateObservableGauge(
            TelemetryNames.Metrics.QueueLimit, () => limit, "{item}", "Facts and commands that may wait before callers are turned away.");
        // Each counter starts with a 0, so that the first event of its kind is visible as a rise.
        foreach (var reason in RetryReasons.All) retries.Add(0, TelemetryNames.Tag(TelemetryNames.Tags.Reason, reason));
        foreach (var transport in Enum.GetValues<Transport>())
        {
            foreach (var kind in Enum.GetValues<OutcomeKind>()) CountFacts(transport, kind, 0);
        }
    }

    /// <summary>Work is queued. The current span is the request that it belongs to.</summary>
    internal void Enqueued(Work work)
    {
        work.EnqueuedAt = time.GetTimestamp();
        work.Request = Tracing.Current;
    }

    /// <summary>A batch was taken from the queue, or is decided again.</summary>
    internal BatchTelemetry Begin(IReadOnlyList<Work> batch)
    {
        sizes.Record(batch.Count);
        var now = time.GetTimestamp();
        Dictionary<Activity, long>? requests = null;
        foreach (var work in batch)
        {
            // Work that is decided again has not waited in the queue again.
            if (work.EnqueuedAt != 0) Record(Stages.Queue, time.GetElapsedTime(work.EnqueuedAt, now));
            if (work.Request is { } request) (requests ??= []).TryAdd(request, work.EnqueuedAt);
            work.EnqueuedAt = 0;
        }

        var span = requests is null ? null : Tracing.Join(TelemetryNames.Spans.Batch, [.. requests.Keys]);
        if (requests is null || span is null) return new BatchTelemetry(this, null);
        span.SetTag(TelemetryNames.Tags.BatchSize, batch.Count);
        foreach (var (request, enqueuedAt) in requests)
        {
            if (enqueuedAt != 0) Trace(Stages.Queue, request, enqueuedAt, link: span.Context);
        }

        return new BatchTelemetry(this, span);
    }

    /// <summary>A batch, or part of it, will be decided again.</summary>
    /// <param name="reason">One of <see cref="RetryReasons"/>.</param>
    public void Retrying(string reason) => retries.Add(1, TelemetryNames.Tag(TelemetryNames.Tags.Reason, reason));

    /// <summary>A command was refused before it was queued.</summary>
    internal void Refused(ISpendingCommand command, Outcome outcome)
    {
        CountCommands(command.GetType().Name, outcome.Kind, 1);
        CountRefusal(outcome);
    }

    /// <summary>A batch has ended. Equal outcomes are counted first and recorded once.</summary>
    internal void Ended(IReadOnlyDictionary<Work, Done> outcomes, long appended)
    {
        if (appended > 0) events.Add(appended);
        var ofFacts = new Dictionary<(Transport Transport, OutcomeKind Kind), int>();
        var ofCommands = new Dictionary<(string Command, OutcomeKind Kind), int>();
        var ofPurposes = new Dictionary<string, int>();
        foreach (var (work, done) in outcomes)
        {
            switch (work)
            {
                case FactWork fact:
                    Count(ofFacts, (fact.Transport, done.Outcome.Kind));
                    break;
                case RejectWork reject:
                    Count(ofFacts, (reject.Transport, done.Outcome.Kind));
                    break;
                case CommandWork command:
                    Count(ofCommands, (command.Command.GetType().Name, done.Outcome.Kind));
                    if (PurposeOf(command.Command, done) is { } purpose) Count(ofPurposes, purpose);
                    break;
                default:
                    continue;
            }

            CountRefusal(done.Outcome);
        }

        foreach (var ((transport, kind), count) in ofFacts) CountFacts(transport, kind, count);
        foreach (var ((command, kind), count) in ofCommands) CountCommands(command, kind, count);
        foreach (var (purpose, count) in ofPurposes) redemptions.Add(count, TelemetryNames.Tag(TelemetryNames.Tags.For, purpose));
    }

    internal long Now => time.GetTimestamp();

    /// <summary>A stage has ended: its duration is recorded, and a span too if the batch is traced.</summary>
    internal void Passed(string stage, long since, Activity? batch)
    {
        Record(stage, time.GetElapsedTime(since));
        if (batch is not null) Trace(stage, batch, since);
    }

    private void Record(string stage, TimeSpan duration) =>
        stages.Record(duration.TotalSeconds, TelemetryNames.Tag(TelemetryNames.Tags.Stage, stage));

    private void Trace(string stage, Activity parent, long since, ActivityContext? link = null) =>
        Tracing.Begin(
            TelemetryNames.Spans.OfStage(stage), parent.Context, begun: time.GetUtcNow() - time.GetElapsedTime(since), link: link)?.Stop();

    private void CountFacts(Transport transport, OutcomeKind kind, int count) => facts.Add(
        count,
        TelemetryNames.Tag(TelemetryNames.Tags.Outcome, Answers.NameOf(kind)),
        TelemetryNames.Tag(TelemetryNames.Tags.Transport, TransportNames.NameOf(transport)));

    private void CountCommands(string command, OutcomeKind kind, int count) => commands.Add(
        count,
        TelemetryNames.Tag(TelemetryNames.Tags.Command, command),
        TelemetryNames.Tag(TelemetryNames.Tags.Outcome, Answers.NameOf(kind)));

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private void CountRefusal(Outcome outcome)
    {
        if (outcome.Kind is not (OutcomeKind.Rejected or OutcomeKind.Conflict)) return;
        refusals.Add(1, TelemetryNames.Tag(TelemetryNames.Tags.Code, outcome.Code));
    }

    // What a redemption was for; null when the command carried out none.
    private static string? PurposeOf(ISpendingCommand command, Done done) =>
        done is not { Reply: not null, Outcome.Kind: OutcomeKind.Recorded } ? null : command switch
        {
            RedeemPoints redeem => redeem.For,
            CaptureHold => "hold",
            _ => null,
        };
}
