using System.Diagnostics;
using Ledger.Hosting.Telemetry;

namespace Ledger.Host.Writing;

/// <summary>The telemetry of one batch: its span, and the time of each stage.</summary>
internal sealed class BatchTelemetry(WriterTelemetry telemetry, Activity? span)
{
    private long since = telemetry.Now;

    /// <summary>The batch's span; null when it is not traced.</summary>
    public Activity? Span => span;

    /// <summary>A stage has ended, and the next begins.</summary>
    public void Passed(string stage)
    {
        telemetry.Passed(stage, since, span);
        since = telemetry.Now;
    }

    /// <summary>The commit of the batch begins: from here on, this execution flow belongs to its span.</summary>
    public void Committing()
    {
        Passed(Stages.Turn);
        if (span is not null) Activity.Current = span;
    }

    /// <summary>The batch is durable.</summary>
    /// <param name="outcomes">The outcome of each work item.</param>
    /// <param name="first">The position of its first event; 0 when there is none.</param>
    /// <param name="last">The position of its last event; 0 when there is none.</param>
    public void Ended(IReadOnlyDictionary<Work, Done> outcomes, long first, long last)
    {
        Passed(Stages.Commit);
        telemetry.Ended(outcomes, first == 0 ? 0 : last - first + 1);
        if (first > 0) span?.SetTag(TelemetryNames.Tags.FirstPosition, first).SetTag(TelemetryNames.Tags.LastPosition, last);
        span?.Stop();
    }

    /// <summary>The batch failed; its work is decided again.</summary>
    public void Failed(Exception? failure = null)
    {
        span?.SetStatus(ActivityStatusCode.Error, failure?.Message);
        span?.Stop();
    }
}
