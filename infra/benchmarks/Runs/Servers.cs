using Ledger.Bench.Measuring;
using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>The PostgreSQL and RabbitMQ that the environment names; each run has a database of its own.</summary>
internal sealed class Servers
{
    private readonly string postgres = Required("LEDGER_POSTGRES");

    public Servers()
    {
        Rabbit = new Uri(Required("LEDGER_RABBITMQ"));
        Cpu = new CpuClock(new NpgsqlConnectionStringBuilder(postgres).Port, Rabbit.IsDefaultPort || Rabbit.Port < 0 ? 5672 : Rabbit.Port);
    }

    public Uri Rabbit { get; }

    public CpuClock Cpu { get; }

    /// <summary>Creates an empty database; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        await ExecuteAsync(source, $"drop database if exists {name} with (force)");
        await ExecuteAsync(source, $"create database {name}");
        return new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ConnectionString;
    }

    public async Task DropDatabaseAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        await ExecuteAsync(source, $"drop database if exists {name} with (force)");
    }

    /// <summary>Flushes dirty pages, so that no run pays for those of the run before.</summary>
    public async Task SettleAsync()
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        await ExecuteAsync(source, "checkpoint");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set; infra/bench sets it.");
}
