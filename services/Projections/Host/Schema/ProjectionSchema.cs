using System.Reflection;
using Npgsql;

namespace Ledger.Projections.Host.Schema;

/// <summary>Creates and drops the views' tables. Views are disposable: they have no migrations, only generations.</summary>
internal static class ProjectionSchema
{
    /// <summary>
    /// The version of the tables and of what the views put into them. Increase it with every change of either: the new code then builds a
    /// generation of its own.
    /// </summary>
    public const int Shape = 10;

    /// <summary>The base of advisory lock keys: 'projectn' as a number, to which the shape is added.</summary>
    private const long LeaseBase = 8102082567171404800;

    /// <summary>The key of the advisory lock that the active tailer of this shape holds.</summary>
    public static long Lease => LeaseBase + Shape;

    public static string NameOf(int generation) => $"projections_{generation}";

    /// <summary>Creates the tables that all generations share.</summary>
    public static async Task CreateControlAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LeaseBase})", ct);
        await ExecuteAsync(connection, Embedded("control.sql"), ct);
        await ExecuteAsync(
            connection, $"insert into projections.rebuild (shape, state) values ({Shape}, 'idle') on conflict do nothing", ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Creates an empty generation and makes it live, for a database that has none.</summary>
    public static Task<int> CreateLiveAsync(NpgsqlConnection connection, CancellationToken ct) => CreateAsync(connection, SetLive, ct);

    /// <summary>Creates an empty generation for the rebuild that was asked for.</summary>
    public static Task<int> CreateForRebuildAsync(NpgsqlConnection connection, CancellationToken ct) =>
        CreateAsync(
            connection,
            generation =>
                $"update projections.rebuild set state = 'running', generation = {generation}, changed_at = now() where shape = {Shape}",
            ct
        );

    // The generation's purpose is noted in the same transaction, because housekeeping drops generations without one.
    private static async Task<int> CreateAsync(NpgsqlConnection connection, Func<int, string> note, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var next = new NpgsqlCommand("select nextval('projections.generations')::int", connection);
        var generation = (int)(await next.ExecuteScalarAsync(ct))!;
        await ExecuteAsync(connection, $"drop schema if exists {NameOf(generation)} cascade", ct);
        await ExecuteAsync(connection, $"delete from mt_event_progression where name = '{NameOf(generation)}'", ct);
        await ExecuteAsync(connection, Script("generation.sql", generation), ct);
        await ExecuteAsync(connection, note(generation), ct);
        await transaction.CommitAsync(ct);
        return generation;
    }

    /// <summary>Creates the indexes of a generation that are missing, two at a time: each is built by one process of the server.</summary>
    public static Task CreateIndexesAsync(NpgsqlDataSource target, int generation, CancellationToken ct) => Parallel.ForEachAsync(
        Script("indexes.sql", generation).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = ct },
        async (statement, cancelled) =>
        {
            await using var command = target.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(cancelled);
        });

    /// <summary>The live generation of this shape; null before the first.</summary>
    public static async Task<int?> LiveAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select generation from projections.live l where shape = {Shape} and exists (select from pg_namespace where nspname = "
            + $"'projections_' || l.generation)", connection);
        return (int?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Makes a rebuilt generation live, and ends the rebuild.</summary>
    public static async Task SwitchAsync(NpgsqlConnection connection, int generation, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, SetLive(generation), ct);
        await ExecuteAsync(
            connection, $"update projections.rebuild set state = 'done', generation = null, changed_at = now() where shape = {Shape}", ct);
        await transaction.CommitAsync(ct);
    }

    private static string SetLive(int generation) =>
        $"insert into projections.live (shape, generation) values ({Shape}, {generation}) on conflict (shape) do update set "
        + $"generation = excluded.generation";

    /// <summary>Drops a generation. Throws when a long query still reads it; call again later.</summary>
    public static async Task DropAsync(NpgsqlConnection connection, int generation, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, "set local lock_timeout = '50ms'", ct);
        await ExecuteAsync(connection, $"drop schema if exists {NameOf(generation)} cascade", ct);
        await ExecuteAsync(connection, $"delete from mt_event_progression where name = '{NameOf(generation)}'", ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Generations that exist but are neither live for any shape nor being rebuilt.</summary>
    public static Task<IReadOnlyList<int>> OrphansAsync(NpgsqlConnection connection, CancellationToken ct) => NumbersAsync(
        connection,
        """
        select substring(nspname from 13)::int from pg_namespace
         where nspname ~ '^projections_[0-9]+$'
           and substring(nspname from 13)::int not in (select generation from projections.live)
           and substring(nspname from 13)::int not in (select generation from projections.rebuild where generation is not null)
         order by 1
        """,
        ct);

    /// <summary>Older shapes that still have a live generation.</summary>
    public static Task<IReadOnlyList<int>> OlderShapesAsync(NpgsqlConnection connection, CancellationToken ct) =>
        NumbersAsync(connection, $"select shape from projections.live where shape < {Shape}", ct);

    /// <summary>Makes an older shape's generation an orphan, unless a tailer of that shape holds its lease.</summary>
    public static async Task ForgetShapeAsync(NpgsqlConnection connection, int shape, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(
            connection, $"delete from projections.live where shape = {shape} and pg_try_advisory_xact_lock({LeaseBase + shape})", ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<IReadOnlyList<int>> NumbersAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var numbers = new List<int>();
        while (await reader.ReadAsync(ct)) numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    private static string Script(string name, int generation) =>
        Embedded(name).Replace("{schema}", NameOf(generation), StringComparison.Ordinal);

    private static string Embedded(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
