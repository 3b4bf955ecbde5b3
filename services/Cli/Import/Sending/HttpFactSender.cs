using Ledger.Cli.Import.Ndjson;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.Import.Sending;

/// <summary>Sends chunks of facts as NDJSON over HTTP; each answer has the outcomes of its facts.</summary>
internal sealed class HttpFactSender(LedgerProgram program, Tally tally) : IFactSender
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

    // Converts the line of the request, which the service names, to the fact's number in the file.
    private static FactProblem Placed(LineProblem problem, Chunk chunk)
    {
        var why = problem.Message ?? problem.Code;
        if (problem.Line < 1 || problem.Line > chunk.Count) return new FactProblem(0, null, problem.Code, why);
        var index = (int)problem.Line - 1;
        return new FactProblem(chunk.NumberOf(index), LineHead.Of(chunk.Fact(index).Span).Subject, problem.Code, why);
    }
}
