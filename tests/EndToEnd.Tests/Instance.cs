using System.Globalization;
using Ledger.TestSupport;

namespace Ledger.EndToEnd.Tests;

/// <summary>A service with its database, used through the command line as people use it.</summary>
internal sealed class Instance(ServiceProcess service, string postgres) : IAsyncDisposable
{
    private static readonly string[] Exports = ["balances", "standings", "rebates", "entitlements"];

    public ServiceProcess Service => service;

    /// <param name="more">Further environment variables.</param>
    public static async Task<Instance> StartAsync(
        string postgres, string? rabbit = null, IReadOnlyDictionary<string, string>? more = null) =>
        new(await ServiceProcess.StartAsync(postgres, rabbit, more), postgres);

    /// <summary>Reads the log without a connection pool, because pooled connections would outlive a database that is killed.</summary>
    public LogReader Log { get; } =
        new(Npgsql.NpgsqlDataSource.Create(new Npgsql.NpgsqlConnectionStringBuilder(postgres) { Pooling = false }.ConnectionString));

    /// <inheritdoc cref="ServiceProcess.LedgerAsync"/>
    public Task<Command> LedgerAsync(params string[] arguments) => service.LedgerAsync(arguments);

    /// <inheritdoc cref="ServiceProcess.SucceedAsync"/>
    public Task<string> SucceedAsync(params string[] arguments) => service.SucceedAsync(arguments);

    public Task<Command> ImportAsync(string file, string program, string via = "http") =>
        LedgerAsync("import", file, "--profile", "ndjson", "--program", program, "--via", via, "--lanes", "2");

    /// <summary>The four exports at the log's present end.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ExportsAsync(string program)
    {
        var position = (await Log.CountAsync()).ToString(CultureInfo.InvariantCulture);
        var exports = new Dictionary<string, string>();
        foreach (var name in Exports)
        {
            var path = $"{LedgerApi.Program(program)}/exports/{name}.csv?minPosition={position}";
            exports[name] = (
                await Eventually.GetAsync(() => service.Api.GetAsync(path), reply => reply.Status == 200, $"the export of {name}")).Text;
        }

        return exports;
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();
}
