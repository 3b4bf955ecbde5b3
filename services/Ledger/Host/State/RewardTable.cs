using Ledger.Domain.Spending;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>How many of each reward were taken. The reward's stream is compared and set, so this needs no guard of its own.</summary>
internal static class RewardTable
{
    private const string Select = """
        select r.program, r.reward, r.version, r.taken
          from unnest($1, $2) as n (program, reward)
          join ledger_rewards r on r.program = n.program and r.reward = n.reward
        """;

    private const string Upsert = """
        insert into ledger_rewards (program, reward, version, taken)
        select * from unnest($1, $2, $3, $4)
            on conflict (program, reward) do update set version = excluded.version, taken = excluded.taken
        """;

    /// <summary>Stocks in the order asked; one that was never taken from is at 0.</summary>
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
            var key = new RewardKey(reader.GetString(0), reader.GetString(1));
            stocks[key] = stocks[key] with { StreamVersion = reader.GetInt64(2), Taken = reader.GetInt64(3) };
        }

        return [.. keys.Select(key => stocks[key])];
    }

    public static NpgsqlBatchCommand? Save(IReadOnlyCollection<RewardStock> stocks) => stocks.Count == 0
            ? null
            : new NpgsqlBatchCommand(Upsert)
            {
                Parameters =
                {
                    new NpgsqlParameter<string[]> { TypedValue = [.. stocks.Select(stock => stock.Program)] },
                    new NpgsqlParameter<string[]> { TypedValue = [.. stocks.Select(stock => stock.Reward)] },
                    new NpgsqlParameter<long[]> { TypedValue = [.. stocks.Select(stock => stock.StreamVersion)] },
                    new NpgsqlParameter<long[]> { TypedValue = [.. stocks.Select(stock => stock.Taken)] },
                },
            };
}
