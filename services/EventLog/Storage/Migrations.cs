using Npgsql;

namespace Ledger.EventLog.Storage;

/// <summary>Runs migrations and records those that have run in <c>ledger_log_migrations</c>.</summary>
internal static class Migrations
{
    private const string Table = """
        create table if not exists ledger_log_migrations (
            name    varchar primary key,
            sha256  bytea not null,
            applied timestamptz not null default now()
        )
        """;

    /// <summary>Runs the migrations that have not run and returns their names. Each is recorded in the transaction in which it
    /// runs.</summary>
    /// <exception cref="SchemaRefusedException">A migration was edited after it had run.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Migration> migrations,
        CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, Table, ct);
        var applied = await AppliedAsync(connection, ct);
        if (Edited(applied, migrations) is { } edited) throw new SchemaRefusedException("migration_edited", edited);
        var missing = migrations.Where(migration => !applied.ContainsKey(migration.Name)).ToList();
        foreach (var migration in missing)
        {
            await ExecuteAsync(connection, migration.Sql, ct);
            await ExecuteAsync(connection, "insert into ledger_log_migrations (name, sha256) values ($1, $2)", ct, migration.Name,
                migration.Hash);
        }

        await transaction.CommitAsync(ct);
        return [.. missing.Select(migration => migration.Name)];
    }

    /// <summary>One sentence for each migration that has not run, or was edited after it had.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlConnection connection, IReadOnlyList<Migration> migrations,
        CancellationToken ct)
    {
        var applied = await AppliedAsync(connection, ct);
        var missing = migrations.Where(migration => !applied.ContainsKey(migration.Name)).Select(migration =>
            $"Migration {migration.Name} has not run.");
        return [.. missing, .. new[] { Edited(applied, migrations) }.OfType<string>()];
    }

    private static string? Edited(Dictionary<string, byte[]> applied, IReadOnlyList<Migration> migrations) =>
        migrations.FirstOrDefault(one => applied.TryGetValue(one.Name, out var hash)
            && !hash.AsSpan().SequenceEqual(one.Hash)) is { } edited
            ? $"Migration {edited.Name} was edited after it had run on this database."
            : null;

    private static async Task<Dictionary<string, byte[]>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new Dictionary<string, byte[]>();
        await using (var exists = new NpgsqlCommand("select to_regclass('ledger_log_migrations') is not null", connection))
        {
            if (await exists.ExecuteScalarAsync(ct) is false) return applied;
        }

        await using var command = new NpgsqlCommand("select name, sha256 from ledger_log_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) applied.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
