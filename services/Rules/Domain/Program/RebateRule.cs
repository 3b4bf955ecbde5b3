namespace Ledger.Rules.Domain.Program;

/// <summary>Cashback on the volume of a local period (domain.md §4, rebates).</summary>
/// <param name="Scope">A scope's name; null is all merchandise.</param>
/// <param name="Steps">Strictly ascending; below the first, 0 %.</param>
/// <param name="VoucherValidMonths">Set when the rebate is paid as a voucher: local months from its activation to its expiry.</param>
public sealed record RebateRule(
    string Id, PeriodKind Period, string? Scope, RebateMode Mode, int PayAfterDays, PayAs PayAs, IReadOnlyList<Step> Steps,
    int? VoucherValidMonths = null);

/// <summary>Length of a rebate period.</summary>
public enum PeriodKind
{
    Month,
    Quarter,
    Year,
}

/// <summary>Whether the reached percent applies to the whole basis (reach-back), or each slice has its own percent.</summary>
public enum RebateMode
{
    SlabWhole,
    SlabMarginal,
}

/// <summary>How a rebate is paid.</summary>
public enum PayAs
{
    Credit,
    Voucher,
}
