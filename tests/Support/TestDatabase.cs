using Npgsql;

namespace Ledger.TestSupport;

/// <summary>A database of its own on the real PostgreSQL that <c>infra/test</c> started; dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string server;
    private readonly string name;

    private TestDatabase(string server, string name)
    {
        this.server = server;
        this.name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    /// <summary>Connects to the new database as its owner.</summary>
    public string ConnectionString { get; }

    /// <summary>A pool on the new database; disposed with it.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Creates an empty database with a unique name. Fails the test if <c>LEDGER_POSTGRES</c> names no server.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var server = TestServers.Postgres;
        var name = $"t_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"create database {name}");
        return new TestDatabase(server, name);
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(server, $"drop database if exists {name} with (force)");
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
