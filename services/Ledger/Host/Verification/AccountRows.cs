using System.Text.Json;
using Ledger.Ledger.Domain;
using Ledger.Rules.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>The rows of ledger_accounts in order.</summary>
internal sealed class AccountRows : IAsyncDisposable
{
    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader reader;

    private AccountRows(NpgsqlCommand command, NpgsqlDataReader reader)
    {
        this.command = command;
        this.reader = reader;
    }

    /// <summary>Whose row this is; null after the last.</summary>
    public AccountKey? Key { get; private set; }

    public static async Task<AccountRows> OpenAsync(NpgsqlConnection session, CancellationToken ct)
    {
        var command = new NpgsqlCommand("select program, account_id, version, due_at, state::text from ledger_accounts order by program collate \"C\", account_id collate \"C\"", session) { CommandTimeout = 0 };
        var rows = new AccountRows(command, await command.ExecuteReaderAsync(ct));
        await rows.NextAsync(ct);
        return rows;
    }

    public async Task NextAsync(CancellationToken ct) => Key = await reader.ReadAsync(ct) ? new AccountKey(reader.GetString(0), reader.GetString(1)) : null;

    /// <summary>What the row says otherwise than the account's events do.</summary>
    public IReadOnlyList<string> Differences(Account account, ProgramState? program)
    {
        var differences = new List<string>();
        if (reader.GetInt64(2) < 1) differences.Add("version");
        if (program is not null && !program.CatalogsInTime.Any(catalog => IsPlannedUnder(catalog, account))) differences.Add("due_at");
        try
        {
            differences.AddRange(AccountDocument.Differences(reader.GetString(4), account));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or OverflowException or IndexOutOfRangeException or ArgumentException or NullReferenceException)
        {
            differences.Add($"state cannot be read ({wrong.Message})");
        }

        return differences;
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
    }

    private bool IsPlannedUnder(ProgramCatalog catalog, Account account)
    {
        if (catalog.Versions.Count == 0) return false;
        try
        {
            return DueWork.NextAt(catalog, account) == DueAt;
        }
        catch (KeyNotFoundException)
        {
            // The account already knows a version that this older catalog does not.
            return false;
        }
    }

    private DateTimeOffset? DueAt => reader.IsDBNull(3) ? null : new DateTimeOffset(reader.GetDateTime(3), TimeSpan.Zero);
}
