using Ledger.Host.State;
using Npgsql;

namespace Ledger.TestSupport;

/// <summary>A database of its own on the real PostgreSQL that <c>infra/test</c> started; dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    // Made once in this process as 'ledger db apply' makes it; a copy of it takes a fraction of the time.
    private static readonly Lazy<Task<string>> Template = new(CreateTemplateAsync);

    private readonly string server;
    private readonly string name;

    private TestDatabase(string server, string name)
    {
        this.server = server;
        this.name = name;
        ConnectionString = Of(server, name);
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    /// <summary>Connects to the new database as its owner.</summary>
    public string ConnectionString { get; }

    /// <summary>A pool on the new database; disposed with it.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Creates a database with the schema of this build and nothing in it. Fails the test if <c>LEDGER_POSTGRES</c> names no
    /// server.</summary>
    public static async Task<TestDatabase> CreateAsync() => await CreateAsync($" template {await Template.Value}");

    /// <summary>Creates a database without any schema.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync("");

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(server, $"drop database if exists {name} with (force)");
    }

    private static async Task<TestDatabase> CreateAsync(string like)
    {
        var server = TestServers.Postgres;
        var name = $"t_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"create database {name}{like}");
        return new TestDatabase(server, name);
    }

    private static async Task<string> CreateTemplateAsync()
    {
        var server = TestServers.Postgres;
        var name = $"template_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"create database {name}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Drop(server, name);
        // Nobody may be connected to a template while it is copied.
        var unpooled = new NpgsqlConnectionStringBuilder(Of(server, name)) { Pooling = false };
        await using var dataSource = NpgsqlDataSource.Create(unpooled.ConnectionString);
        await LedgerDatabase.ApplyAsync(dataSource);
        return name;
    }

    private static void Drop(string server, string name)
    {
        try
        {
            ExecuteAsync(server, $"drop database if exists {name} with (force)").GetAwaiter().GetResult();
        }
        catch (NpgsqlException)
        {
            // The server has ended before this process.
        }
    }

    private static string Of(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
