using System.Globalization;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>Compares ledger_lots, which has a row for every lot ever opened.</summary>
internal sealed class LotsCompared : IStateTable
{
    public string Table => LotStateTable.Shape.Table;

    public string Columns => LotStateTable.Shape.Columns("l");

    public string Code => "state_lot_differs";

    public IEnumerable<string> Expected(RebuiltAccount rebuilt) => rebuilt.Account.Lots.All.Select(lot => Shown(lot.Number));

    public string KeyOf(NpgsqlDataReader row) => Shown(row.GetInt64(2));

    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt) =>
        LotStateTable.Shape.Differences(row, 2, rebuilt.Account.Lots[row.GetInt64(2)]);

    private static string Shown(long number) => string.Create(CultureInfo.InvariantCulture, $"lot {number}");
}
