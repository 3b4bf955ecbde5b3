using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using Ledger.Rules.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>
/// Measures the orders that are already there in scopes that a new version brings, so that its windows see them too. Reads the program's
/// orders from the log once; publishing a version is rare.
/// </summary>
internal static class ScopeBackfill
{
    private const string Select = """
        select type, data from mt_events
         where tenant_id = $1 and type in ('order_recorded', 'order_revised', 'return_recorded', 'accounts_merged') order by seq_id
        """;

    /// <summary>Scopes of <paramref name="after"/> that <paramref name="before"/> does not know.</summary>
    public static IReadOnlyList<ScopeDefinition> NewScopes(ProgramCatalog before, ProgramCatalog after)
    {
        var known = before.Scopes.Select(scope => scope.Key).ToHashSet(StringComparer.Ordinal);
        return [.. after.Scopes.Where(scope => !known.Contains(scope.Key))];
    }

    /// <summary>By account: one measurement for each new scope.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<(string Scope, IReadOnlyList<MonthMeasure> Months)>>> MeasureAsync(
        NpgsqlConnection connection, ProgramCatalog catalog, IReadOnlyList<ScopeDefinition> scopes, CancellationToken ct)
    {
        var (orders, merged) = await OrdersAsync(connection, catalog.Program, ct);
        return orders.Values.GroupBy(order => SurvivorOf(order.Snapshot!.AccountId), StringComparer.Ordinal)
            .ToDictionary(account => account.Key, account => (IReadOnlyList<(string Scope, IReadOnlyList<MonthMeasure> Months)>)Measure(catalog, scopes, [.. account]), StringComparer.Ordinal);

        string SurvivorOf(string id)
        {
            while (merged.TryGetValue(id, out var into)) id = into;
            return id;
        }
    }

    private static List<(string Scope, IReadOnlyList<MonthMeasure> Months)> Measure(ProgramCatalog catalog, IReadOnlyList<ScopeDefinition> scopes, List<Order> orders)
    {
        var measured = new List<(string Scope, IReadOnlyList<MonthMeasure> Months)>(scopes.Count);
        foreach (var scope in scopes)
        {
            var months = new SortedDictionary<int, MonthMeasure>();
            foreach (var order in orders)
            {
                var first = order.Snapshot!;
                var month = catalog.Version(first.ProgramVersion).Calendar.MonthOf(first.PlacedAt);
                var net = scope.Net(Evaluate.Lines(order.Lines, line => order.Returned.GetValueOrDefault(line)));
                var counts = scope.Counts(Evaluate.Lines(first.Lines, _ => 0)) ? 1 : 0;
                var cell = months.GetValueOrDefault(month) ?? new MonthMeasure(month, Exact.Zero, 0);
                months[month] = cell with { Net = cell.Net + net, Orders = cell.Orders + counts };
            }

            measured.Add((scope.Key, [.. months.Values]));
        }

        return measured;
    }

    private static async Task<(Dictionary<(string Source, string OrderId), Order> Orders, Dictionary<string, string> Merged)> OrdersAsync(
        NpgsqlConnection connection, string program, CancellationToken ct)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        var orders = new Dictionary<(string Source, string OrderId), Order>();
        await using var command = new NpgsqlCommand(Select, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = program } }, CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var read = Events.Read(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
            if (read is AccountsMerged one) merged[one.MergedAccountId] = one.SurvivorId;
            if (read is not IOrderEvent happened) continue;
            var key = (happened.Source, happened.OrderId);
            if (!orders.TryGetValue(key, out var order)) orders[key] = order = new Order(program, key.Source, key.OrderId);
            Evolve.Order(order, happened);
        }

        return (orders, merged);
    }
}
