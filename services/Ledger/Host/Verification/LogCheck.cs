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
/// The check of everything, on request and one at a time: the log's chain is recomputed, and the writer's state tables are compared with
/// what the log gives, and closed periods with what they were closed with. It looks at one moment, so writing goes on beside it.
/// </summary>
public sealed partial class LogCheck(
    NpgsqlDataSource dataSource, Programs programs, IEnumerable<IBookMonths> views, ILogger<LogCheck> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private LogCheckStatus status = new(LogCheckStatus.Idle);

    /// <summary>How far the check is, or how the last one ended.</summary>
    public LogCheckStatus Status => Volatile.Read(ref status);

    /// <summary>Starts a check; false when one is running.</summary>
    /// <param name="published">Head values that were kept outside the database.</param>
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
            // Each half goes once through the log.
            var log = await new LogVerifier(dataSource) { Published = published }.VerifyAsync(new Progress(this, 0, 2), ct);
            var state = new StateCheck(dataSource, programs, views);
            await state.RunAsync(new Progress(this, 1, 2), ct);
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

    /// <summary>Reports one of several rounds through the log as a part of the whole.</summary>
    private sealed class Progress(LogCheck check, int round, int rounds) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) =>
            Volatile.Write(ref check.status, check.Status with { Done = (round * value.Total) + value.Done, Total = rounds * value.Total });
    }
}
