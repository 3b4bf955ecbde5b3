using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Postings;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>The sums over all lots by unit, tier and month. An account's lots count for its tier as last recorded.</summary>
internal sealed class LotSums(string schema)
{
    private readonly Dictionary<long, Moved> moved = [];

    /// <summary>An account whose tier changed since the last write.</summary>
    /// <param name="From">Its tier as the last write has it.</param>
    private readonly record struct Moved(string Program, string? From, string? To);

    /// <summary>What became of lots from month to month.</summary>
    public LotMonthTable Months { get; } = new(schema);

    /// <summary>What is left of lots.</summary>
    public OpenLotsTable Open { get; } = new(schema);

    /// <summary>Some lots count for another tier than before: <see cref="MoveAsync"/> is needed.</summary>
    public bool HasMoved => moved.Count > 0;

    /// <summary>Adds what it changes that a lot became another.</summary>
    /// <param name="tier">The account's tier.</param>
    public void Add(string program, long account, string? tier, LotRow before, LotRow after)
    {
        // All of the account's lots go to its new tier later, those too that were changed before them.
        if (moved.TryGetValue(account, out var move)) tier = move.From;
        if (!ReferenceEquals(before.Life, after.Life)) Months.Add(program, after.Unit, tier, LotLife.Changes(before.Life, after.Life), 1);
        Left(program, after.Unit, tier, after.Life, before.Left, after.Left);
    }

    /// <summary>The account has another tier from now on, and its lots with it.</summary>
    public void Move(string program, long account, string? from, string? to) =>
        moved[account] = moved.TryGetValue(account, out var move) ? move with { To = to } : new Moved(program, from, to);

    /// <summary>Takes the lots of accounts with another tier from their tier before to the one that they have; lots must be
    /// written.</summary>
    public async Task MoveAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        long[] accounts = [.. moved.Where(account => account.Value.From != account.Value.To).Select(account => account.Key)];
        await using var command = new NpgsqlCommand(
            $"select account, unit, life, pending, available, held from {schema}.lots where account = any($1) and life <> ''", connection)
        {
            Parameters = { new NpgsqlParameter<long[]> { TypedValue = accounts } },
        };
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (program, from, to) = moved[reader.GetInt64(0)];
            var (unit, life) = (reader.GetString(1), LotLife.Read(reader.GetString(2)));
            var left = new Pockets(reader.GetDecimal(3), reader.GetDecimal(4), reader.GetDecimal(5));
            LotMonthChange[] changes = [.. LotLife.Changes([], life)];
            Months.Add(program, unit, from, changes, -1);
            Months.Add(program, unit, to, changes, 1);
            Left(program, unit, from, life, left, default);
            Left(program, unit, to, life, default, left);
        }

        moved.Clear();
    }

    private void Left(string program, string unit, string? tier, IReadOnlyList<LotMonth> life, Pockets before, Pockets after)
    {
        if (before == after) return;
        Open.Add(new OpenLotsKey(program, unit, tier ?? "", life[0].Month), OpenLotsRow.Change(before, after));
    }
}
