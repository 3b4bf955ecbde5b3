using System.Collections.Immutable;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Postings;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>The sums over all lots by unit, tier and month. An account's lots count for its tier as last recorded.</summary>
internal sealed class LotSums(string schema)
{
    private readonly Dictionary<long, AccountMove> moved = [];

    /// <summary>An account whose tier changed since the last write.</summary>
    /// <param name="From">Its tier at the last write.</param>
    private readonly record struct AccountMove(string Program, string? From, string? To);

    /// <summary>What lots had at risk from month to month, and what became of it.</summary>
    public LotMonthTable Months { get; } = new(schema);

    /// <summary>What is left of lots.</summary>
    public OpenLotsTable Open { get; } = new(schema);

    /// <summary>Whether accounts have changed tier since the last write, so that <see cref="MoveAsync"/> must be called.</summary>
    public bool HasMoved => moved.Count > 0;

    /// <summary>Adds the changes of the sums when a lot changes.</summary>
    /// <param name="tier">The account's tier.</param>
    public void Add(string program, long account, string? tier, LotRow before, LotRow after)
    {
        // When the account has changed tier since the last write, the change counts for its old tier, because MoveAsync moves all its lots
        // later.
        if (moved.TryGetValue(account, out var move)) tier = move.From;
        if (before.Life != after.Life) Months.Add(program, after.Unit, tier, before.Life, after.Life);
        Left(program, after.Unit, tier, after.Life, before.Left, after.Left);
    }

    /// <summary>Notes that an account, and so its lots, changed tier.</summary>
    public void Move(string program, long account, string? from, string? to) =>
        moved[account] = moved.TryGetValue(account, out var move) ? move with { To = to } : new AccountMove(program, from, to);

    /// <summary>The query for the lots of such accounts, for <see cref="MoveAsync"/>. Changed lots must have been written.</summary>
    public NpgsqlBatchCommand Select()
    {
        long[] accounts = [.. moved.Where(account => account.Value.From != account.Value.To).Select(account => account.Key)];
        return new NpgsqlBatchCommand(
            $"select account, unit, life, pending, available, held from {schema}.lots where account = any($1) and life <> ''")
        {
            Parameters = { new NpgsqlParameter<long[]> { TypedValue = accounts } },
        };
    }

    /// <summary>Moves the sums of the lots of such accounts from their old tier to the new one.</summary>
    /// <param name="reader">At the result of <see cref="Select"/>.</param>
    public async Task MoveAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var (program, from, to) = moved[reader.GetInt64(0)];
            var (unit, life) = (reader.GetString(1), LotLife.Read(reader.GetString(2)));
            var left = new Pockets(reader.GetDecimal(3), reader.GetDecimal(4), reader.GetDecimal(5));
            Months.Add(program, unit, from, life, []);
            Months.Add(program, unit, to, [], life);
            Left(program, unit, from, life, left, default);
            Left(program, unit, to, life, default, left);
        }

        moved.Clear();
    }

    private void Left(string program, string unit, string? tier, ImmutableArray<LotMonth> life, Pockets before, Pockets after)
    {
        if (before == after) return;
        Open.Add(new OpenLotsRowKey(program, unit, tier ?? "", life[0].Month), OpenLotsRow.Change(before, after));
    }
}
