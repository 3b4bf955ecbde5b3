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

    /// <summary>By account: what the orders there are come to in new scopes.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<ScopeMeasurement>>> MeasureAsync(
        NpgsqlConnection connection, ProgramCatalog catalog, IReadOnlyList<ScopeDefinition> scopes, CancellationToken ct)
    {
        var (orders, merged) = await OrdersAsync(connection, catalog.Program, ct);
        return NewScopes.Measure(catalog, scopes, orders.Values, merged);
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
