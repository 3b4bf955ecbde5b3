using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;

namespace Ledger.Projections.Host.Statements;

/// <summary>A wallet on a statement.</summary>
internal sealed record StatementWallet(string Owner, string Unit, StatementBalance Opening, StatementBalance Closing)
{
    public long Hash => WalletRowKey.HashOf(Owner, Unit);
}

/// <summary>
/// An account's entries in a period. Effective times never decrease within an account, so a period is a range of entry numbers, and its
/// opening balance is the balance recorded by the wallet's last entry before it. So nothing is read in proportion to the period or the
/// account's history until entries are asked for.
/// </summary>
/// <param name="First">The first entry number in the period.</param>
/// <param name="End">The first entry number after the period.</param>
/// <param name="Wallets">The wallets with an entry before the period's end: the account's own first, then by owner and unit.</param>
internal sealed record Statement(AccountState Account, StatementPeriod Period, long First, long End, IReadOnlyList<StatementWallet> Wallets)
{
    public static async Task<Statement> ReadAsync(
        Views views, Snapshot snapshot, AccountState account, StatementPeriod period, string? owner, string? unit, CancellationToken ct)
    {
        var first = period.From is { } from ? await EntryRun.EndAsync(snapshot, account, EntryRun.EffectiveBefore, from, ct) : 1;
        var end = period.To is { } to
            ? await EntryRun.EndAsync(snapshot, account, EntryRun.EffectiveBefore, to, ct)
            : account.Row.Entries + 1;
        var names = await snapshot.Command(
                $"""
                select w.owner, w.unit from {snapshot.Schema}.wallets w
                 where w.account = $1 and ($2 is null or w.owner = $2) and ($3 is null or w.unit = $3)
                 order by w.owner <> 'account', w.owner, w.unit
                """,
                Snapshot.Value(account.Row.Number), Snapshot.Value(owner), Snapshot.Value(unit))
            .ListAsync(row => (Owner: row.GetString(0), Unit: row.GetString(1)), ct);
        var hashes = names.Select(name => WalletRowKey.HashOf(name.Owner, name.Unit)).ToArray();
        var openings = await LastBeforeAsync(views, snapshot, account, hashes, first, ct);
        var closings = await LastBeforeAsync(views, snapshot, account, hashes, end, ct);
        return new Statement(account, period, first, end, [.. names
                .Select((name, i) => (Name: name, Opening: openings[i], Closing: closings[i]))
                .Where(wallet => wallet.Closing is not null)
                .Select(wallet => new StatementWallet(
                    wallet.Name.Owner, wallet.Name.Unit, wallet.Opening ?? StatementBalance.Zero, wallet.Closing!))]);
    }

    /// <summary>A page of the entries of the chosen wallets, in order.</summary>
    public async Task<IReadOnlyList<LogRow>> PageAsync(
        Views views, Snapshot snapshot, IEnumerable<StatementWallet> wallets, long after, int limit, CancellationToken ct)
    {
        var positions = await snapshot
            .Command(
                $"""
                select position from {snapshot.Schema}.entries
                 where account = $1 and sequence > $2 and sequence < $3 and wallet_hash = any($4) order by sequence limit $5
                """,
                Snapshot.Value(Account.Row.Number),
                Snapshot.Value(Math.Max(after, First - 1)),
                Snapshot.Value(End),
                Snapshot.Value<long[]>([.. wallets.Select(wallet => wallet.Hash)]),
                Snapshot.Value(limit)
            )
            .ListAsync(row => row.GetInt64(0), ct);
        return await views.Rows.ReadAsync(positions, ct);
    }

    /// <summary>An entry as the contracts' type.</summary>
    public static Movement Read(LogRow row) =>
        EventNames.TypeOf(row.Type) is { } type && JsonSerializer.Deserialize(row.Data, type, Wire.Options) is Movement entry
            ? entry
            : throw new InvalidOperationException($"Position {row.Position} holds no entry.");

    private static async Task<StatementBalance?[]> LastBeforeAsync(
        Views views, Snapshot snapshot, AccountState account, long[] wallets, long before, CancellationToken ct)
    {
        var positions = await snapshot.Command(
                $"""
                select w.n::int, e.position from unnest($2) with ordinality as w (hash, n)
                 cross join lateral (select position from {snapshot.Schema}.entries
                                      where account = $1 and wallet_hash = w.hash and sequence < $3 order by sequence desc limit 1) e
                """,
                Snapshot.Value(account.Row.Number), Snapshot.Value(wallets), Snapshot.Value(before))
            .ListAsync(row => (Wallet: row.GetInt32(0) - 1, Position: row.GetInt64(1)), ct);
        var rows = (await views.Rows.ReadAsync([.. positions.Select(one => one.Position)], ct)).ToDictionary(row => row.Position);
        var balances = new StatementBalance?[wallets.Length];
        foreach (var (wallet, position) in positions) balances[wallet] = StatementBalance.After(Read(rows[position]));
        return balances;
    }
}
