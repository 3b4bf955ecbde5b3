using System.Diagnostics;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;
using Npgsql;
using static Ledger.Bench.Runs.Sql;

namespace Ledger.Bench.Runs;

/// <summary>
/// j: the redemptions of i as most systems do them, with one transaction each that locks the account's row, over a pool of 8 connections:
/// select the balance for update, select the lots that expire soonest, update the lots, insert an entry, update the balance, insert the
/// idempotency key, commit. There is no HTTP, no log, no proof and no view.
/// </summary>
internal sealed class RowLockRedemptionRun(Servers servers)
{
    private const string Database = "bench_row_redemptions";
    private const int Connections = 8;

    public async Task<IReadOnlyList<Row>> RunAsync(int redemptions)
    {
        List<Row> rows;
        await using (var database = await RowLockDatabase.CreateAsync(servers, Database, "RowLockRedemptions.sql", Connections))
        {
            await EarnAsync(database, Redeemers.Many, redemptions);
            await EarnAsync(database, Redeemers.One, redemptions);
            await RunAsync(database, "warm", Redeemers.Many, Redeemers.Warm);
            rows =
            [
                await RunAsync(database, "j1 a transaction per redemption, row locks, accounts of their own", Redeemers.Many, redemptions),
            ];
            await servers.SettleAsync();
            rows.Add(await RunAsync(database, "j2 a transaction per redemption, row locks, one account", Redeemers.One, redemptions));
        }

        await servers.DropDatabaseAsync(Database);
        return rows;
    }

    private async Task<Row> RunAsync(NpgsqlDataSource database, string name, IReadOnlyList<string> accounts, int redemptions)
    {
        var latencies = new Latencies();
        var before = servers.Cpu.Read();
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Redeemers.ByClient(accounts, redemptions).Select(async (own, number) =>
        {
            for (var i = 0; i < own.Count; i++)
            {
                var sent = Stopwatch.GetTimestamp();
                await using var connection = await database.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                await RedeemAsync(connection, own[i], $"{accounts[0]}-{name[..2]}-{number}-{i}");
                await transaction.CommitAsync();
                latencies.AddSince(sent);
            }
        }));
        var took = Stopwatch.GetElapsedTime(begun);
        return new Row(name, redemptions, took.TotalSeconds, latencies.P50, latencies.P99, servers.Cpu.Read() - before);
    }

    private static async Task RedeemAsync(NpgsqlConnection connection, string account, string key)
    {
        var balance = (long)(await ScalarAsync(connection, "select balance from accounts where id = $1 for update", Text(account)))!;
        if (balance < BenchProgram.RewardCost) throw new InvalidOperationException($"{account} has only {balance} points.");
        var taken = await PickAsync(connection, account);
        await ExecuteAsync(
            connection,
            "update lots l set remaining = l.remaining - n.taken, is_open = l.remaining > n.taken from unnest($1, $2) as "
                + "n (id, taken) where l.id = n.id",
            new NpgsqlParameter<long[]> { TypedValue = [.. taken.Select(lot => lot.Id)] },
            new NpgsqlParameter<long[]> { TypedValue = [.. taken.Select(lot => lot.Points)] }
        );
        balance -= BenchProgram.RewardCost;
        var lots = taken.Select(lot => new { lot = lot.Id, points = lot.Points });
        var entry = (long)(await ScalarAsync(
            connection, "insert into entries (account_id, points, balance, reward, lots) values ($1, $2, $3, $4, $5) returning id",
            Text(account), Count(-BenchProgram.RewardCost), Count(balance), Text(BenchProgram.Reward), Json(lots)))!;
        await ExecuteAsync(connection, "update accounts set balance = $2 where id = $1", Text(account), Count(balance));
        await ExecuteAsync(
            connection, "insert into idempotency_keys (key, entry_id, reply) values ($1, $2, $3)", Text(key), Count(entry), Json(new
            {
                id = entry,
                state = "redeemed",
                account,
                balance,
                lots,
            }));
    }

    private static async Task<List<(long Id, long Points)>> PickAsync(NpgsqlConnection connection, string account)
    {
        await using var command = Command(
            connection, "select id, remaining from lots where account_id = $1 and is_open order by expires_at, id limit 10", Text(account));
        await using var reader = await command.ExecuteReaderAsync();
        var taken = new List<(long Id, long Points)>();
        long missing = BenchProgram.RewardCost;
        while (missing > 0 && await reader.ReadAsync())
        {
            var points = Math.Min(missing, reader.GetInt64(1));
            taken.Add((reader.GetInt64(0), points));
            missing -= points;
        }

        return taken;
    }

    private static async Task EarnAsync(NpgsqlDataSource database, IReadOnlyList<string> accounts, int redemptions)
    {
        await using var command = database.CreateCommand(
            """
            with opened as (insert into accounts (id, balance) select id, $2::bigint * $3 from unnest($1) as n (id) returning id)
            insert into lots (account_id, expires_at, remaining)
            select id, timestamptz '2011-02-01' + interval '1 minute' * n, $3 from opened, generate_series(1, $2) as n
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. accounts] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Redeemers.LotsEach(accounts, redemptions) });
        command.Parameters.Add(Count(Redeemers.PointsPerLot));
        await command.ExecuteNonQueryAsync();
        await using var analyze = database.CreateCommand("analyze");
        await analyze.ExecuteNonQueryAsync();
    }
}
