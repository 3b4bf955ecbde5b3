using System.Data;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.TestSupport;

/// <summary>
/// The bank check: in one snapshot of the database, taken while others write, all numbers must agree. It sums the moves of the entries with
/// its own arithmetic and uses none of the ledger's code.
/// </summary>
public sealed class Bank(NpgsqlDataSource dataSource)
{
    /// <summary>Checks all of a program.</summary>
    public async Task<BankReport> CheckAsync(string program)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var books = new BankBooks();
        await foreach (var row in RowsAsync(connection, "select type, data::text from mt_events where tenant_id = $1 order by "
            + "seq_id", program))
        {
            books.Take((ILedgerEvent)JsonSerializer.Deserialize(row.GetString(1), EventNames.TypeOf(row.GetString(0))!, Wire.Options)!);
        }

        books.Close();
        await StreamsAsync(connection, program, books);
        await WalletsAsync(connection, program, books);
        await LotsAsync(connection, program, books);
        await HoldsAsync(connection, program, books);
        await foreach (var row in RowsAsync(connection, "select count(*) from ledger_commands where program = $1", program))
        {
            books.Expect(row.GetInt64(0) == books.Keys, $"{row.GetInt64(0)} keys are kept, {books.Keys} commands are in the log");
        }

        return new BankReport(books.Entries, books.Keys, books.Findings);
    }

    private static async Task StreamsAsync(NpgsqlConnection connection, string program, BankBooks books)
    {
        await foreach (var row in RowsAsync(
            connection, "select position, (select max(seq_id) from mt_events), (select count(*) from mt_events) from ledger_log_head"))
        {
            books.Expect(
                row.GetInt64(0) == row.GetInt64(1) && row.GetInt64(1) == row.GetInt64(2),
                $"the head is {row.GetInt64(0)}, the last event {row.GetInt64(1)}, and there are {row.GetInt64(2)}");
        }

        const string Sql = """
            select s.id, s.version, count(e.*), max(e.version), min(e.version)
              from mt_streams s left join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id
                where s.tenant_id = $1 group by s.id, s.version
            """;
        await foreach (var row in RowsAsync(connection, Sql, program))
        {
            var (version, count, last, first) = (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
            books.Expect(
                first == 1 && last == count && version == count,
                $"stream {row.GetString(0)} is at {version} and has {count} events from {first} to {last}");
        }
    }

    private static async Task WalletsAsync(NpgsqlConnection connection, string program, BankBooks books)
    {
        await foreach (var row in RowsAsync(connection, "select account_id, state::text from ledger_accounts where program = $1", program))
        {
            var (account, state) = (row.GetString(0), JsonNode.Parse(row.GetString(1))!);
            foreach (var wallet in state["wallets"]!.AsArray())
            {
                var kept = new BalanceAfter(Of("pending"), Of("unheld") - Of("arrears"), Of("held"), Of("arrears"));
                var summed = books.BalanceOf(account, (string)wallet!["owner"]!, (string)wallet["unit"]!);
                books.Expect(kept == summed, $"{account} is kept with {kept}, its entries sum to {summed}");
                var lifetime = Of("accrued") - Of("reversed") - Of("redeemed") - Of("expired") + Of("adjusted");
                books.Expect(
                    lifetime == kept.Pending + kept.Available + kept.Held,
                    $"{account}: accrued − reversed − redeemed − expired + adjusted is {lifetime}, there are {kept}");

                // A total of 0 is absent from the JSON.
                decimal Of(string name) => wallet![name] is { } amount ? (decimal)amount : 0;
            }
        }
    }

    private static async Task LotsAsync(NpgsqlConnection connection, string program, BankBooks books)
    {
        var rows = 0;
        await foreach (var row in RowsAsync(connection, "select account_id, lot, pending, unheld, held from ledger_lots where program "
            + "= $1", program))
        {
            rows++;
            var (account, lot) = (row.GetString(0), row.GetInt64(1));
            var kept = (row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4));
            var summed = (
                books.OfLot(account, lot, Books.Pending), books.OfLot(account, lot, Books.Available),
                books.OfLot(account, lot, Books.Held));
            books.Expect(kept == summed, $"lot {lot} of {account} is kept with {kept}, its moves sum to {summed}");
        }

        books.Expect(rows == books.Lots, $"{rows} lots are kept, {books.Lots} are in the log");
    }

    private static async Task HoldsAsync(NpgsqlConnection connection, string program, BankBooks books)
    {
        var held = new Dictionary<(string Account, long Lot), decimal>();
        await foreach (var row in RowsAsync(
            connection, "select account_id, state::text from ledger_spending where program = $1 and kind = 'hold' and is_open", program))
        {
            foreach (var share in JsonNode.Parse(row.GetString(1))!["lots"]!.AsArray())
            {
                var key = (row.GetString(0), (long)share!["lot"]!);
                held[key] = held.GetValueOrDefault(key) + (decimal)share["amount"]!;
            }
        }

        foreach (var (account, lot) in books.HeldLots.Union(held.Keys))
        {
            var (open, summed) = (held.GetValueOrDefault((account, lot)), books.OfLot(account, lot, Books.Held));
            books.Expect(open == summed, $"open holds have {open} of lot {lot} of {account}, its moves sum to {summed}");
        }
    }

    private static async IAsyncEnumerable<NpgsqlDataReader> RowsAsync(NpgsqlConnection connection, string sql, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) yield return reader;
    }
}

/// <summary>What was checked, and what did not agree.</summary>
/// <param name="Entries">Movements that were added up.</param>
/// <param name="Keys">Commands that were carried out.</param>
public sealed record BankReport(long Entries, long Keys, IReadOnlyList<string> Findings)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Entries} entries, {Keys} commands: {string.Join("; ", Findings)}");
}
