using System.Text.Json;
using Ledger.Contracts.V1;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Bench.Runs;

/// <summary>What the plain way does inside its transaction.</summary>
internal static class RowLockOrders
{
    public static async Task PlaceAsync(NpgsqlConnection connection, OrderPlaced order)
    {
        await ExecuteAsync(connection, "insert into accounts (id) values ($1) on conflict do nothing", Text(order.AccountId));
        var balance = (long)(await ScalarAsync(connection, "select balance from accounts where id = $1 for update", Text(order.AccountId)))!;
        var net = order.Lines.Sum(line => (line.Quantity * line.UnitPrice) - line.Discount);
        var points = (long)decimal.Floor(net);
        var id = (long)(await ScalarAsync(
            connection, "insert into orders (source, order_id, account_id, placed_at, net, lines) values ($1, $2, $3, $4, $5, $6) returning id",
            Text(order.Source), Text(order.OrderId), Text(order.AccountId), new NpgsqlParameter<DateTime> { TypedValue = order.PlacedAt.UtcDateTime },
            new NpgsqlParameter<decimal> { TypedValue = net }, Json(order.Lines)))!;
        await ExecuteAsync(connection, "insert into accruals (account_id, order_id, points) values ($1, $2, $3)", Text(order.AccountId), Number(id), Number(points));
        await ExecuteAsync(
            connection, "update accounts set balance = $2, orders = orders + 1, spend = spend + $3 where id = $1",
            Text(order.AccountId), Number(balance + points), new NpgsqlParameter<decimal> { TypedValue = net });
    }

    public static async Task ReturnAsync(NpgsqlConnection connection, OrderReturned returned)
    {
        await using var find = Command(connection, "select id, account_id, lines::text from orders where source = $1 and order_id = $2", Text(returned.Source), Text(returned.OrderId));
        long id;
        string account;
        List<OrderLine> lines;
        await using (var reader = await find.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            (id, account, lines) = (reader.GetInt64(0), reader.GetString(1), JsonSerializer.Deserialize<List<OrderLine>>(reader.GetString(2), Wire.Options)!);
        }

        var balance = (long)(await ScalarAsync(connection, "select balance from accounts where id = $1 for update", Text(account)))!;
        var net = returned.Lines.Sum(line => line.Quantity * lines.Single(one => one.LineId == line.LineId).UnitPrice);
        var points = (long)decimal.Floor(net);
        await ExecuteAsync(connection, "insert into returns (order_id, return_id, lines) values ($1, $2, $3)", Number(id), Text(returned.ReturnId), Json(returned.Lines));
        await ExecuteAsync(connection, "insert into accruals (account_id, order_id, points) values ($1, $2, $3)", Text(account), Number(id), Number(-points));
        await ExecuteAsync(
            connection, "update accounts set balance = $2, spend = spend - $3 where id = $1",
            Text(account), Number(balance - points), new NpgsqlParameter<decimal> { TypedValue = net });
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteScalarAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private static NpgsqlParameter Json<T>(T value) => new() { Value = JsonSerializer.SerializeToUtf8Bytes(value, Wire.Options), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
