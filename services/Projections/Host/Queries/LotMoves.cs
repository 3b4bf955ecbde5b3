namespace Ledger.Projections.Host.Queries;

/// <summary>Reads the moves into and out of lots from the log, because the moves of an entry name their lots.</summary>
internal static class LotMoves
{
    /// <summary>
    /// Selects a row for each move of the program $1: account, lot, effective_at, recorded_at, amount, origin and target. It reads every
    /// entry of the program, so its cost grows with the log.
    /// </summary>
    public static string Select(string schema) => $"""
        select e.account, (m.move ->> 'lot')::bigint as lot, e.effective_at, v.timestamp as recorded_at,
               (m.move ->> 'amount')::numeric as amount, m.move ->> 'from' as origin, m.move ->> 'to' as target
          from {schema}.accounts b join {schema}.entries e on e.account = b.number
          join mt_events v on v.seq_id = e.position cross join lateral jsonb_array_elements(v.data -> 'moves') as m (move)
         where b.program = $1
        """;
}
