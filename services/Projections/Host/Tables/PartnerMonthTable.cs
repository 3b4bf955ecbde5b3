using System.Runtime.InteropServices;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct PartnerMonthRowKey(string Program, string Partner, int Month);

/// <summary>
/// Settlements with partners by local month. Sums are collected in memory and added to the rows by the database, so rows are never loaded.
/// A month with any movement has a row.
/// </summary>
internal sealed class PartnerMonthTable(string schema)
{
    private readonly Dictionary<PartnerMonthRowKey, Sums> months = [];

    private record struct Sums(decimal Issued, decimal Reversed, decimal Redeemed, decimal RedemptionReversed);

    public void Add(PartnerMonthRowKey key, PartnerChange change)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(months, key, out _);
        sums = new Sums(
            sums.Issued + change.Issued, sums.Reversed + change.Reversed, sums.Redeemed + change.Redeemed,
            sums.RedemptionReversed + change.RedemptionReversed);
    }

    public NpgsqlBatchCommand? Write()
    {
        if (months.Count == 0) return null;
        KeyValuePair<PartnerMonthRowKey, Sums>[] rows = [.. months];
        return new NpgsqlBatchCommand($"""
            insert into {schema}.partner_months as p (program, partner, month, issued, reversed, redeemed, redemption_reversed)
            select * from unnest($1, $2, $3, $4, $5, $6, $7)
            on conflict (program, partner, month) do update set
              issued = p.issued + excluded.issued, reversed = p.reversed + excluded.reversed, redeemed = p.redeemed + excluded.redeemed,
              redemption_reversed = p.redemption_reversed + excluded.redemption_reversed
            """)
        {
            Parameters =
            {
                Sql.Column(rows, row => row.Key.Program), Sql.Column(rows, row => row.Key.Partner), Sql.Column(rows, row => row.Key.Month),
                Sql.Column(rows, row => row.Value.Issued), Sql.Column(rows, row => row.Value.Reversed),
                Sql.Column(rows, row => row.Value.Redeemed), Sql.Column(rows, row => row.Value.RedemptionReversed),
            },
        };
    }

    public void Written() => months.Clear();
}
