using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.Import;

/// <summary>Facts by their outcome.</summary>
internal sealed record FactCounts(
    long Recorded = 0, long Repeated = 0, long Superseded = 0, long Parked = 0, long Rejected = 0, long Conflicts = 0)
{
    /// <summary>The counts of one request.</summary>
    public static FactCounts Of(LinesAnswer answer) =>
        new(answer.Recorded, answer.Repeated, answer.Superseded, answer.Parked, answer.Rejected, answer.Conflicts);

    /// <summary>The counts of facts that came over the bus.</summary>
    public static FactCounts Of(IntakeCounts bus) =>
        new(bus.Recorded, bus.Repeated, bus.Superseded, bus.Parked, bus.Rejected, bus.Conflicts);

    /// <summary>Facts that have an outcome.</summary>
    public long All => Recorded + Repeated + Superseded + Parked + Rejected + Conflicts;

    public FactCounts Plus(FactCounts more) => new(
        Recorded + more.Recorded,
        Repeated + more.Repeated,
        Superseded + more.Superseded,
        Parked + more.Parked,
        Rejected + more.Rejected,
        Conflicts + more.Conflicts);

    public FactCounts Minus(FactCounts less) => new(
        Recorded - less.Recorded,
        Repeated - less.Repeated,
        Superseded - less.Superseded,
        Parked - less.Parked,
        Rejected - less.Rejected,
        Conflicts - less.Conflicts);
}
