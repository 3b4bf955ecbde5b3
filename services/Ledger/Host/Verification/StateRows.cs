using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>Reads the rows of a state table, account by account. The first two columns are program and account.</summary>
internal sealed class StateRows : IAsyncDisposable
{
    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader reader;

    private StateRows(NpgsqlCommand command, NpgsqlDataReader reader)
    {
        this.command = command;
        this.reader = reader;
    }

    /// <summary>The account of the current row; null after the last.</summary>
    public AccountKey? Key { get; private set; }

    /// <summary>The current row.</summary>
    public NpgsqlDataReader Row => reader;

    public static async Task<StateRows> OpenAsync(NpgsqlConnection session, string columns, string table, CancellationToken ct)
    {
        var command = new NpgsqlCommand(
            $"select l.program, l.account_id, {columns} from {table} l order by l.program collate \"C\", l.account_id collate \"C\"",
            session)
        {
            CommandTimeout = 0,
        };
        var rows = new StateRows(command, await command.ExecuteReaderAsync(ct));
        await rows.NextAsync(ct);
        return rows;
    }

    public async Task NextAsync(CancellationToken ct) =>
        Key = await reader.ReadAsync(ct) ? new AccountKey(reader.GetString(0), reader.GetString(1)) : null;

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
    }
}
