using Ledger.Ledger.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Ledger.Host;

/// <summary>An account in memory with the version of its row: what is saved is compared and set.</summary>
internal sealed class LoadedAccount(Account account, long rowVersion)
{
    /// <summary>Replaced when a command was tried on a copy and carried out.</summary>
    public Account Account { get; set; } = account;

    public long RowVersion { get; set; } = rowVersion;

    /// <summary>When it was last used, in batches: what is oldest leaves the cache first.</summary>
    public long UsedInBatch { get; set; }
}

/// <summary>Loads and saves accounts, many at a time.</summary>
internal static class AccountTable
{
    private const string Select = """
        select n.number, a.version, a.state::text
          from unnest($1, $2) with ordinality as n (program, account, number)
          join ledger_accounts a on a.program = n.program and a.account_id = n.account
        """;

    /// <summary>Loads accounts in the order asked; those that do not exist yet come back empty. Without their lots.</summary>
    public static async Task<LoadedAccount[]> LoadAsync(NpgsqlConnection connection, IReadOnlyList<(string Program, string Account)> keys, CancellationToken ct)
    {
        var loaded = keys.Select(key => new LoadedAccount(new Account(key.Program, key.Account), 0)).ToArray();
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Account)] },
            },
        };
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var index = reader.GetInt64(0) - 1;
            loaded[index] = new LoadedAccount(AccountDocument.Read(keys[(int)index].Program, keys[(int)index].Account, reader.GetString(2)), reader.GetInt64(1));
        }

        return loaded;
    }

    /// <summary>The command that saves accounts, for the append's transaction.</summary>
    public static NpgsqlBatchCommand Save(IReadOnlyList<LoadedAccount> accounts, Func<Account, DateTimeOffset?> nextDue) =>
        new("select ledger_save_accounts($1, $2, $3, $4, $5)")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. accounts.Select(a => a.Account.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. accounts.Select(a => a.Account.Id)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. accounts.Select(a => a.RowVersion)] },
                new NpgsqlParameter { Value = accounts.Select(a => nextDue(a.Account)?.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                new NpgsqlParameter<ReadOnlyMemory<byte>[]> { TypedValue = [.. accounts.Select(a => AccountText.Of(a.Account))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Json },
            },
        };
}
