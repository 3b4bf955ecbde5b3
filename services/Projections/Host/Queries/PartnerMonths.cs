using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Reports;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Projections.Host.Queries;

/// <summary>Reads settlements with partners.</summary>
internal static class PartnerMonths
{
    /// <summary>Settled months by partner and month.</summary>
    /// <param name="partner">The partner; null: all partners.</param>
    public static Task<List<PartnerSettled>> ReadAsync(
        Snapshot snapshot, QueriedProgram program, string? partner, MonthsAsked months, CancellationToken ct) =>
        snapshot.Command(
                $"""
                select p.partner, p.month, p.issued, p.reversed, p.redeemed, p.redemption_reversed from {snapshot.Schema}.partner_months p
                 where p.program = $1 and ($2 is null or p.partner = $2)
                   and ($3 is null or p.month >= $3) and ($4 is null or p.month <= $4) order by p.partner, p.month
                """,
                Snapshot.Value(program.Program), Snapshot.Value(partner), Snapshot.Value(months.From),
                Snapshot.Value(months.To))
            .ListAsync(
                row => PartnerReport.Of(
                    program.Catalog, row.GetString(0), row.GetInt32(1),
                    new PartnerMonth(
                        Whole(row.GetDecimal(2)), Whole(row.GetDecimal(3)), Whole(row.GetDecimal(4)), Whole(row.GetDecimal(5)))),
                ct);

    private static long Whole(decimal points) => decimal.ToInt64(points);
}
