using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;

namespace Ledger.Projections.Host.Exports;

/// <summary>Exports balances: a line for every wallet in which an amount above 0 was ever credited.</summary>
internal static class BalancesExport
{
    public const string Header = "accountId,owner,unit,pending,available,held,arrears,accrued,reversed,redeemed,expired,adjusted";

    public static Task WriteAsync(Snapshot snapshot, QueriedProgram program, CsvStream csv, CancellationToken ct) => csv.RowsAsync(
        snapshot.Command(
            $"""
            select a.account_id, w.owner, w.unit, {WalletTable.Columns}
              from {snapshot.Schema}.accounts a join {snapshot.Schema}.wallets w on w.account = a.number
             where a.program = $1 and w.credited
             order by a.account_id, w.owner <> 'account', w.owner, w.unit
            """,
            Snapshot.Value(program.Program)),
        row =>
        {
            var wallet = WalletTable.Read(row, 3).Totals;
            var unit = row.GetString(2);
            csv.Line(
                row.GetString(0), row.GetString(1), unit, Show(wallet.Pending), Show(wallet.Available), Show(wallet.Held),
                Show(wallet.Arrears), Show(wallet.Accrued), Show(wallet.Reversed), Show(wallet.Redeemed), Show(wallet.Expired),
                Show(wallet.Adjusted));

            string Show(decimal amount) => ValueFormat.Amount(amount, unit, program.MinorDigits);
        },
        ct);
}
