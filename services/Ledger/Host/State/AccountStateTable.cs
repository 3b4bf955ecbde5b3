using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State;

/// <summary>Loads and saves accounts, many at a time.</summary>
internal static class AccountStateTable
{
    private const string Select = """
        select n.number, a.version, a.state::text
          from unnest($1, $2) with ordinality as n (program, account, number)
          join ledger_accounts a on a.program = n.program and a.account_id = n.account
        """;

    /// <summary>
    /// Loads accounts, without their lots, in the order of the keys. An account that does not exist yet is returned new, with row version
    /// 0.
    /// </summary>
    public static async Task<LoadedAccount[]> LoadAsync(NpgsqlConnection connection, IReadOnlyList<AccountKey> keys, CancellationToken ct)
    {
        var loaded = keys.Select(key => new LoadedAccount(AccountShape.Empty(key.Program, key.Account), 0)).ToArray();
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Account)] },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var index = reader.GetInt64(0) - 1;
            loaded[index] = new LoadedAccount(
                AccountShape.Read(keys[(int)index].Program, keys[(int)index].Account, reader.GetFieldValue<byte[]>(2)),
                reader.GetInt64(1));
        }

        return loaded;
    }

    /// <summary>
    /// The command that makes the sweeper look at every account of a program, because due work may now come earlier than its row says. Rows
    /// that are already planned under the new versions must be saved after this command.
    /// </summary>
    /// <param name="at">The due time that is set; not after the program's time.</param>
    public static NpgsqlBatchCommand LookAgain(string program, DateTimeOffset at) => new(
        "update ledger_accounts set due_at = $2 where program = $1 and (due_at is null or due_at > $2)")
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = program },
            new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz } },
    };

    /// <summary>The command that saves accounts with compare-and-set, for the append's transaction.</summary>
    public static NpgsqlBatchCommand Save(IReadOnlyList<LoadedAccount> accounts, Func<LoadedAccount, DateTimeOffset?> nextDue) =>
        new("select ledger_save_accounts($1, $2, $3, $4, $5)")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. accounts.Select(a => a.Account.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. accounts.Select(a => a.Account.Id)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. accounts.Select(a => a.RowVersion)] },
                new NpgsqlParameter
                {
                    Value = accounts.Select(a => nextDue(a)?.UtcDateTime).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
                },
                new NpgsqlParameter<ReadOnlyMemory<byte>[]>
                {
                    TypedValue = [.. accounts.Select(a => AccountShape.Account.Bytes(a.Account))],
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Json,
                },
            },
        };
}
