using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Host.Endpoints;

/// <summary>Counts how the lines of one request ended, and limits how many are in progress at once.</summary>
internal sealed partial class LineTally(Writer writer, ILogger logger)
{
    private const int OnTheWayMax = 192;
    private const int ProblemsMax = 1000;
    private readonly Queue<(long Line, Task<Done> Task)> onTheWay = [];
    private readonly IntakeCount count = new();
    private readonly List<LineProblem> problems = [];

    public long Position { get; private set; }

    /// <summary>How the lines ended so far.</summary>
    public LinesAnswer Shown => new(
        count[OutcomeKind.Recorded], count[OutcomeKind.Repeated], count[OutcomeKind.Superseded], count[OutcomeKind.Parked],
        count[OutcomeKind.Rejected], count[OutcomeKind.Conflict], Position, problems);

    public async Task AddAsync(long line, Task<Done> task, CancellationToken ct)
    {
        onTheWay.Enqueue((line, task));
        while (onTheWay.Count > OnTheWayMax) await NextAsync(ct);
    }

    public async Task EndAsync(CancellationToken ct)
    {
        while (onTheWay.Count > 0) await NextAsync(ct);
        if (Position == 0) Position = writer.Head;
    }

    private async Task NextAsync(CancellationToken ct)
    {
        var (line, task) = onTheWay.Dequeue();
        Done done;
        try
        {
            done = await task.WaitAsync(ct);
        }
        catch (Exception bug) when (bug is not OperationCanceledException && !DatabaseFaults.IsOutage(bug))
        {
            // An error of the service in one line does not affect the others; the line can be sent again.
            LogFailed(logger, line, bug);
            done = new Done(
                Outcome.Reject(Refusals.InternalError, "Something went wrong on our side; the same line can be sent again."), 0);
        }

        count.Add(done.Outcome.Kind);
        Position = Math.Max(Position, done.Position);
        if (done.Outcome.Code is not { } code || problems.Count == ProblemsMax) return;
        problems.Add(new LineProblem(line, code, done.Outcome.Message, done.RejectedId));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Line {Line} of a request could not be decided.")]
    private static partial void LogFailed(ILogger logger, long line, Exception failure);
}
