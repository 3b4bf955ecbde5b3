using Ledger.Domain.Accounts;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State;

/// <summary>A lot that is needed, whether it is closed or not.</summary>
internal readonly record struct NeededLot(LoadedAccount Account, long Lot);

/// <summary>Loads and saves lots, many at a time and by key, so that an order costs the same however many lots an account ever
/// had.</summary>
internal static class LotTable
{
    /// <summary>A lot's columns, as <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "l.lot, l.owner, l.unit, l.order_key, l.rebate_key, l.activates_at, l.expires_at, l.pending, l.unheld, l.held, l.spent, "
        + "l.expired, l.owed, l.waived, l.extended_to, "
        + "l.fund, l.noticed_at";

    /// <summary>How many <see cref="Columns"/> there are.</summary>
    public const int ColumnCount = 17;

    private const string SelectOpen = $"""
        select n.number, {Columns}
          from unnest($1, $2) with ordinality as n (program, account, number)
          join ledger_lots l on l.program = n.program and l.account_id = n.account and (l.is_open or l.rebate_key is not null)
        """;

    private const string SelectAll = $"""
        select n.number, {Columns}
          from unnest($1, $2) with ordinality as n (program, account, number)
          join ledger_lots l on l.program = n.program and l.account_id = n.account
        """;

    private const string SelectOfOrders = $"""
        select n.number, {Columns}
          from unnest($1, $2, $3) with ordinality as n (program, account, order_key, number)
          join ledger_lots l on l.program = n.program and l.account_id = n.account and l.order_key = n.order_key
        """;

    private const string SelectByNumber = $"""
        select n.number, {Columns}
          from unnest($1, $2, $3) with ordinality as n (program, account, lot, number)
          join ledger_lots l on l.program = n.program and l.account_id = n.account and l.lot = n.lot
        """;

    private const string SaveAll =
        "select ledger_save_lots($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";

    /// <summary>Loads the open lots and those of rebates.</summary>
    public static async Task LoadOpenAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectOpen, connection) { Parameters = { Programs(accounts), Ids(accounts) } };
        await ReadAsync(command, accounts, ct);
    }

    /// <summary>Loads all lots ever opened, for accounts that are merged.</summary>
    public static async Task LoadAllAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectAll, connection) { Parameters = { Programs(accounts), Ids(accounts) } };
        await ReadAsync(command, accounts, ct);
    }

    /// <summary>Loads all lots of some orders, also closed ones; one order for each account given.</summary>
    public static async Task LoadOfOrdersAsync(
        NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, IReadOnlyList<string> orders, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectOfOrders, connection)
        {
            Parameters = { Programs(accounts), Ids(accounts), new NpgsqlParameter<string[]> { TypedValue = [.. orders] } },
        };
        await ReadAsync(command, accounts, ct);
        for (var i = 0; i < orders.Count; i++) accounts[i].Account.Lots.KnowOrder(orders[i]);
    }

    /// <summary>Loads lots by their numbers, unless they are in memory.</summary>
    public static async Task LoadByNumberAsync(NpgsqlConnection connection, IEnumerable<NeededLot> lots, CancellationToken ct)
    {
        var missing = lots.Where(needed => !needed.Account.Account.Lots.Has(needed.Lot)).Distinct().ToList();
        if (missing.Count == 0) return;
        var accounts = missing.Select(needed => needed.Account).ToList();
        await using var command = new NpgsqlCommand(SelectByNumber, connection)
        {
            Parameters =
            {
                Programs(accounts),
                Ids(accounts),
                new NpgsqlParameter<long[]> { TypedValue = [.. missing.Select(needed => needed.Lot)] },
            },
        };
        await ReadAsync(command, accounts, ct);
    }

    /// <summary>The command that saves the changed lots, for the append's transaction; null when none changed.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyList<LoadedAccount> accounts)
    {
        var lots = accounts
            .SelectMany(a => a.Account.Lots.ChangesSince(a.Saved.Lots).Select(change => new SavedLot(a.Account, change.Row, change.IsNew)))
            .ToArray();
        if (lots.Length == 0) return null;
        return new NpgsqlBatchCommand(SaveAll)
        {
            Parameters =
            {
                Column(lots, l => l.Account.Program),
                Column(lots, l => l.Account.Id),
                Column(lots, l => l.Lot.Number),
                Column(lots, l => l.Lot.Wallet.Owner),
                Column(lots, l => l.Lot.Wallet.Unit),
                Texts(lots, l => l.Lot.Order),
                Texts(lots, l => l.Lot.Rebate),
                Times(lots, l => l.Lot.ActivatesAt),
                Times(lots, l => l.Lot.OriginalExpiresAt),
                Column(lots, l => l.Lot.Pending),
                Column(lots, l => l.Lot.Unheld),
                Column(lots, l => l.Lot.Held),
                Column(lots, l => l.Lot.Spent),
                Column(lots, l => l.Lot.Expired),
                Column(lots, l => l.Lot.Owed),
                Column(lots, l => l.Lot.Waived),
                Column(lots, l => l.Lot.IsOpen),
                Times(lots, l => l.Lot.ExtendedTo),
                Column(lots, l => l.IsNew),
                Texts(lots, l => l.Lot.Fund),
                Times(lots, l => l.Lot.NoticedAt),
            },
        };
    }

    private static async Task ReadAsync(NpgsqlCommand command, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var book = accounts[(int)reader.GetInt64(0) - 1].Account.Lots;
            if (book.Has(reader.GetInt64(1))) continue;
            book.Load(Read(reader, 1));
        }
    }

    /// <summary>Reads the lot whose columns begin at <paramref name="at"/>.</summary>
    public static Lot Read(NpgsqlDataReader reader, int at) =>
        new(
            reader.GetInt64(at), new WalletKey(reader.GetString(at + 1), reader.GetString(at + 2)), Text(reader, at + 3),
            Text(reader, at + 4), Time(reader, at + 6))
        {
            ActivatesAt = Time(reader, at + 5),
            Pending = reader.GetDecimal(at + 7),
            Unheld = reader.GetDecimal(at + 8),
            Held = reader.GetDecimal(at + 9),
            Spent = reader.GetDecimal(at + 10),
            Expired = reader.GetDecimal(at + 11),
            Owed = reader.GetDecimal(at + 12),
            Waived = reader.GetDecimal(at + 13),
            ExtendedTo = Time(reader, at + 14),
            Fund = Text(reader, at + 15),
            NoticedAt = Time(reader, at + 16),
        };

    private readonly record struct SavedLot(Account Account, Lot Lot, bool IsNew);

    private static NpgsqlParameter<string[]> Programs(IReadOnlyList<LoadedAccount> accounts) =>
        new() { TypedValue = [.. accounts.Select(a => a.Account.Program)] };

    private static NpgsqlParameter<string[]> Ids(IReadOnlyList<LoadedAccount> accounts) =>
        new() { TypedValue = [.. accounts.Select(a => a.Account.Id)] };

    private static NpgsqlParameter<T[]> Column<T>(SavedLot[] lots, Func<SavedLot, T> of) =>
        new() { TypedValue = Array.ConvertAll(lots, l => of(l)) };

    private static NpgsqlParameter Texts(SavedLot[] lots, Func<SavedLot, string?> of) =>
        new() { Value = Array.ConvertAll(lots, l => of(l)), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Times(SavedLot[] lots, Func<SavedLot, DateTimeOffset?> of) =>
        new() { Value = Array.ConvertAll(lots, l => of(l)?.UtcDateTime), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetDateTime(column), TimeSpan.Zero);
}
