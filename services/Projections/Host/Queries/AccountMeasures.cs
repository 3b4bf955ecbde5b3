using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Evaluation;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>
/// Measures of many accounts a: the months come with the account, as arrays, so there is one row an account and nothing is held for all.
/// </summary>
internal static class AccountMeasures
{
    public const string Columns = "m.scopes, m.months, m.nets, m.counts, p.months, q.months, q.points";

    /// <summary>How many <see cref="Columns"/> there are.</summary>
    public const int ColumnCount = 7;

    /// <summary>Joins of accounts a with their months.</summary>
    /// <param name="withActivities">The program may have activities; otherwise their table is not looked at.</param>
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
    /// <param name="months">Of the table account_months.</param>
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
