using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Schema;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Evaluation;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>An account as the views have it at a position.</summary>
/// <param name="Wallets">Its wallets, the account's own first; empty unless they were asked for.</param>
/// <param name="Measures">Its measures, from which the tier's metric is computed; empty unless asked for.</param>
/// <param name="Member">The outcome of its last judging; null unless asked for, and in a program without anything to judge.</param>
internal sealed record AccountReading(
    long Position, QueriedProgram Program, AccountState Account, IReadOnlyList<OwnedWallet> Wallets, Measures Measures,
    MemberState? Member = null);

/// <summary>A wallet with its owner and unit.</summary>
internal sealed record OwnedWallet(string Owner, string Unit, WalletRow Row);

/// <summary>
/// Reads everything for a balance or a standing in one round trip: begin, position, program, account, its rows and commit are one batch in
/// one snapshot. The batch reads the tables of the generation that was live the last time. It also returns the generation that is live now;
/// if that is another, the rows are discarded.
/// </summary>
internal sealed class AccountReader(NpgsqlDataSource target, ProgramCache programs)
{
    private const string Named = "where a.program = $1 and a.account_id = $2";

    private int generation;

    /// <summary>Notes the generation that a snapshot found live.</summary>
    public void Live(int number) => Volatile.Write(ref generation, number);

    /// <summary>
    /// Reads an account. Null when this fast path has no answer (the generation or the program is not cached yet, or the account is unknown
    /// or merged); the caller then reads through a <see cref="Snapshot"/>.
    /// </summary>
    public async Task<AccountReading?> ReadAsync(AnswerKey key, CancellationToken ct)
    {
        var number = Volatile.Read(ref generation);
        if (number == 0) return null;
        try
        {
            await using var connection = await target.OpenConnectionAsync(ct);
            var withMember = key.Question == AccountQuestion.Standing && programs.HasMembers(key.Program);
            await using var batch = Batch(connection, key, ProjectionSchema.NameOf(number), withMember);
            await batch.PrepareAsync(ct);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            return await ReadAsync(reader, key, number, withMember, ct);
        }
        catch (PostgresException gone) when (Snapshot.IsGone(gone))
        {
            return null;
        }
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, AnswerKey key, string schema, bool withMember)
    {
        var batch = new NpgsqlBatch(connection);
        var commands = batch.BatchCommands;
        commands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
        commands.Add(new NpgsqlBatchCommand(Snapshot.LiveSql));
        commands.Add(new NpgsqlBatchCommand(ProgramCache.Select(schema)) { Parameters = { Snapshot.Value(key.Program) } });
        commands.Add(OfAccount($"select {AccountTable.Columns} from {schema}.accounts a {Named}"));
        if (key.Question == AccountQuestion.Balance)
        {
            commands.Add(OfAccount($"{WalletTable.OfAccount(schema)} {Named} {WalletTable.InOrder}"));
        }
        else
        {
            commands.Add(OfAccount($"""
                select m.scope, m.month, m.net, m.orders from {schema}.accounts a join {schema}.measures m on m.account = a.number {Named}
                 order by m.scope, m.month
                """));
            commands.Add(OfAccount(
                $"select p.months from {schema}.accounts a join {schema}.account_months p on p.account = a.number {Named}"));
        }

        if (withMember)
        {
            commands.Add(OfAccount(
                $"select p.month, p.points from {schema}.accounts a join {schema}.activity_points p on p.account = a.number {Named} "
                + $"order by p.month"));
            commands.Add(OfAccount(
                $"select {MemberState.Columns} from {schema}.accounts a {MemberState.Joins(schema, MemberState.ClockOf(schema))} {Named}"));
        }

        commands.Add(new NpgsqlBatchCommand("commit"));
        return batch;

        NpgsqlBatchCommand OfAccount(string sql) =>
            new(sql) { Parameters = { Snapshot.Value(key.Program), Snapshot.Value(key.AccountId) } };
    }

    private async Task<AccountReading?> ReadAsync(NpgsqlDataReader reader, AnswerKey key, int number, bool withMember, CancellationToken ct)
    {
        if (!await reader.ReadAsync(ct) || reader.GetInt32(0) != number) return null;
        var position = reader.GetInt64(1);
        if (!await NextRowAsync(reader, ct)) return null;
        var (revision, clockAt, isManual) = (reader.GetInt64(0), reader.AtOrNull(1), reader.GetBoolean(2));
        if (programs.Cached(key.Program, number, revision, clockAt, isManual) is not { } program) return null;
        if (key.Question == AccountQuestion.Standing && program.HasMembers != withMember) return null;
        if (!await NextRowAsync(reader, ct)) return null;
        var row = AccountTable.Read(reader, 0);
        if (row.MergedInto is not null) return null;

        var wallets = new List<OwnedWallet>();
        var measures = new Measures();
        await reader.NextResultAsync(ct);
        if (key.Question == AccountQuestion.Balance)
        {
            while (await reader.ReadAsync(ct)) wallets.Add(WalletTable.ReadOwned(reader));
        }
        else
        {
            while (await reader.ReadAsync(ct)) AccountState.AddMonth(measures, reader);
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct)) AccountMeasures.AddPoints(measures, reader.GetString(0));
        }

        MemberState? member = null;
        if (withMember)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct)) measures.AddPointsOfActivities(reader.GetInt32(0), reader.GetInt64(1));
            if (await NextRowAsync(reader, ct)) member = MemberState.Read(reader, 0);
        }

        return new AccountReading(position, program, new AccountState(key.AccountId, row), wallets, measures, member);
    }

    private static async Task<bool> NextRowAsync(NpgsqlDataReader reader, CancellationToken ct) =>
        await reader.NextResultAsync(ct) && await reader.ReadAsync(ct);
}
