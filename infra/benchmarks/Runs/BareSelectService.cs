using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>A service with a table of balances and an endpoint that selects one row of it, in a process of its own like the
/// ledger.</summary>
internal sealed class BareSelectService : IAsyncDisposable
{
    /// <summary>The argument with which this program runs as that service.</summary>
    public const string Argument = "serve-bare-select";

    private readonly Process process;

    private BareSelectService(Process process) => this.process = process;

    public int Pid => process.Id;

    /// <summary>Makes the table with a row for each account.</summary>
    public static async Task CreateAsync(string connectionString, IReadOnlyList<string> accounts)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var create = database.CreateCommand(
            "create table balances (account_id text primary key, pending numeric not null, available numeric not null, held numeric "
            + "not null, arrears numeric not null)");
        await create.ExecuteNonQueryAsync();
        await using var fill = database.CreateCommand("insert into balances select id, 1200, 345, 0, 0 from unnest($1::text[]) id");
        fill.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. accounts] });
        await fill.ExecuteNonQueryAsync();
    }

    /// <summary>Starts the process.</summary>
    public static BareSelectService Start(string connectionString) => new(Process.Start(
        new ProcessStartInfo("dotnet", [typeof(BareSelectService).Assembly.Location, Argument, connectionString])
        {
            RedirectStandardOutput = true,
        })!);

    /// <summary>The service's address, available once it listens.</summary>
    public async Task<Uri> AddressAsync() =>
        new(await process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException("The bare endpoint ended before it listened."));

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Runs the service: prints its address and serves until it is killed.</summary>
    public static async Task ServeAsync(string connectionString)
    {
        var database = new NpgsqlDataSourceBuilder(connectionString);
        // As in the service.
        database.ConnectionStringBuilder.MaxAutoPrepare = 32;
        database.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        database.ConnectionStringBuilder.NoResetOnClose = true;
        database.ConnectionStringBuilder.MaxPoolSize = 40;
        await using var source = database.Build();
        await using var app = LoopbackWeb.Build();
        app.MapGet("/balances/{account}", async (string account, CancellationToken ct) =>
        {
            await using var select = source.CreateCommand("select pending, available, held, arrears from balances where account_id = $1");
            select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account });
            await using var row = await select.ExecuteReaderAsync(ct);
            return await row.ReadAsync(ct)
                ? Microsoft.AspNetCore.Http.Results.Ok(new
                {
                    account,
                    pending = row.GetDecimal(0),
                    available = row.GetDecimal(1),
                    held = row.GetDecimal(2),
                    arrears = row.GetDecimal(3),
                })
                : Microsoft.AspNetCore.Http.Results.NotFound();
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Task.Delay(Timeout.Infinite);
    }
}
