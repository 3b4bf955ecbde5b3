using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Evaluation;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>
/// Reads the measures of many accounts: each row (alias a) has its account's months as arrays, so that accounts can be streamed one by one.
/// </summary>
internal static class AccountMeasures
{
    public const string Columns = "m.scopes, m.months, m.nets, m.counts, p.months, q.months, q.points";

    /// <summary>The number of <see cref="Columns"/>.</summary>
    public const int ColumnCount = 7;

    /// <summary>The joins of accounts (alias a) with their months.</summary>
    /// <param name="withActivities">Whether the program may have activities; if not, their table is not read.</param>
    public static string Joins(string schema, bool withActivities) => $"""
        cross join lateral (
          select array_agg(scope order by scope, month), array_agg(month order by scope, month), array_agg(net order by scope, month),
                 array_agg(orders order by scope, month)
            from {schema}.measures where account = a.number) as m (scopes, months, nets, counts)
        left join {schema}.account_months p on p.account = a.number
        cross join lateral (
          {(withActivities
              ? $"select array_agg(month order by month), array_agg(points order by month) from {schema}.activity_points "
                + "where account = a.number"
              : "select null::int[], null::bigint[]")}) as q (months, points)
        """;

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static Measures Read(NpgsqlDataReader row, int first)
    {
        var measures = new Measures();
        if (!row.IsDBNull(first))
        {
            var scopes = row.GetFieldValue<string[]>(first);
            var months = row.GetFieldValue<int[]>(first + 1);
            var nets = row.GetFieldValue<string[]>(first + 2);
            var counts = row.GetFieldValue<long[]>(first + 3);
            for (var i = 0; i < scopes.Length; i++) measures.Add(scopes[i], months[i], Exact.Parse(nets[i]), counts[i]);
        }

        if (row.TextOrNull(first + 4) is { } done) AddPoints(measures, done);
        AddPointsOfActivities(row, first + 5, measures);
        return measures;
    }

    /// <summary>Adds the points of orders from what an account did by month.</summary>
    /// <param name="months">The text of the column account_months.months.</param>
    public static void AddPoints(Measures measures, string months)
    {
        foreach (var one in AccountMonths.ReadMonths(months))
        {
            if (one.Points != 0) measures.AddPoints(one.Month, one.Points);
        }
    }

    private static void AddPointsOfActivities(NpgsqlDataReader row, int first, Measures measures)
    {
        if (row.IsDBNull(first)) return;
        var months = row.GetFieldValue<int[]>(first);
        var points = row.GetFieldValue<long[]>(first + 1);
        for (var i = 0; i < months.Length; i++) measures.AddPointsOfActivities(months[i], points[i]);
    }
}
