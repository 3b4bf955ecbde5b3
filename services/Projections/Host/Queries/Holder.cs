namespace Ledger.Projections.Host.Queries;

/// <summary>Finds the account that has a row now: the account it was recorded for, or the survivor of that account's merges.</summary>
internal static class Holder
{
    /// <summary>The account's id.</summary>
    public const string Column = "coalesce(h.account_id, o.account_id)";

    /// <summary>
    /// The joins of rows (alias t, with program and account) with the accounts that have them; merges are followed only for merged
    /// accounts.
    /// </summary>
    public static string Joins(string schema) => $"""
        join {schema}.accounts o on o.number = t.account
        left join lateral (
          with recursive up as (
            select n.account_id, n.merged_into from {schema}.accounts n where n.program = t.program and n.account_id = o.merged_into
            union all
            select n.account_id, n.merged_into from up join {schema}.accounts n on n.program = t.program and n.account_id = up.merged_into)
          select up.account_id from up where up.merged_into is null) h on o.merged_into is not null
        """;
}
