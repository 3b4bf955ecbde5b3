using System.Security.Cryptography;
using System.Text;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Host.Queries;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Stores a draw's candidates (mechanics.md §9). They cannot be computed from later views, so they are taken when the views are right
/// before the draw. They are stored only if their hash is the one that the draw recorded; otherwise the draw's proof has the hash alone.
/// </summary>
internal static class DrawCandidates
{
    private const int AtOnce = 5_000;

    /// <summary>Takes the candidates of a draw. Repeating it after an interruption starts again.</summary>
    /// <param name="connection">A connection that sees the tables as they were right before the draw.</param>
    public static async Task TakeAsync(NpgsqlConnection connection, string schema, string program, DrawData held, CancellationToken ct)
    {
        var catalog = await PublishedVersions.ReadAsync(
            Command(connection, PublishedVersions.Select(schema), Snapshot.Value(program)), program, ct);
        var version = catalog.Version(held.ProgramVersion);
        var draw = version.Draws.First(one => one.Id == held.Draw);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(
            Command(
                connection, $"delete from {schema}.draw_candidates where program = $1 and draw = $2", Snapshot.Value(program),
                Snapshot.Value(held.Draw)), ct);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (place, after, count) = (0L, "", AtOnce);
        while (count == AtOnce)
        {
            (count, after, var candidates) = await PageAsync(connection, schema, catalog, version, draw, after, ct);
            foreach (var id in candidates)
            {
                if (place++ > 0) hash.AppendData("\n"u8);
                hash.AppendData(Encoding.UTF8.GetBytes(id));
            }

            await ExecuteAsync(
                Command(
                    connection,
                    $"insert into {schema}.draw_candidates select $1, $2, $3 + n, id from unnest($4) with ordinality as c (id, n)",
                    Snapshot.Value(program), Snapshot.Value(held.Draw), Snapshot.Value(place - candidates.Count),
                    Snapshot.Value<string[]>([.. candidates])),
                ct);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) == held.CandidatesHash) await transaction.CommitAsync(ct);
        else await transaction.RollbackAsync(ct);
    }

    /// <summary>Reads a page of accounts with an order, by id: their number, the last id, and those that are candidates.</summary>
    private static async Task<(int Count, string Last, List<string> Candidates)> PageAsync(
        NpgsqlConnection connection, string schema, ProgramCatalog catalog, ProgramVersion version, Draw draw, string after,
        CancellationToken ct)
    {
        var (count, last) = (0, after);
        var candidates = new List<string>();
        var withActivities = catalog.Versions.Any(one => one.Activities.Count > 0);
        await Command(
                connection,
                $"{EligibleAccounts.Select(schema, withActivities, "$2")} and a.program = $1 and a.account_id > $3 order by "
                + $"a.account_id limit $4",
                Snapshot.Value(catalog.Program), Snapshot.Value(draw.At.UtcDateTime), Snapshot.Value(after), Snapshot.Value(AtOnce))
            .EachAsync(
                row =>
                {
                    (last, var standing) = EligibleAccounts.Read(row);
                    count++;
                    if (ChallengeRules.IsCandidate(catalog, version, draw, standing)) candidates.Add(last);
                },
                ct);
        return (count, last, candidates);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static async Task ExecuteAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command) await command.ExecuteNonQueryAsync(ct);
    }
}
