using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Evaluation;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>
/// Reads accounts with everything that conditions of challenges and draws need (mechanics.md §8, §9), as they now stand; memberships and
/// NPS scores are those of a given time.
/// </summary>
internal static class EligibleAccounts
{
    /// <summary>
    /// Selects accounts (alias a) that are not merged and have an order. The caller may append further conditions and an order.
    /// </summary>
    /// <param name="at">The time, as an SQL expression.</param>
    public static string Select(string schema, bool withActivities, string at) => $"""
        select a.account_id, {AccountTable.Columns}, {AccountMeasures.Columns}, {MemberState.Columns}
          from {schema}.accounts a
          {AccountMeasures.Joins(schema, withActivities)}
          {MemberState.Joins(schema, at)}
         where a.merged_into is null and a.orders > 0
        """;

    /// <summary>Reads a row of <see cref="Select"/>.</summary>
    public static (string AccountId, Standing Standing) Read(NpgsqlDataReader row)
    {
        var account = AccountTable.Read(row, 1);
        var measures = AccountMeasures.Read(row, 1 + AccountTable.ColumnCount);
        var member = MemberState.Read(row, 1 + AccountTable.ColumnCount + AccountMeasures.ColumnCount);
        var standing = new Standing(account.Tier ?? "", account.Orders, account.FirstOrderAt, measures)
        {
            Segments = member.Judged.Segments,
            Perks = member.Judged.Perks,
            Memberships = member.Memberships,
            Nps = member.Nps,
        };
        return (row.GetString(0), standing);
    }
}
