using System.Text.Json;
using Ledger.Contracts.V1;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Bench.Runs;

/// <summary>Helpers for statements and parameters of the conventional implementations.</summary>
internal static class Sql
{
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

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

    public static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter<long> Count(long value) => new() { TypedValue = value };

    public static NpgsqlParameter Json<T>(T value) =>
        new() { Value = JsonSerializer.SerializeToUtf8Bytes(value, Wire.Options), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
