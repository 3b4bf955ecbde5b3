using Ledger.Domain;
using Ledger.Domain.Contests;
using Ledger.Domain.Programs;
using Ledger.Host.State;
using Ledger.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Finds idle accounts with due work, by the wall clock or by what a manual clock was advanced to, and challenges and draws that are due.
/// It also releases facts that were dated ahead of the server's clock when their time has come (domain.md §2). It hands all of them to the
/// writer, which decides and posts them.
/// </summary>
public sealed partial class Sweeper(
    NpgsqlDataSource dataSource, Writer writer, Programs programs, TimeProvider time, ILogger<Sweeper> logger) : BackgroundService
{
    private const int AccountsAtOnce = 500;
    private const int FactsAtOnce = 500;

    private const string SelectDue = """
        select due_at, account_id from ledger_accounts
         where program = $1 and due_at <= $2 and (due_at, account_id) > ($3, $4) order by due_at, account_id limit $5
        """;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly WakeUp wakeUp = new(time);

    /// <summary>Starts the next round now.</summary>
    public void Wake() => wakeUp.Call();

    /// <summary>
    /// How many accounts, challenges and draws of a program have due work that is not carried out, and the log's last position at that
    /// time.
    /// </summary>
    /// <param name="until">Counts what is due at or before this time; null: the program's clock.</param>
    public async Task<(long Accounts, long Position)> DueAsync(ProgramState state, DateTimeOffset? until, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(state);
        var by = until ?? Until(state);
        await using var command = dataSource.CreateCommand(
            "select count(*), (select position from ledger_log_head) from ledger_accounts where program = $1 and due_at <= $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = state.Catalog.Program });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = by.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0) + ProgramWideWork.Count(state, by), reader.GetInt64(1));
    }

    /// <summary>Carries out everything due for a program at or before a time, and applies the facts whose time has come.</summary>
    internal async Task CarryOutAsync(string program, DateTimeOffset until, CancellationToken ct)
    {
        await ReleaseAsync(ct);
        if (programs.Find(program) is { } state) await SweepAsync(state, until, ct);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await writer.Ready.WaitAsync(stoppingToken);
        while (true)
        {
            try
            {
                await ReleaseAsync(stoppingToken);
                foreach (var program in programs.All) await SweepAsync(program, Until(program), stoppingToken);
            }
            catch (NpgsqlException outage)
            {
                LogOutage(logger, outage);
            }

            await wakeUp.WaitAsync(Every, stoppingToken);
        }
    }

    // Facts are handed over in time order, and the writer decides one account's facts in the order of arrival.
    private async Task ReleaseAsync(CancellationToken ct)
    {
        while (true)
        {
            var due = await AheadTable.DueAsync(dataSource, time.GetUtcNow(), FactsAtOnce, ct);
            if (due.Count == 0) return;
            var waiting = new List<Task<Done>>(due.Count);
            foreach (var fact in due)
            {
                var work = FactWork.OfParked(fact.FactType, fact.Key.ContentHash, fact.Payload, fact.Key);
                waiting.Add(await writer.EnqueueAsync(work, ct));
            }

            await Task.WhenAll(waiting).WaitAsync(ct);
        }
    }

    private async Task SweepAsync(ProgramState program, DateTimeOffset until, CancellationToken ct)
    {
        while (ProgramWideWork.Next(program, until) is { } work)
        {
            // All accounts' work that is due by the contest's time comes first.
            await SweepAccountsAsync(program, work.At, ct);
            await writer.DoAsync(new ContestWork(program.Catalog.Program, work.At), ct);
            program = programs.Find(program.Catalog.Program)!;
        }

        await SweepAccountsAsync(program, until, ct);
    }

    private async Task SweepAccountsAsync(ProgramState program, DateTimeOffset until, CancellationToken ct)
    {
        // Each page begins where the page before ended. Rows already done have a new due time, but leave dead index entries, which would be
        // read again otherwise.
        (DateTime At, string Account)? after = null;
        while (true)
        {
            var accounts = await DueAccountsAsync(program.Catalog.Program, until, after, ct);
            if (accounts.Count == 0)
            {
                if (after is null) return;
                after = null;
                continue;
            }

            var began = time.GetTimestamp();
            var waiting = new List<Task<Done>>(accounts.Count);
            foreach (var (_, account) in accounts) waiting.Add(
                await writer.EnqueueAsync(new DueWorkOf(program.Catalog.Program, account, until), ct));
            await Task.WhenAll(waiting).WaitAsync(ct);
            after = accounts[^1];

            // Callers wait for the queued work, but nobody waits for due work, so due work takes at most a third of the time while the
            // writer is busy.
            if (writer.IsBusy) await Task.Delay(2 * time.GetElapsedTime(began), time, ct);

            // A sweep of very many accounts takes minutes; facts whose time comes meanwhile should not wait for its end.
            await ReleaseAsync(ct);
        }
    }

    private async Task<List<(DateTime At, string Account)>> DueAccountsAsync(
        string program, DateTimeOffset until, (DateTime At, string Account)? after, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(SelectDue);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = after?.At ?? DateTimeOffset.MinValue.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after?.Account ?? "" });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AccountsAtOnce });
        var accounts = new List<(DateTime At, string Account)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) accounts.Add((reader.GetDateTime(0), reader.GetString(1)));
        return accounts;
    }

    private DateTimeOffset Until(ProgramState program) => program.Clock == ClockMode.Wall ? time.GetUtcNow() : program.ClockAt;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Due work waits: the database did not answer.")]
    private static partial void LogOutage(ILogger logger, Exception failure);
}
