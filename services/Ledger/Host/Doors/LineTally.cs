using Ledger.Ledger.Domain;

namespace Ledger.Ledger.Host;

/// <summary>How the lines of one request ended. Keeps a bounded number of lines on their way.</summary>
internal sealed class LineTally(Writer writer)
{
    private const int OnTheWayMax = 192;
    private const int ProblemsMax = 1000;
    private readonly Queue<(long Line, Task<Done> Task)> onTheWay = [];
    private readonly IntakeCount count = new();
    private readonly List<object> problems = [];

    public long Position { get; private set; }

    /// <summary>The answer's members.</summary>
    public Dictionary<string, object?> Members => new()
    {
        ["recorded"] = count[OutcomeKind.Recorded],
        ["repeated"] = count[OutcomeKind.Repeated],
        ["superseded"] = count[OutcomeKind.Superseded],
        ["parked"] = count[OutcomeKind.Parked],
        ["rejected"] = count[OutcomeKind.Rejected],
        ["conflicts"] = count[OutcomeKind.Conflict],
        ["position"] = Position,
        ["problems"] = problems,
    };

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
        var done = await task.WaitAsync(ct);
        count.Add(done.Outcome.Kind);
        Position = Math.Max(Position, done.Position);
        if (done.Outcome.Code is { } code && problems.Count < ProblemsMax) problems.Add(new { line, code, message = done.Outcome.Message, rejectedId = done.RejectedId });
    }
}
