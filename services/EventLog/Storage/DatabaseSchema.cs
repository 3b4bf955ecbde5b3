using JasperFx;
using Marten;
using Marten.Storage;
using Npgsql;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Ledger.EventLog.Storage;

/// <summary>
/// The schema of the log's database. Marten creates and changes everything named <c>mt_*</c>; the ledger's own tables (<c>ledger_*</c>)
/// have migrations that run afterwards. Databases of earlier builds are changed in place. Nothing is ever dropped.
/// </summary>
/// <param name="store">A store with the service's configuration.</param>
/// <param name="more">Migrations that run after the log's own.</param>
public sealed class DatabaseSchema(IDocumentStore store, IReadOnlyList<Migration> more)
{
    // The text 'ledgerlg' as a number. Of several processes that start at once, one changes the database; the others wait and find it done.
    private const string TakeLock = "select pg_advisory_lock(7810759523990400103)";
    private const string GiveLockBack = "select pg_advisory_unlock(7810759523990400103)";

    private readonly IReadOnlyList<Migration> migrations = [.. Migration.EmbeddedIn(typeof(DatabaseSchema).Assembly), .. more];

    private IMartenDatabase Database => store.Storage.Database;

    /// <summary>Brings the database to this build's schema. Returns what was done, one entry each; empty when nothing was to do.</summary>
    /// <exception cref="SchemaRefusedException">Something would have to be dropped, or a migration was edited after it had run.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken ct = default)
    {
        await using var connection = Database.CreateConnection();
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, TakeLock, ct);
        try
        {
            var migration = await Database.CreateMigrationAsync(ct);
            var changes = Changes(migration);
            if (Drops(migration) is { Count: > 0 } drops) throw WouldDrop(drops);
            if (changes.Count > 0) await Database.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate, ct: ct);
            var applied = await Migrations.ApplyAsync(connection, migrations, ct);
            // An earlier build could leave the sequence beyond the head.
            await ExecuteAsync(connection, EventStore.SettleSequence, ct);
            return [.. changes, .. applied.Select(name => $"Migration {name}.")];
        }
        finally
        {
            await ExecuteAsync(connection, GiveLockBack, CancellationToken.None);
        }
    }

    /// <summary>The differences from this build's schema, one sentence each; empty when this build can run.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(CancellationToken ct = default)
    {
        var changes = Changes(await Database.CreateMigrationAsync(ct));
        await using var connection = Database.CreateConnection();
        await connection.OpenAsync(ct);
        return [.. changes, .. await Migrations.DifferencesAsync(connection, migrations, ct)];
    }

    private static List<string> Changes(SchemaMigration migration) =>
        [.. migration.Deltas.Where(delta => delta.Difference != SchemaPatchDifference.None).Select(delta =>
            $"{delta.SchemaObject.Identifier}: {Verb(delta.Difference)}.")];

    private static string Verb(SchemaPatchDifference difference) => difference switch
    {
        SchemaPatchDifference.Create => "to be created",
        SchemaPatchDifference.Update => "to be changed",
        _ => "cannot be changed",
    };

    // A function may be dropped to be replaced; a column, index or constraint that this build does not know may be somebody's own.
    private static List<string> Drops(SchemaMigration migration)
    {
        var drops = new List<string>();
        foreach (var delta in migration.Deltas.Where(delta =>
            delta.Difference is SchemaPatchDifference.Update or SchemaPatchDifference.Invalid))
        {
            if (delta.Difference == SchemaPatchDifference.Invalid) drops.Add(
                $"{delta.SchemaObject.Identifier} cannot be changed in place.");
            else if (delta.SchemaObject is Table) drops.AddRange(DropsOf(delta));
        }

        return drops;
    }

    private static IEnumerable<string> DropsOf(ISchemaObjectDelta delta)
    {
        using var update = new StringWriter();
        delta.WriteUpdate(new PostgresqlMigrator(), update);
        return update.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("drop ", StringComparison.OrdinalIgnoreCase) && !line.Contains("drop default",
                StringComparison.OrdinalIgnoreCase));
    }

    private static SchemaRefusedException WouldDrop(List<string> drops) =>
        new("schema_would_drop", $"The database is not changed, because something would be dropped: {string.Join(" ", drops)}");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
