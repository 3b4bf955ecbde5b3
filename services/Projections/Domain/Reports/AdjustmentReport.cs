using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Reports;

/// <summary>Adjustments: who asked for each, who approved or rejected it, and what it moved.</summary>
public static class AdjustmentReport
{
    /// <summary>The columns of the report.</summary>
    public static ReportTable<AdjustmentReported> Table { get; } = new ReportTable<AdjustmentReported>("adjustments")
        .Text("adjustmentId", line => line.AdjustmentId)
        .Text("accountId", line => line.AccountId)
        .Text("owner", line => line.Owner)
        .Text("unit", line => line.Unit)
        .Amount("amount", line => line.Amount)
        .Text("state", line => line.State)
        .Text("reason", line => line.Reason)
        .Text("proposedBy", line => line.ProposedBy)
        .Instant("proposedAt", line => line.ProposedAt)
        .Text("decidedBy", line => line.DecidedBy)
        .Instant("decidedAt", line => line.DecidedAt)
        .Text("decision", line => line.Decision);

    /// <summary>An adjustment as it is shown.</summary>
    /// <param name="accountId">The account that has it now.</param>
    public static AdjustmentReported Show(string id, string accountId, AdjustmentRow row, int minorDigits)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new AdjustmentReported(
            id, accountId, row.Owner, row.Unit, ValueFormat.Scaled(row.Amount, Units.DigitsOf(row.Unit, minorDigits)),
            AdjustmentStateNames.NameOf(row.State), row.ProposedAt, row.Reason, row.ProposedBy, row.DecidedAt, row.DecidedBy, row.Decision);
    }
}
