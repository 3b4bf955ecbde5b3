namespace Ledger.Contracts.V1;

/// <summary>The amount that went from one book to another, in one unit, up to the end of a period.</summary>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="From">A name of <see cref="Books"/>.</param>
/// <param name="To">A name of <see cref="Books"/>.</param>
/// <param name="Before">Amount moved before the period; points or money, 0 or more.</param>
/// <param name="Within">Amount moved within the period; points or money, 0 or more.</param>
public sealed record PeriodFlow(string Unit, string From, string To, decimal Before, decimal Within);

/// <summary>Somebody asked for a period to be closed, in a program that requires a second person to approve it. Nothing is closed
/// yet.</summary>
/// <param name="Period">The local month, 2011-07.</param>
/// <param name="Start">The period's first instant.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Key">The Idempotency-Key of the command.</param>
/// <param name="EffectiveAt">When the close was asked for.</param>
/// <param name="Principal">Who asked.</param>
public sealed record PeriodCloseRequested(
    string Program, string Period, DateTimeOffset Start, DateTimeOffset End, string Key, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, string Principal) : ILedgerEvent;

/// <summary>
/// A period was closed: everything due by its end is carried out, and no later entry is effective before that end. The flows given here
/// never change.
/// </summary>
/// <param name="Period">The local month, 2011-07.</param>
/// <param name="Start">The period's first instant.</param>
/// <param name="End">Exclusive. The clock of every account is at least this.</param>
/// <param name="Key">The Idempotency-Key of the command.</param>
/// <param name="Position">The position of the log up to which the books are summed.</param>
/// <param name="Digest">SHA-256 of <paramref name="Flows"/>, in hexadecimal, as infra/docs/reports.md says.</param>
/// <param name="Flows">The amounts moved between books up to the period's end, by unit and books.</param>
/// <param name="PointValue">Money that one point is worth by the version in force at the end, exact.</param>
/// <param name="EffectiveAt">The period's end.</param>
/// <param name="Principal">Who closed it.</param>
/// <param name="RequestedBy">Who asked for the close, where a second person had to approve it; absent otherwise.</param>
public sealed record PeriodClosed(
    string Program, string Period, DateTimeOffset Start, DateTimeOffset End, string Key, long Position, string Digest,
    IReadOnlyList<PeriodFlow> Flows, Exact PointValue, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string Principal,
    string? RequestedBy = null) : ILedgerEvent;
