using Ledger.Cli.Import.Ndjson;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.Import.Doors;

/// <summary>The bulk door: chunks of facts as NDJSON, each answered with what became of them.</summary>
internal sealed class HttpDoor(LedgerProgram program, Tally tally) : IDoor
{
    public ChunkLimits Limits => new(Facts: 500, Bytes: 1 << 20);

    public async Task SendAsync(Chunk chunk, CancellationToken cancellation)
    {
        var answer = await program.SubmitLinesAsync(chunk.Lines, cancellation);
        var counts = FactCounts.Of(answer);
        if (counts.All != chunk.Count) throw new CliFailure($"The service accounted for {counts.All} of {chunk.Count} facts of a request.");
        tally.Add(counts);
        foreach (var problem in answer.Problems) tally.Add(Placed(problem, chunk));
    }

    public Task<bool> SettleAsync(CancellationToken cancellation) => Task.FromResult(true);

    // The service names a line of the request; people look for a fact of their file.
    private static FactProblem Placed(LineProblem problem, Chunk chunk)
    {
        var why = problem.Message ?? problem.Code;
        if (problem.Line < 1 || problem.Line > chunk.Count) return new FactProblem(0, null, problem.Code, why);
        var index = (int)problem.Line - 1;
        return new FactProblem(chunk.NumberOf(index), LineHead.Of(chunk.Fact(index).Span).Subject, problem.Code, why);
    }
}
