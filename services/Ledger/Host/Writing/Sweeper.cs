using Ledger.Ledger.Domain;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>
/// Carries out what is due for accounts that nothing else touches: by the wall's clock, or by what a manual clock was advanced to.
/// It only finds the accounts; what is due and how it is posted is decided where facts are decided.
/// </summary>
public sealed partial class Sweeper(NpgsqlDataSource dataSource, Writer writer, Programs programs, TimeProvider time, ILogger<Sweeper> logger) : BackgroundService
{
    private const int AccountsAtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim wake = new(0, 1);

    /// <summary>Looks for due work now rather than at the next round.</summary>
    public void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>How many accounts of a program have work that is due and not carried out, and the log's last position then: what was carried out is in the log by it.</summary>
    public async Task<(long Accounts, long Position)> DueAsync(ProgramState state, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(state);
        await using var command = dataSource.CreateCommand("select count(*), (select position from ledger_log_head) from ledger_accounts where program = $1 and due_at <= $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = state.Catalog.Program });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = Until(state).UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await writer.Ready.WaitAsync(stoppingToken);
        while (true)
        {
            try
            {
                foreach (var program in programs.All) await SweepAsync(program, stoppingToken);
            }
            catch (NpgsqlException outage)
            {
                LogOutage(logger, outage);
            }

            await WaitAsync(stoppingToken);
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = time.CreateTimer(_ => Wake(), null, Every, Timeout.InfiniteTimeSpan);
        await wake.WaitAsync(ct);
    }

    private async Task SweepAsync(ProgramState program, CancellationToken ct)
    {
        var until = Until(program);
        if (until == DateTimeOffset.MinValue) return;
        while (true)
        {
            var accounts = await DueAccountsAsync(program.Catalog.Program, until, ct);
            if (accounts.Count == 0) return;
            var waiting = new List<Task<Done>>(accounts.Count);
            foreach (var account in accounts) waiting.Add(await writer.EnqueueAsync(new DueWorkOf(program.Catalog.Program, account, until), ct));
            await Task.WhenAll(waiting).WaitAsync(ct);
        }
    }

    private async Task<List<string>> DueAccountsAsync(string program, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select account_id from ledger_accounts where program = $1 and due_at <= $2 order by due_at, account_id limit $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AccountsAtOnce });
        var accounts = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) accounts.Add(reader.GetString(0));
        return accounts;
    }

    private DateTimeOffset Until(ProgramState program) => program.Clock == ProgramState.Wall ? time.GetUtcNow() : program.ClockAt;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Due work waits: the database did not answer.")]
    private static partial void LogOutage(ILogger logger, Exception failure);
}
