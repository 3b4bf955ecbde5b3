namespace Ledger.EventLog.Verification;

/// <summary>Collects findings, up to a number that a person can read.</summary>
internal sealed class Findings
{
    private const int Max = 1000;
    private readonly List<LogFinding> found = [];

    public IReadOnlyList<LogFinding> All => found;

    public void Add(long position, string code, string sentence)
    {
        if (found.Count < Max) found.Add(new LogFinding(position, code, sentence));
        else if (found.Count == Max)
        {
            found.Add(new LogFinding(
                position, "more", $"There are more findings from position {position} on; the first {Max} are listed."));
        }
    }
}
