using System.Data;
using System.Diagnostics;
using Npgsql;

namespace Ledger.EventLog.Verification;

/// <summary>
/// Recomputes the whole chain from the stored events and reports every difference from what was written. It reads one snapshot of the log,
/// so it can run while others append, and has only a small part of the log in memory at a time.
/// </summary>
public sealed class LogVerifier(NpgsqlDataSource dataSource)
{
    /// <summary>
    /// Heads recorded outside the database. Only they can reveal that somebody changed an event and then recomputed every later digest.
    /// </summary>
    public IReadOnlyList<LogHead> Published { get; init; } = [];

    /// <summary>
    /// How long the sequence may be behind the events before that is a finding; 5 seconds by default. An append raises the sequence in a
    /// statement of its own after its commit, so the sequence is briefly behind whenever others append.
    /// </summary>
    public TimeSpan SequenceLagMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Verifies everything. Progress is reported in positions.</summary>
    public async Task<VerifyReport> VerifyAsync(IProgress<(long Done, long Total)>? progress, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        // A sort of the whole log would spill to disk, and the indexes have the order already. No parallel workers, to leave the processors
        // to the appends.
        await ExecuteAsync(
            connection,
            "set transaction read only; set local enable_sort = off; set local enable_hashagg = off; set local jit = off; "
                + "set local max_parallel_workers_per_gather = 0",
            ct);

        var findings = new Findings();
        var head = await HeadAsync(connection, findings, ct);
        var check = new ChainCheck(findings);
        await WalkAsync(connection, check, head, findings, progress, ct);
        Compare(head, check, findings);
        await StreamCheck.RunAsync(connection, findings, ct);
        await SequenceBehindAsync(connection, findings, ct);
        await snapshot.CommitAsync(ct);
        if (findings.All.Count == 0) await SequenceAheadAsync(connection, findings, ct);
        return new VerifyReport(findings.All.Count == 0, check.Events, check.Batches, Convert.ToHexStringLower(check.Chain), findings.All);
    }

    private async Task WalkAsync(
        NpgsqlConnection connection, ChainCheck check, LogHead head, Findings findings, IProgress<(long Done, long Total)>? progress,
        CancellationToken ct)
    {
        var published = Published.Where(p => p.Position > 0).ToDictionary(p => p.Position, p => p.Chain);
        var batches = await BatchRow.ReadAfterAsync(connection, long.MinValue, ct);
        var after = long.MinValue;
        while (batches.Count > 0)
        {
            await using (var rows = await EventRows.OpenAsync(connection, after, after = batches[^1].Last, ct))
            {
                await check.StrayAsync(rows, Math.Min(1, after), ct);
                foreach (var batch in batches)
                {
                    await check.BatchAsync(batch, rows, ct);
                    if (!published.Remove(batch.Last, out var chain) || chain.AsSpan().SequenceEqual(check.Chain)) continue;
                    findings.Add(
                        batch.Last, "chain.unpublished", $"The chain up to position {batch.Last} is not the one that was published.");
                }

                await check.StrayAsync(rows, long.MaxValue, ct);
            }

            progress?.Report((check.Last, head.Position));
            batches = await BatchRow.ReadAfterAsync(connection, after, ct);
        }

        await using var stray = await EventRows.OpenAsync(connection, after, long.MaxValue, ct);
        await check.StrayAsync(stray, long.MaxValue, ct);
        foreach (var position in published.Keys)
        {
            findings.Add(position, "chain.unpublished", $"A chain value was published for position {position}, but no batch ends there.");
        }
    }

    private static void Compare(LogHead head, ChainCheck check, Findings findings)
    {
        if (head.Position != check.Last) findings.Add(
                Math.Min(head.Position, check.Last) + 1, "head.changed",
                $"The head says position {head.Position}, but the last batch ends at {check.Last}.");
        else if (!head.Chain.AsSpan().SequenceEqual(check.StoredChain)) findings.Add(
                head.Position, "head.changed", $"The head's chain value is not the one of the last batch, which ends at {check.Last}.");
        // Guards against a mistake in this class: no change may end without a finding.
        else if (findings.All.Count == 0 && !head.Chain.AsSpan().SequenceEqual(check.Chain))
        {
            findings.Add(head.Position, "chain.broken", "The chain recomputed from the events does not end in the head's.");
        }
    }

    private static async Task<LogHead> HeadAsync(NpgsqlConnection connection, Findings findings, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select position, chain from ledger_log_head", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (await reader.ReadAsync(ct)) return new LogHead(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        findings.Add(0, "head.missing", "The row of the log's head was deleted.");
        return new LogHead(0, []);
    }

    private async Task SequenceBehindAsync(NpgsqlConnection connection, Findings findings, CancellationToken ct)
    {
        // Even in the snapshot's transaction the sequence's value is the present one, while the events are those of the snapshot.
        const string sql = "select last_value, is_called, (select coalesce(max(seq_id), 0) from mt_events) from mt_events_sequence";
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20, ct))
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            var (last, called, max) = (reader.GetInt64(0), reader.GetBoolean(1), reader.GetInt64(2));
            if (max == 0 || (called && last >= max)) return;
            if (waited.Elapsed < SequenceLagMax) continue;
            findings.Add(max, "sequence.behind", $"mt_events_sequence stands at {last}{(called ? "" : ", not called")}, "
                + $"behind the last event at {max}; an attached Marten would rewind.");
            return;
        }
    }

    // The lock keeps appends out. Without it, the head could be read before and the sequence after an append.
    private static async Task SequenceAheadAsync(NpgsqlConnection connection, Findings findings, CancellationToken ct)
    {
        const string sql = """
            with head as materialized (select position from ledger_log_head for share)
            select position, last_value from head, mt_events_sequence where is_called and last_value > position
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return;
        var (head, last) = (reader.GetInt64(0), reader.GetInt64(1));
        findings.Add(head + 1, "sequence.ahead",
            $"mt_events_sequence stands at {last}, beyond the head at {head}; an attached Marten would skip the positions between.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
