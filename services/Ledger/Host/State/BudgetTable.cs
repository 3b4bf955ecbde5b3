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

    /// <summary>Loads the consumption of the budgets of programs; an empty one where nothing was credited yet.</summary>
    public static async Task<List<BudgetConsumption>> LoadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> programs, CancellationToken ct)
    {
        var consumptions = programs.ToDictionary(program => program, program => new BudgetConsumption(program), StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. programs] } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var program = reader.GetString(0);
            consumptions[program] = new BudgetConsumption(program) { RowVersion = reader.GetInt64(1), Periods = Read(reader.GetString(2)) };
        }

        return [.. consumptions.Values];
    }

    /// <summary>
    /// Reads the consumption of one program's budget, and the log's last position, up to which it has everything credited.
    /// </summary>
    public static async Task<(BudgetConsumption Consumption, long Position)> ReadAsync(
        NpgsqlConnection connection, string program, CancellationToken ct)
    {
        await using var command =
            new NpgsqlCommand(SelectOne, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = program } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var none = new BudgetConsumption(program);
        return (reader.IsDBNull(1) ? none : none with { RowVersion = reader.GetInt64(1), Periods = Read(reader.GetString(2)) },
            reader.GetInt64(0));
    }

    /// <summary>The command that saves the rows with compare-and-set, for the append's transaction; null when there are none.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyCollection<BudgetConsumption> consumptions)
    {
        if (consumptions.Count == 0) return null;
        var ordered = consumptions.OrderBy(consumption => consumption.Program, StringComparer.Ordinal).ToList();
        return new NpgsqlBatchCommand("select ledger_save_budgets($1, $2, $3)")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. ordered.Select(consumption => consumption.Program)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. ordered.Select(consumption => consumption.RowVersion)] },
                new NpgsqlParameter { Value = ordered.Select(Write).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Json },
            },
        };
    }

    /// <summary>Reads the use of each period from a row's JSON.</summary>
    public static ImmutableSortedDictionary<string, BudgetUse> Read(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, BudgetUse>>(json, Wire.Options)!.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static string Write(BudgetConsumption consumption) =>
        JsonSerializer.Serialize<IReadOnlyDictionary<string, BudgetUse>>(consumption.Periods, Wire.Options);
}
