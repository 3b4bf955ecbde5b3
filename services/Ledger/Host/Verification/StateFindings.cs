using Ledger.EventLog.Verification;

namespace Ledger.Host.Verification;

/// <summary>Collects the findings of a check of the state tables, up to a limit that a person can read.</summary>
internal sealed class StateFindings
{
    private const int Max = 1000;
    private readonly List<LogFinding> all = [];

    public IReadOnlyList<LogFinding> All => all;

    /// <summary>How many rows of all tables were compared.</summary>
    public long Rows { get; set; }

    public void Add(long position, string code, string sentence)
    {
        if (all.Count < Max) all.Add(new LogFinding(position, code, sentence));
        else if (all.Count == Max) all.Add(new LogFinding(position, "more", $"There are more differences; the first {Max} are listed."));
    }

    /// <summary>
    /// Adds the finding that an event cannot be applied, because somebody changed it, so that what it belongs to cannot be compared.
    /// </summary>
    public void AddSenseless(long position, string of, string why) =>
        Add(position, "state_cannot_be_rebuilt", $"The event at position {position} makes no sense for {of}: {why}");
}
