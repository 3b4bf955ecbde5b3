using Ledger.Host.State;
using Ledger.TestSupport;
using Npgsql;

namespace Ledger.EndToEnd.Tests;

/// <summary>PostgreSQL and RabbitMQ of a test's own, which it may kill and start again on the same data and ports.</summary>
internal sealed class OwnServers : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ledger-servers-").FullName;

    public string Postgres { get; private set; } = "";

    public string Rabbit { get; private set; } = "";

    public static async Task<OwnServers> StartAsync()
    {
        var servers = new OwnServers();
        try
        {
            var lines = (await servers.RunAsync("start", "--parent", $"{Environment.ProcessId}")).Split('\n');
            servers.Postgres = Value(lines, "LEDGER_POSTGRES=");
            servers.Rabbit = Value(lines, "LEDGER_RABBITMQ=");
            await using var database = NpgsqlDataSource.Create(servers.Postgres);
            await LedgerDatabase.ApplyAsync(database);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9, then starts it again.</summary>
    public async Task KillAsync(string server)
    {
        await RunAsync("kill", server);
        await RunAsync("start", server, "--parent", $"{Environment.ProcessId}");
    }

    public async ValueTask DisposeAsync()
    {
        await Command.RunAsync("bash", [Script, "stop", folder]);
        Directory.Delete(folder, recursive: true);
    }

    private static string Script => Path.Combine(BuiltFiles.Root, "infra", "servers");

    private static string Value(string[] lines, string name) =>
        lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    private async Task<string> RunAsync(string command, params string[] more)
    {
        var run = await Command.RunAsync("bash", [Script, command, folder, .. more]);
        return run.ExitCode == 0
            ? run.Output
            : throw new InvalidOperationException($"infra/servers {command} ended with {run.ExitCode}:\n{run.Output}\n{run.Error}");
    }
}
