using Ledger.Contracts.V1;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>
/// Reads every event that changes an account: account by account, and within an account in the order of the log. The database sorts, on
/// disk if necessary.
/// </summary>
internal sealed class AccountEvents : IAsyncDisposable
{
    private const string Select = """
        select tenant_id, data ->> 'accountId', seq_id, type, data
          from mt_events
         where type = any ($1) and data ->> 'accountId' is not null
         order by tenant_id collate "C", (data ->> 'accountId') collate "C", seq_id
        """;

    private static readonly string[] Types =
    [
        .. EventNames.All.Where(pair => typeof(IAccountEvent).IsAssignableFrom(pair.Value)).Select(pair => pair.Key),
    ];

    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader reader;

    private AccountEvents(NpgsqlCommand command, NpgsqlDataReader reader)
    {
        this.command = command;
        this.reader = reader;
    }

    /// <summary>The account of the current event; null after the last.</summary>
    public AccountKey? Key { get; private set; }

    public long Position => reader.GetInt64(2);

    /// <summary>How many events were read so far.</summary>
    public long Count { get; private set; }

    public static async Task<AccountEvents> OpenAsync(NpgsqlConnection session, CancellationToken ct)
    {
        var command = new NpgsqlCommand(Select, session)
        {
            CommandTimeout = 0,
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = Types } },
        };
        var rows = new AccountEvents(command, await command.ExecuteReaderAsync(ct));
        await rows.NextAsync(ct);
        return rows;
    }

    public IAccountEvent Read() => (IAccountEvent)StoredEvents.Read(reader.GetString(3), reader.GetFieldValue<byte[]>(4));

    public async Task NextAsync(CancellationToken ct)
    {
        Key = await reader.ReadAsync(ct) ? new AccountKey(reader.GetString(0), reader.GetString(1)) : null;
        Count++;
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
    }
}
