using Ledger.Contracts.V1.Answers;
using Ledger.EventLog;
using Ledger.EventLog.Verification;
using Ledger.Host.Writing;
using Ledger.Hosting.Outgoing;
using Microsoft.Extensions.Logging;
using Npgsql;
using Finding = Ledger.Contracts.V1.Answers.Finding;

namespace Ledger.Host.Verification;

/// <summary>
/// Runs the whole check, on request and one at a time: recomputes the log's hash chain, compares the writer's state tables with the log,
/// and closed periods with their recorded books. It reads from a snapshot, so writing continues meanwhile.
/// </summary>
public sealed partial class LogCheck(
    NpgsqlDataSource dataSource, Programs programs, IEnumerable<IBookMonths> views, ILogger<LogCheck> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private LogCheckStatus status = new(LogCheckStatus.Idle);

    /// <summary>The progress of the running check, or the result of the last one.</summary>
    public LogCheckStatus Status => Volatile.Read(ref status);

    /// <summary>Starts a check; false when one is running.</summary>
    /// <param name="published">Chain values that were published earlier and kept outside the database.</param>
    public bool TryStart(IReadOnlyList<LogHead>? published = null)
    {
        lock (gate)
        {
            if (Status.State == LogCheckStatus.Running) return false;
            Volatile.Write(ref status, new LogCheckStatus(LogCheckStatus.Running));
            running = Task.Run(() => RunAsync(published ?? [], stopping.Token));
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task RunAsync(IReadOnlyList<LogHead> published, CancellationToken ct)
    {
        try
        {
            // Two rounds, each of which reads the log once.
            var log = await new LogVerifier(dataSource) { Published = published }.VerifyAsync(new RoundProgress(this, 0, 2), ct);
            var state = new StateCheck(dataSource, programs, views);
            await state.RunAsync(new RoundProgress(this, 1, 2), ct);
            var findings = log.Findings.Concat(state.Findings).ToList();
            Volatile.Write(ref status, new LogCheckStatus(LogCheckStatus.Ended)
            {
                Done = Status.Total,
                Total = Status.Total,
                Ok = findings.Count == 0,
                Events = log.Events,
                Batches = log.Batches,
                Chain = log.ChainHex,
                Accounts = state.Accounts,
                Rows = state.Rows,
                Findings = [.. findings.Select(one => new Finding(one.Position, one.Code, one.Sentence))],
            });
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            if (failure is not OperationCanceledException) LogFailure(logger, failure);
            Volatile.Write(ref status, Status with
            {
                State = LogCheckStatus.Failed,
                Message = failure is OperationCanceledException ? "The service was stopped." : failure.Message,
            });
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The check of the log could not be carried out.")]
    private static partial void LogFailure(ILogger logger, Exception failure);

    /// <summary>Reports the progress of one of several rounds as a part of the whole.</summary>
    private sealed class RoundProgress(LogCheck check, int round, int rounds) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) =>
            Volatile.Write(ref check.status, check.Status with { Done = (round * value.Total) + value.Done, Total = rounds * value.Total });
    }
}
