using System.Diagnostics;
using Npgsql;

namespace Ledger.Hosting.Telemetry;

/// <summary>
/// The traces of the batches in a range of the log. A traced batch has its W3C trace parent in its row of <c>ledger_log_batches</c>, so
/// that any follower of the log continues the same trace, in whatever process and however late.
/// </summary>
public sealed class BatchTraces
{
    private const int TracesMax = 64;

    private const string Sql = """
        select first_position, last_position, trace_parent from ledger_log_batches
         where last_position > $1 and first_position <= $2 and trace_parent is not null order by last_position limit $3
        """;

    private static readonly BatchTraces None = new([]);
    private readonly List<(long First, long Last, ActivityContext Context)> batches;

    private BatchTraces(List<(long First, long Last, ActivityContext Context)> batches) => this.batches = batches;

    /// <summary>The command that stores a batch's trace parent. It must run in the append's transaction, before the append.</summary>
    public static NpgsqlBatchCommand Save(Activity batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new NpgsqlBatchCommand("select set_config('ledger.trace_parent', $1, true)")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = batch.Id! } },
        };
    }

    /// <summary>
    /// Reads the traces of the batches with events after one position and up to another, of very many only the first. Makes no query while
    /// no spans are recorded.
    /// </summary>
    public static async ValueTask<BatchTraces> ReadAsync(NpgsqlDataSource log, long after, long upTo, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (!Tracing.AreRecorded || upTo <= after) return None;
        await using var command = log.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = TracesMax });
        var batches = new List<(long First, long Last, ActivityContext Context)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (!ActivityContext.TryParse(reader.GetString(2), null, isRemote: true, out var context)) continue;
            batches.Add((reader.GetInt64(0), reader.GetInt64(1), context));
        }

        return new BatchTraces(batches);
    }

    /// <summary>Records a span in the trace of each batch: a follower processed its events.</summary>
    /// <param name="name">The span's name, from <see cref="TelemetryNames.Spans"/>.</param>
    /// <param name="begun">When the follower began to process the events.</param>
    public void Processed(string name, DateTimeOffset begun)
    {
        foreach (var (first, last, context) in batches)
        {
            using var span = Tracing.Begin(name, context, begun: begun);
            span?.SetTag(TelemetryNames.Tags.FirstPosition, first).SetTag(TelemetryNames.Tags.LastPosition, last);
        }
    }

    /// <summary>Begins the span of an event that is published as a message, in its batch's trace; null when that trace is not
    /// recorded.</summary>
    public Activity? Publishing(long position, string eventType)
    {
        foreach (var (first, last, context) in batches)
        {
            if (position < first || position > last) continue;
            return Tracing.Begin(TelemetryNames.Spans.Publish, context, ActivityKind.Producer)
                ?.SetTag(TelemetryNames.Tags.FirstPosition, position)
                .SetTag(TelemetryNames.Tags.LastPosition, position)
                .SetTag(TelemetryNames.Tags.EventType, eventType);
        }

        return null;
    }
}
