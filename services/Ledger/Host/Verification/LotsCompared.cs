using System.Globalization;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>ledger_lots: a row for every lot ever opened.</summary>
internal sealed class LotsCompared : IStateTable
{
    public string Table => "ledger_lots";

    public string Columns => $"{LotTable.Columns}, l.is_open";

    public string Code => "state_lot_differs";

    public IEnumerable<string> Expected(RebuiltAccount rebuilt) => rebuilt.Account.Lots.All.Select(lot => Shown(lot.Number));

    public string KeyOf(NpgsqlDataReader row) => Shown(row.GetInt64(2));

    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt)
    {
        var stored = LotTable.Read(row, 2);
        var lot = rebuilt.Account.Lots[stored.Number];
        var differences = new List<string>();
        Compare("owner", stored.Wallet.Owner, lot.Wallet.Owner);
        Compare("unit", stored.Wallet.Unit, lot.Wallet.Unit);
        Compare("order_key", stored.Order, lot.Order);
        Compare("rebate_key", stored.Rebate, lot.Rebate);
        Compare("activates_at", stored.ActivatesAt, lot.ActivatesAt);
        Compare("expires_at", stored.OriginalExpiresAt, lot.OriginalExpiresAt);
        Compare("extended_to", stored.ExtendedTo, lot.ExtendedTo);
        Compare("pending", stored.Pending, lot.Pending);
        Compare("unheld", stored.Unheld, lot.Unheld);
        Compare("held", stored.Held, lot.Held);
        Compare("spent", stored.Spent, lot.Spent);
        Compare("expired", stored.Expired, lot.Expired);
        Compare("owed", stored.Owed, lot.Owed);
        Compare("waived", stored.Waived, lot.Waived);
        Compare("fund", stored.Fund, lot.Fund);
        Compare("noticed_at", stored.NoticedAt, lot.NoticedAt);
        Compare("is_open", row.GetBoolean(2 + LotTable.ColumnCount), lot.IsOpen);
        return differences;

        void Compare<T>(string column, T has, T should)
        {
            if (!EqualityComparer<T>.Default.Equals(has, should)) differences.Add(column);
        }
    }

    private static string Shown(long number) => string.Create(CultureInfo.InvariantCulture, $"lot {number}");
}
