using Ledger.EventLog;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>Compares ledger_rewards, how many of each reward were taken, with the rewards' streams.</summary>
internal static class RewardCheck
{
    private const string Select = """
        select coalesce(r.program, e.program), coalesce(r.reward, e.reward), coalesce(e.position, 0)
          from (select tenant_id as program, data ->> 'reward' as reward, max(version) as version, max(seq_id) as position,
                       sum(case type when 'reward_taken' then 1 else -1 end) as taken
                  from mt_events where type in ('reward_taken', 'reward_returned') group by 1, 2) e
          full join ledger_rewards r on r.program = e.program and r.reward = e.reward
         where r.version is distinct from e.version or r.taken is distinct from e.taken
         order by 3
        """;

    public static async Task<List<Finding>> RunAsync(NpgsqlConnection session, CancellationToken ct)
    {
        var findings = new List<Finding>();
        await using var command = new NpgsqlCommand(Select, session) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            findings.Add(new Finding(reader.GetInt64(2), "state_reward_differs", $"The row of reward {reader.GetString(1)} of program {reader.GetString(0)} in ledger_rewards is not what its events give."));
        }

        return findings;
    }
}
