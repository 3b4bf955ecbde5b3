namespace Ledger.Projections.Host.Queries;

/// <summary>
/// Finds the entries of an account up to a time. Effective and recorded times never decrease within an account, so these are its first
/// entries. Entry numbers have no gaps, so a binary search by number finds the last of them.
/// </summary>
internal static class EntryRun
{
    public const string EffectiveBefore = "e.effective_at < $3";
    public const string EffectiveBy = "e.effective_at <= $3";
    public const string RecordedBy = "(select v.timestamp from mt_events v where v.seq_id = e.position) <= $3";

    /// <summary>The number of the first entry for which a condition is false; the number of entries + 1 when it holds for all.</summary>
    public static async Task<long> EndAsync(
        Snapshot snapshot, AccountState account, string condition, DateTimeOffset at, CancellationToken ct) =>
        (await snapshot.Command(
                $"""
                with recursive search (low, high) as (
                    select 1::bigint, $2 + 1
                    union all
                    select case when {condition} then e.sequence + 1 else s.low end, case when {condition} then s.high else e.sequence end
                      from search s join {snapshot.Schema}.entries e on e.account = $1 and e.sequence = (s.low + s.high) / 2
                     where s.low < s.high)
                select low from search where low = high
                """,
                Snapshot.Value(account.Row.Number), Snapshot.Value(account.Row.Entries), Snapshot.Value(at.UtcDateTime))
            .ListAsync(row => row.GetInt64(0), ct)).Single();
}
