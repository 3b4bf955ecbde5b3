using Ledger.Ledger.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>The rows of ledger_lots in order.</summary>
internal sealed class LotRows : IAsyncDisposable
{
    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader reader;

    private LotRows(NpgsqlCommand command, NpgsqlDataReader reader)
    {
        this.command = command;
        this.reader = reader;
    }

    /// <summary>Whose row this is; null after the last.</summary>
    public AccountKey? Key { get; private set; }

    public long Number => reader.GetInt64(2);

    public static async Task<LotRows> OpenAsync(NpgsqlConnection session, CancellationToken ct)
    {
        const string select = $"select l.program, l.account_id, {LotTable.Columns}, l.is_open from ledger_lots l order by l.program collate \"C\", l.account_id collate \"C\", l.lot";
        var command = new NpgsqlCommand(select, session) { CommandTimeout = 0 };
        var rows = new LotRows(command, await command.ExecuteReaderAsync(ct));
        await rows.NextAsync(ct);
        return rows;
    }

    public async Task NextAsync(CancellationToken ct) => Key = await reader.ReadAsync(ct) ? new AccountKey(reader.GetString(0), reader.GetString(1)) : null;

    /// <summary>The columns that say otherwise than the lot's events do.</summary>
    public IReadOnlyList<string> Differences(Lot lot)
    {
        var stored = LotTable.Read(reader, 2);
        var differences = new List<string>();
        Compare("owner", stored.Wallet.Owner, lot.Wallet.Owner);
        Compare("unit", stored.Wallet.Unit, lot.Wallet.Unit);
        Compare("order_key", stored.Order, lot.Order);
        Compare("rebate_key", stored.Rebate, lot.Rebate);
        Compare("activates_at", stored.ActivatesAt, lot.ActivatesAt);
        Compare("expires_at", stored.ExpiresAt, lot.ExpiresAt);
        Compare("pending", stored.Pending, lot.Pending);
        Compare("unheld", stored.Unheld, lot.Unheld);
        Compare("held", stored.Held, lot.Held);
        Compare("spent", stored.Spent, lot.Spent);
        Compare("expired", stored.Expired, lot.Expired);
        Compare("owed", stored.Owed, lot.Owed);
        Compare("waived", stored.Waived, lot.Waived);
        Compare("is_open", reader.GetBoolean(2 + LotTable.ColumnCount), lot.IsOpen);
        return differences;

        void Compare<T>(string column, T has, T should)
        {
            if (!EqualityComparer<T>.Default.Equals(has, should)) differences.Add(column);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
    }
}
