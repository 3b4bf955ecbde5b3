namespace Ledger.Cli.Import;

/// <summary>The outcomes of facts so far. Thread-safe: lanes add to it while the progress bar reads it.</summary>
internal sealed class Tally
{
    private const int ProblemsMax = 1_000_000;

    private readonly Lock gate = new();
    private readonly List<FactProblem> problems = [];
    private FactCounts counts = new();

    /// <summary>The counts at this moment.</summary>
    public FactCounts Counts
    {
        get
        {
            lock (gate) return counts;
        }
    }

    /// <summary>The problems in order of their facts.</summary>
    public IReadOnlyList<FactProblem> Problems
    {
        get
        {
            lock (gate) return [.. problems.OrderBy(problem => problem.Fact)];
        }
    }

    /// <summary>Adds the outcomes of one request.</summary>
    public void Add(FactCounts more)
    {
        lock (gate) counts = counts.Plus(more);
    }

    /// <summary>Replaces the counts by the service's own.</summary>
    public void Set(FactCounts now)
    {
        lock (gate) counts = now;
    }

    /// <summary>Adds a fact that was not recorded; at most a million are stored.</summary>
    public void Add(FactProblem problem)
    {
        lock (gate)
        {
            if (problems.Count < ProblemsMax) problems.Add(problem);
        }
    }
}
