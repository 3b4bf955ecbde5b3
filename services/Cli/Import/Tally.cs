namespace Ledger.Cli.Import;

/// <summary>What has become of the facts so far. Lanes add to it while the progress bar reads it.</summary>
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

    /// <summary>Adds what one request led to.</summary>
    public void Add(FactCounts more)
    {
        lock (gate) counts = counts.Plus(more);
    }

    /// <summary>Replaces the counts by those the service keeps.</summary>
    public void Set(FactCounts now)
    {
        lock (gate) counts = now;
    }

    /// <summary>Notes a fact that was not recorded; a million of them at most are kept.</summary>
    public void Add(FactProblem problem)
    {
        lock (gate)
        {
            if (problems.Count < ProblemsMax) problems.Add(problem);
        }
    }
}
