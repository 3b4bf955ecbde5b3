using System.Text.Json;
using Ledger.Contracts.V1;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Bench.Runs;

/// <summary>One statement after the other, as the plain way has them.</summary>
internal static class Statements
{
    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteScalarAsync();
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    public static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    public static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    public static NpgsqlParameter Json<T>(T value) => new() { Value = JsonSerializer.SerializeToUtf8Bytes(value, Wire.Options), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
