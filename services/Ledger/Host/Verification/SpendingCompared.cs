using System.Text.Json;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>ledger_spending: a row for every hold, redemption, adjustment that was asked for, voucher, activity, term, grant and
/// claim.</summary>
internal sealed class SpendingCompared : IStateTable
{
    public string Table => "ledger_spending";

    public string Columns => "l.kind, l.id, l.order_key, l.is_open, l.state::text";

    public string Code => "state_spending_differs";

    public IEnumerable<string> Expected(RebuiltAccount rebuilt) => rebuilt.Spending.Keys.Select(key => Shown(key.Kind, key.Id));

    public string KeyOf(NpgsqlDataReader row) => Shown(row.GetString(2), row.GetString(3));

    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt)
    {
        var expected = rebuilt.Spending[(row.GetString(2), row.GetString(3))];
        var differences = new List<string>();
        if ((row.IsDBNull(4) ? null : row.GetString(4)) != expected.Order) differences.Add("order_key");
        if (row.GetBoolean(5) != expected.IsOpen) differences.Add("is_open");
        if (!JsonText.MeansTheSame(row.GetString(6), expected.State)) differences.Add("state");
        return differences;
    }

    private static string Shown(string kind, string id) => $"{kind} {id}";
}

/// <summary>JSON by what it means: the order of members and the way numbers are written do not count.</summary>
internal static class JsonText
{
    public static bool MeansTheSame(string a, string b)
    {
        using var first = JsonDocument.Parse(a);
        using var second = JsonDocument.Parse(b);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}
