using System.Collections.Immutable;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Budgets;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State;

/// <summary>
/// What the credits of programs with a budget have cost, one row per program. Every batch that decides anything in such a program saves the
/// row with compare-and-set, even if the row did not change, because the batch was decided on what was left of the budget (mechanics.md
/// §11).
/// </summary>
internal static class BudgetTable
{
    private const string Select = "select b.program, b.version, b.state::text from ledger_budgets b where b.program = any ($1)";

    private const string SelectOne = """
        select h.position, b.version, b.state::text from ledger_log_head h left join ledger_budgets b on b.program = $1
        """;

    /// <summary>Loads the books of programs; an empty one where nothing was credited yet.</summary>
    public static async Task<List<BudgetBook>> LoadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> programs, CancellationToken ct)
    {
        var books = programs.ToDictionary(program => program, program => new BudgetBook(program), StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. programs] } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var program = reader.GetString(0);
            books[program] = new BudgetBook(program) { RowVersion = reader.GetInt64(1), Periods = Read(reader.GetString(2)) };
        }

        return [.. books.Values];
    }

    /// <summary>Reads the book of one program, and the log's last position; the book has everything credited up to that position.</summary>
    public static async Task<(BudgetBook Book, long Position)> ReadAsync(NpgsqlConnection connection, string program, CancellationToken ct)
    {
        await using var command =
            new NpgsqlCommand(SelectOne, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = program } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var book = new BudgetBook(program);
        return (reader.IsDBNull(1) ? book : book with { RowVersion = reader.GetInt64(1), Periods = Read(reader.GetString(2)) },
            reader.GetInt64(0));
    }

    /// <summary>The command that saves the rows with compare-and-set, for the append's transaction; null when there are none.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyCollection<BudgetBook> books)
    {
        if (books.Count == 0) return null;
        var ordered = books.OrderBy(book => book.Program, StringComparer.Ordinal).ToList();
        return new NpgsqlBatchCommand("select ledger_save_budgets($1, $2, $3)")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. ordered.Select(book => book.Program)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. ordered.Select(book => book.RowVersion)] },
                new NpgsqlParameter { Value = ordered.Select(Write).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Json },
            },
        };
    }

    /// <summary>Reads the use of each period from a row's JSON.</summary>
    public static ImmutableSortedDictionary<string, BudgetUse> Read(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, BudgetUse>>(json, Wire.Options)!.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static string Write(BudgetBook book) =>
        JsonSerializer.Serialize<IReadOnlyDictionary<string, BudgetUse>>(book.Periods, Wire.Options);
}
