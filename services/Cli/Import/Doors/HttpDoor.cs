using System.Net.Http.Headers;
using Ledger.Cli.Import.Ndjson;
using Ledger.Cli.Service;

namespace Ledger.Cli.Import.Doors;

/// <summary>The bulk door: chunks of facts as NDJSON, each answered with what became of them.</summary>
internal sealed class HttpDoor(LedgerClient client, string program, Tally tally) : IDoor
{
    private static readonly MediaTypeHeaderValue Ndjson = new("application/x-ndjson");

    public ChunkLimits Limits => new(Facts: 500, Bytes: 1 << 20);

    public async Task SendAsync(Chunk chunk, CancellationToken cancellation)
    {
        var answer = await client.SendAsync<OrdersAnswer>(HttpMethod.Post, Paths.Orders(program), Body(chunk), cancellation);
        if (answer.Counts.All != chunk.Count) throw new CliFailure($"The service accounted for {answer.Counts.All} of {chunk.Count} facts of a request.");
        tally.Add(answer.Counts);
        foreach (var problem in answer.Problems ?? []) tally.Add(Placed(problem, chunk));
    }

    public Task<bool> SettleAsync(CancellationToken cancellation) => Task.FromResult(true);

    private static ReadOnlyMemoryContent Body(Chunk chunk) => new(chunk.Lines) { Headers = { ContentType = Ndjson } };

    // The service names a line of the request; people look for a fact of their file.
    private static FactProblem Placed(LineProblem problem, Chunk chunk)
    {
        if (problem.Line < 1 || problem.Line > chunk.Count) return new FactProblem(0, null, problem.Code, problem.Message);
        var index = (int)problem.Line - 1;
        return new FactProblem(chunk.NumberOf(index), FactHead.Of(chunk.Fact(index).Span).Subject, problem.Code, problem.Message);
    }
}
