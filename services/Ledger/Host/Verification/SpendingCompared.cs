using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>
/// Compares ledger_spending, which has a row for every hold, redemption, adjustment that needed approval, voucher, activity, term, grant
/// and claim.
/// </summary>
internal sealed class SpendingCompared : IStateTable
{
    public string Table => SpendingTable.Shape.Table;

    public string Columns => SpendingTable.Shape.Columns("l");

    public string Code => "state_spending_differs";

    public IEnumerable<string> Expected(RebuiltAccount rebuilt) => rebuilt.Spending.Keys.Select(key => Shown(key.Kind, key.Id));

    public string KeyOf(NpgsqlDataReader row)
    {
        var key = SpendingTable.Shape.Read(row, 2).Key;
        return Shown(key.Kind, key.Id);
    }

    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt)
    {
        var key = SpendingTable.Shape.Read(row, 2).Key;
        return SpendingTable.Shape.Differences(row, 2, rebuilt.Spending[(key.Kind, key.Id)]);
    }

    private static string Shown(string kind, string id) => $"{kind} {id}";
}
