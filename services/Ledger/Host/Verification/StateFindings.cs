using Ledger.EventLog.Verification;

namespace Ledger.Host.Verification;

/// <summary>What a check of the state tables found so far, as many as a person reads.</summary>
internal sealed class StateFindings
{
    private const int Max = 1000;
    private readonly List<LogFinding> all = [];

    public IReadOnlyList<LogFinding> All => all;

    /// <summary>Rows compared, of all tables.</summary>
    public long Rows { get; set; }

    public void Add(long position, string code, string sentence)
    {
        if (all.Count < Max) all.Add(new LogFinding(position, code, sentence));
        else if (all.Count == Max) all.Add(new LogFinding(position, "more", $"There are more differences; the first {Max} are listed."));
    }

    /// <summary>An event that someone changed makes no sense: what it belongs to cannot be compared.</summary>
    public void AddSenseless(long position, string of, string why) =>
        Add(position, "state_cannot_be_rebuilt", $"The event at position {position} makes no sense for {of}: {why}");
}
