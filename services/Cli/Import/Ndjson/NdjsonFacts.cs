namespace Ledger.Cli.Import.Ndjson;

/// <summary>The profile ndjson: a file, plain or gzip, with one fact per line, in the order in which the facts must take effect.</summary>
internal sealed class NdjsonFacts : IFacts
{
    private readonly string path;
    private readonly List<FactProblem> unreadable = [];

    /// <summary>Reads the file once to count its facts and to find lines that are not JSON.</summary>
    public NdjsonFacts(string path)
    {
        this.path = path;
        using var lines = new LineReader(InputFile.Open(path));
        while (lines.MoveNext())
        {
            if (LineHead.FaultOf(lines.Line.Span) is { } fault)
            {
                unreadable.Add(new FactProblem(lines.Number, null, fault.Code, fault.Sentence));
            }
            else Count++;
        }
    }

    public long Count { get; }

    public IReadOnlyList<FactProblem> Unreadable => unreadable;

    public IFactFeed Read() => new NdjsonFeed(new LineReader(InputFile.Open(path)), [.. unreadable.Select(problem => problem.Fact)]);
}
