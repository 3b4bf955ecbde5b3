using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Accounts;
using Ledger.EventLog;
using Ledger.EventLog.Verification;
using Npgsql;

namespace Ledger.TestSupport;

/// <summary>Reads the log directly from the database, to check the service's answers against it.</summary>
public sealed class LogReader(NpgsqlDataSource dataSource)
{
    private const int PageSize = 5000;
    private readonly EventStore store = new(dataSource);

    /// <summary>All events of a program, in order.</summary>
    public async Task<IReadOnlyList<ILedgerEvent>> EventsAsync(string program)
    {
        await using var command = dataSource.CreateCommand("select type, data::text from mt_events where tenant_id = $1 order by seq_id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program });
        var events = new List<ILedgerEvent>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            events.Add(
                (ILedgerEvent)JsonSerializer.Deserialize(reader.GetString(1), EventNames.TypeOf(reader.GetString(0))!, Wire.Options)!);
        }
        return events;
    }

    /// <summary>How many events of each type a program has, as "type count".</summary>
    public async Task<IReadOnlyList<string>> CountsAsync(string program)
    {
        await using var command = dataSource.CreateCommand(
            "select type || ' ' || count(*) from mt_events where tenant_id = $1 group by type order by type");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program });
        var counts = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) counts.Add(reader.GetString(0));
        return counts;
    }

    /// <summary>Everything in the log, in order.</summary>
    public async IAsyncEnumerable<StoredEvent> StoredAsync()
    {
        for (var position = 0L; ;)
        {
            var page = await store.ReadAfterAsync(position, PageSize, CancellationToken.None);
            if (page.Count == 0) yield break;
            foreach (var stored in page) yield return stored;
            position = page[^1].Position;
        }
    }

    /// <summary>How many events the log holds.</summary>
    public async Task<long> CountAsync() => (await store.ReadHeadAsync(CancellationToken.None)).Position;

    /// <summary>An account, folded from its events.</summary>
    public async Task<Account> AccountAsync(string program, string id) => Fold(await EventsAsync(program), program, id);

    /// <summary>The rejected facts of a program.</summary>
    public async Task<IReadOnlyList<OrderRejected>> RejectedAsync(string program) =>
        [.. (await EventsAsync(program)).OfType<OrderRejected>()];

    public Task<VerifyReport> VerifyAsync() => new LogVerifier(dataSource).VerifyAsync(null, CancellationToken.None);

    public static Account Fold(IEnumerable<ILedgerEvent> events, string program, string id)
    {
        ArgumentNullException.ThrowIfNull(events);
        var account = new Account(program, id);
        foreach (var happened in events.OfType<IAccountEvent>().Where(happened => happened.AccountId == id))
        {
            account = Evolve.Account(account, happened);
        }
        return account;
    }
}
