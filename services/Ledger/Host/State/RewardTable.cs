using Ledger.Domain.Spending;
using Ledger.Host.State.Shapes;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>
/// How many pieces of each reward were taken. The append compares the version of the reward's stream, so the row needs no compare-and-set
/// of its own.
/// </summary>
internal static class RewardTable
{
    /// <summary>The table's columns.</summary>
    public static TableShape<RewardStock> Shape { get; } = new TableShape<RewardStock>("ledger_rewards", new RewardStock("", ""))
        .Column("program", ColumnTypes.Text, r => r.Program, (r, program) => r with { Program = program })
        .Column("reward", ColumnTypes.Text, r => r.Reward, (r, reward) => r with { Reward = reward })
        .Column("version", ColumnTypes.Number, r => r.StreamVersion, (r, version) => r with { StreamVersion = version })
        .Column("taken", ColumnTypes.Number, r => r.Taken, (r, taken) => r with { Taken = taken });

    private static readonly string Select = $"""
        select {Shape.Columns("r")}
          from unnest($1, $2) as n (program, reward)
          join ledger_rewards r on r.program = n.program and r.reward = n.reward
        """;

    private static readonly string Upsert = $"""
        insert into ledger_rewards ({Shape.Names})
        select * from unnest({Shape.Places})
            on conflict (program, reward) do update set version = excluded.version, taken = excluded.taken
        """;

    /// <summary>Loads stocks in the order of the keys; a reward that was never taken has 0 taken.</summary>
    public static async Task<List<RewardStock>> LoadAsync(NpgsqlConnection connection, IReadOnlyList<RewardKey> keys, CancellationToken ct)
    {
        var stocks = keys.ToDictionary(key => key, key => new RewardStock(key.Program, key.Reward));
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Reward)] },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var stock = Shape.Read(reader);
            stocks[new RewardKey(stock.Program, stock.Reward)] = stock;
        }

        return [.. keys.Select(key => stocks[key])];
    }

    /// <summary>The command that saves stocks, for the append's transaction; null when there are none.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyCollection<RewardStock> stocks)
    {
        if (stocks.Count == 0) return null;
        var command = new NpgsqlBatchCommand(Upsert);
        Shape.AddTo(command, [.. stocks]);
        return command;
    }
}
