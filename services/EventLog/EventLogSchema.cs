using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Ledger.EventLog;

/// <summary>Creates the log's tables: runs, in order and once, the numbered migrations embedded in this assembly.</summary>
public static class EventLogSchema
{
    private const string Migrations = """
        create table if not exists ledger_log_migrations (
            name    varchar primary key,
            sha256  bytea not null,
            applied timestamptz not null default now()
        )
        """;

    /// <summary>
    /// Brings the database to this version; does nothing when it is there. Safe to call from many processes at once.
    /// Throws when a migration that ran earlier is no longer the one embedded here.
    /// </summary>
    public static async Task CreateAsync(NpgsqlDataSource dataSource, CancellationToken ct = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // 'ledgerlg' as a number: one creator at a time, and no two projects share it by accident.
        await ExecuteAsync(connection, "select pg_advisory_xact_lock(7810759523990400103)", ct);
        await ExecuteAsync(connection, Migrations, ct);
        var applied = await AppliedAsync(connection, ct);
        foreach (var (name, sql) in Embedded())
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sql));
            if (applied.TryGetValue(name, out var before))
            {
                if (!before.AsSpan().SequenceEqual(hash)) throw new InvalidOperationException($"Migration {name} was edited after it had run on this database.");
                continue;
            }

            await ExecuteAsync(connection, sql, ct);
            await ExecuteAsync(connection, "insert into ledger_log_migrations (name, sha256) values ($1, $2)", ct, name, hash);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<Dictionary<string, byte[]>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new Dictionary<string, byte[]>();
        await using var command = new NpgsqlCommand("select name, sha256 from ledger_log_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) applied.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
        return applied;
    }

    private static IEnumerable<(string Name, string Sql)> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
