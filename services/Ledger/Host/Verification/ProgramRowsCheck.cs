using Ledger.Domain.Orders;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>
/// Compares with the log, by queries alone: ledger_rewards with the rewards' streams, ledger_draw_salts with the announced hashes, and
/// ledger_facts_ahead with the facts that are parked in their streams.
/// </summary>
internal static class ProgramRowsCheck
{
    private const string SelectRewards = """
        select coalesce(r.program, e.program), coalesce(r.reward, e.reward), coalesce(e.position, 0)
          from (select tenant_id as program, data ->> 'reward' as reward, max(version) as version, max(seq_id) as position,
                       sum(case type when 'reward_taken' then 1 else -1 end) as taken
                  from mt_events where type in ('reward_taken', 'reward_returned') group by 1, 2) e
          full join ledger_rewards r on r.program = e.program and r.reward = e.reward
         where r.version is distinct from e.version or r.taken is distinct from e.taken
         order by 3
        """;

    private const string SelectSalts = """
        select coalesce(s.program, e.program), coalesce(s.draw, e.draw), coalesce(e.position, 0)
          from (select tenant_id as program, data ->> 'draw' as draw, data ->> 'saltHash' as hash, seq_id as position
                  from mt_events where type = 'draw_announced') e
          full join ledger_draw_salts s on s.program = e.program and s.draw = e.draw
         where e.hash is distinct from encode(sha256(s.salt), 'hex')
         order by 3
        """;

    // Each row must have a parked fact. Each fact that is parked because of its time, and whose time has not come, must have a row.
    private const string SelectAhead = """
        with parked as (
            select p.tenant_id as program, p.stream_id as stream, p.data ->> 'contentHash' as hash, p.seq_id as position,
                   (p.data ->> 'effectiveAt')::timestamptz as due_at, (p.data ->> 'recordedAt')::timestamptz as recorded_at
              from mt_events p
             where p.type = any ($1)
               and not exists (select from mt_events e where e.tenant_id = p.tenant_id and e.stream_id = p.stream_id
                 and e.version > p.version
                                and e.data ->> 'contentHash' = p.data ->> 'contentHash'))
        select coalesce(a.program, p.program), coalesce(a.stream, p.stream), coalesce(p.position, 0)
          from ledger_facts_ahead a
          full join parked p on p.program = a.program and p.stream = a.stream and p.hash = a.content_hash
         where p.hash is null
            or a.stream is null and p.due_at > greatest(p.recorded_at + $2, now())
            or a.due_at <> p.due_at
         order by 3
        """;

    public static async Task RunAsync(NpgsqlConnection session, StateFindings findings, CancellationToken ct)
    {
        await AddAsync(SelectRewards, "state_reward_differs",
            (program, reward) => $"The row of reward {reward} of program {program} in ledger_rewards is not what its events give.");
        await AddAsync(SelectSalts, "state_salt_differs",
            (program, draw) => $"The salt of draw {draw} of program {program} in ledger_draw_salts is not the one that was announced.");
        await AddAsync(SelectAhead, "state_ahead_differs",
            (program, stream) => $"What ledger_facts_ahead says of {stream} of program {program} is not what its events give.",
            new NpgsqlParameter<string[]> { TypedValue = AheadTable.ParkedTypes },
            new NpgsqlParameter<TimeSpan> { TypedValue = AheadOfTime.Tolerance });

        async Task AddAsync(string select, string code, Func<string, string, string> sentence, params NpgsqlParameter[] parameters)
        {
            await using var command = new NpgsqlCommand(select, session) { CommandTimeout = 0 };
            command.Parameters.AddRange(parameters);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) findings.Add(reader.GetInt64(2), code, sentence(reader.GetString(0), reader.GetString(1)));
        }
    }
}
