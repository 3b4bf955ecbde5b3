using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Periods;

/// <summary>The closed periods of a program, and the close that waits for a second person's approval. Immutable.</summary>
/// <param name="Closed">In the order in which they were closed, which is the order of time.</param>
/// <param name="Waiting">The close that was requested and is not approved yet; null when none is.</param>
public sealed record AccountingPeriods(IReadOnlyList<PeriodClosed> Closed, PeriodCloseRequested? Waiting)
{
    /// <summary>Nothing was closed.</summary>
    public static AccountingPeriods Empty { get; } = new([], null);

    /// <summary>
    /// The end of the last closed period: no entry takes effect before it. The earliest instant when no period is closed.
    /// </summary>
    public DateTimeOffset ClosedUntil => Closed.Count == 0 ? DateTimeOffset.MinValue : Closed[^1].End;

    /// <summary>The periods after a close was requested or carried out.</summary>
    public AccountingPeriods After(ILedgerEvent happened) => happened switch
    {
        PeriodCloseRequested requested => this with { Waiting = requested },
        PeriodClosed closed => new AccountingPeriods([.. Closed, closed], null),
        _ => throw new System.Diagnostics.UnreachableException($"No period takes a {happened?.GetType().Name}."),
    };

    /// <summary>A closed period; null when it is open.</summary>
    public PeriodClosed? Find(string period) => Closed.FirstOrDefault(closed => closed.Period == period);

    /// <summary>The closed period that an entry is dated in, as the entry records it; null when it is dated in no closed period.</summary>
    /// <param name="calendar">The program's calendar.</param>
    /// <param name="dated">When the fact says that it happened, or when the work fell due.</param>
    /// <param name="effectiveAt">When it takes effect.</param>
    public PriorPeriod? PriorOf(Calendar calendar, DateTimeOffset dated, DateTimeOffset effectiveAt)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return dated < ClosedUntil
            ? new PriorPeriod(dated, MonthText.Of(calendar.MonthOf(dated)), MonthText.Of(calendar.MonthOf(effectiveAt)))
            : null;
    }
}
