using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Hosting.Telemetry;

/// <summary>
/// Measures the lag of the log's followers from their checkpoints in <c>mt_event_progression</c>. The checkpoints are in the database, so
/// the lag of a follower whose process is gone is measured too.
/// </summary>
public sealed partial class FollowerLag : BackgroundService
{
    // Two rows of the table belong to Marten's daemon itself and are not followers.
    private const string Sql = """
        select h.position, p.name, p.last_seq_id from ledger_log_head h
          left join mt_event_progression p on p.name not in ('HighWaterAllocationFence', 'HighWaterStuckGap')
        """;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly NpgsqlDataSource log;
    private readonly TimeProvider time;
    private readonly ILogger<FollowerLag> logger;
    private volatile IReadOnlyList<Measurement<long>> lags = [];
    private long head;

    public FollowerLag(NpgsqlDataSource log, TimeProvider time, IMeterFactory meters, ILogger<FollowerLag> logger)
    {
        ArgumentNullException.ThrowIfNull(meters);
        (this.log, this.time, this.logger) = (log, time, logger);
        var meter = meters.Create(TelemetryNames.Source);
        meter.CreateObservableGauge(
            TelemetryNames.Metrics.FollowerLag, () => lags, "{event}", "Events of the log that a follower has not taken yet.");
        meter.CreateObservableGauge(
            TelemetryNames.Metrics.LogPosition, () => Volatile.Read(ref head), "{event}", "The last position of the log.");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (NpgsqlException outage)
            {
                LogOutage(logger, outage);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var found = new List<Measurement<long>>();
        await using var command = log.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Volatile.Write(ref head, reader.GetInt64(0));
            if (reader.IsDBNull(1)) continue;
            var position = reader.IsDBNull(2) ? 0 : reader.GetInt64(2);
            found.Add(
                new Measurement<long>(Math.Max(0, head - position), TelemetryNames.Tag(TelemetryNames.Tags.Follower, reader.GetString(1))));
        }

        lags = found;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "How far the followers are is not known: the database did not answer.")]
    private static partial void LogOutage(ILogger logger, Exception failure);
}
