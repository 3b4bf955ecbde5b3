namespace Ledger.Contracts.V1;

/// <summary>A rebate period in which this is the account's first recorded order.</summary>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="FirstMonth">The period's first local month: year × 12 + month − 1.</param>
/// <param name="Start">Local start, an instant; the version effective then gives the period's rule.</param>
/// <param name="End">Local end, an instant at which the period closes.</param>
/// <param name="Scope">Key of the scope whose net is the basis.</param>
public sealed record RebatePeriodOpened(
    string Rebate, string Period, int ProgramVersion, int FirstMonth, int MonthCount, DateTimeOffset Start, DateTimeOffset End,
    string Scope);

/// <summary>A rebate period of one account was closed, or its basis changed after the close (domain.md §4).</summary>
/// <param name="Rebate">The rebate rule's id.</param>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="PeriodStart">Local start of the period, an instant.</param>
/// <param name="Basis">Exact scoped net of the period's orders as they now stand.</param>
/// <param name="Amount">The rule's result on that basis, in money.</param>
/// <param name="ClosedBy">The merged account that had closed the period; absent: the account itself. The difference is posted to the
/// account itself.</param>
public sealed record RebateComputed(
    string Program, string AccountId, string Rebate, string Period, DateTimeOffset PeriodStart, int ProgramVersion, Exact Basis,
    decimal Amount, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? ClosedBy = null) : IAccountEvent;
