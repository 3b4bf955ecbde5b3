using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>
/// Four reports use sums that the views maintain incrementally. These tests compute the same sums again from each lot, from each lot's
/// moves in the log, from each order, and from each account's orders, measures, tiers and rebates.
/// </summary>
public sealed class ReportSumsTests : ProjectionsFixture
{
    [Test]
    public async Task Reports_of_sums_are_what_the_log_and_all_orders_give_however_it_came_and_after_a_rebuild()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        ILedgerEvent[] history = [.. new AnyHistory(new Given("acme"), random).Events(900)];
        await using var app = await StartAsync();
        for (var done = 0; done < history.Length;)
        {
            ILedgerEvent[] piece = [.. history.Skip(done).Take(random.Next(1, 120))];
            done += piece.Length;
            await Log.AppendAsync(piece);
            if (random.Next(2) == 0) await BreakageAsync(app);
        }

        var (breakage, returns, liability) = (await BreakageAsync(app), await ReturnAsync(app), await LiabilityAsync(app));

        var variance = await VarianceAsync(app);
        Assert.Multiple(async () =>
        {
            Assert.That(variance, Is.EqualTo(await OrderVarianceAsync()), $"variance, seed {seed}");
            Assert.That(breakage, Is.EqualTo(await LivesAsync()), $"breakage, seed {seed}");
            Assert.That(returns, Is.EqualTo(await AccountMonthsAsync()), $"return, seed {seed}");
            Assert.That(liability, Is.EqualTo(await OpenLotsAsync()), $"liability, seed {seed}");
        });
        Assert.That(new[] { breakage.Count, returns.Count, liability.Count * 4 }, Has.All.GreaterThan(40));

        using var asked = await app.Client.PostAsync(new Uri("/v1/projections/rebuild", UriKind.Relative), null);
        while ((await app.GetAsync("/v1/projections/rebuild")).GetProperty("state").GetString() is "requested" or "running")
        {
            await BreakageAsync(app);
        }

        Assert.That(await BreakageAsync(app), Is.EqualTo(breakage), $"breakage after a rebuild, seed {seed}");
        Assert.That(await ReturnAsync(app), Is.EqualTo(returns), $"return after a rebuild, seed {seed}");
        Assert.That(await VarianceAsync(app), Is.EqualTo(variance).And.Not.Empty, $"variance after a rebuild, seed {seed}");
        Assert.That(await LiabilityAsync(app), Is.EqualTo(liability), $"liability after a rebuild, seed {seed}");
    }

    // Unit, tier, age, lots, at risk, used, expired and withdrawn, where there is data.
    private async Task<List<string>> BreakageAsync(ProjectionsApp app) =>
    [
        .. (await LinesAsync(app, "breakage")).Where(fields => fields[3] != "0")
            .Select(fields => Text([.. fields[..4], .. fields[4..8].Select(Plain)]))
            .Order(StringComparer.Ordinal),
    ];

    private async Task<List<string>> ReturnAsync(ProjectionsApp app) =>
    [
        .. (await LinesAsync(app, "return")).Select(fields => Text([.. fields[..8], fields[9], .. fields[11..]]))
            .Order(StringComparer.Ordinal),
    ];

    // Unit, tier, month, state and amount.
    private async Task<List<string>> LiabilityAsync(ProjectionsApp app) =>
    [
        .. (await LinesAsync(app, "liability")).Select(fields => Text([.. fields[..4], Plain(fields[4])])).Order(StringComparer.Ordinal),
    ];

    // Month, orders, entitled and variance.
    private async Task<List<string>> VarianceAsync(ProjectionsApp app) =>
    [
        .. (await LinesAsync(app, "variance-months")).Select(fields => Text([fields[0], fields[1], Plain(fields[2]), Plain(fields[4])])),
    ];

    private async Task<List<string>> OrderVarianceAsync()
    {
        var schema = await SchemaAsync();
        return
        [
            .. (await QueryAsync($"""
                select {MonthOf("o.placed_at")}, count(*), sum(o.entitled), sum(o.variance)
                  from {schema}.orders o where o.evaluated and o.variance <> 0 group by 1 order by 1
                """))
                .Select(row => Text([MonthText.Of((int)row[0]), $"{row[1]}", Plain((decimal)row[2]), Plain((decimal)row[3])])),
        ];
    }

    private async Task<List<string>> OpenLotsAsync()
    {
        var schema = await SchemaAsync();
        return
        [
            .. (await QueryAsync($"""
                select l.unit, coalesce(a.tier, 'bronze'), {MonthOf("l.opened_at")}, state.name, sum(state.amount)
                  from {schema}.accounts a join {schema}.lots l on l.account = a.number
                  cross join lateral (values ('pending', l.pending), ('available', l.available), ('held', l.held)) as state (name, amount)
                 group by 1, 2, 3, 4 having sum(state.amount) <> 0
                """))
                .Select(row => Text(
                    [(string)row[0], (string)row[1], MonthText.Of((int)row[2]), (string)row[3], Plain((decimal)row[4])]))
                .Order(StringComparer.Ordinal),
        ];
    }

    private async Task<List<string[]>> LinesAsync(ProjectionsApp app, string report)
    {
        var csv = await app.Client.GetStringAsync($"/v1/programs/acme/reports/{report}.csv?minPosition={Log.Position}");
        return [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];
    }

    private async Task<List<string>> LivesAsync()
    {
        var schema = await SchemaAsync();
        var sums = new Dictionary<(string Unit, string Tier, int Age), decimal[]>();
        var now = await NowAsync(schema);
        foreach (var lot in (await QueryAsync($"""
            select e.account, m.move ->> 'lot', v.data ->> 'unit', coalesce(a.tier, 'bronze'), {MonthOf("e.effective_at")},
                   (m.move ->> 'amount')::numeric, m.move ->> 'from', m.move ->> 'to', {MonthOf("l.opened_at")}
              from {schema}.accounts a join {schema}.entries e on e.account = a.number join mt_events v on v.seq_id = e.position
              cross join lateral jsonb_array_elements(v.data -> 'moves') as m (move)
              join {schema}.lots l on l.account = e.account and l.lot = (m.move ->> 'lot')::bigint
             where (m.move ->> 'from' in ('pending', 'available', 'held')) <> (m.move ->> 'to' in ('pending', 'available', 'held'))
             order by v.seq_id
            """)).GroupBy(row => (row[0], row[1])))
        {
            var first = lot.First();
            var (unit, tier, opened, left) = ((string)first[2], (string)first[3], (int)first[8], 0m);
            for (var month = opened; month < now; month++)
            {
                var moves = lot.Where(row => (int)row[4] == month).ToList();
                decimal Sum(Func<string, string, bool> which) =>
                    moves.Where(row => which((string)row[6], (string)row[7])).Sum(row => (decimal)row[5]);
                var came = Sum((_, to) => to is "pending" or "available" or "held");
                var gone = Sum((from, _) => from is "pending" or "available" or "held");
                var (used, expired) = (Sum((_, to) => to is "redeemed" or "arrears"), Sum((_, to) => to is "expired"));
                var atRisk = left + came;
                left = atRisk - gone;
                if (atRisk == 0) continue;
                var key = (unit, tier, month - opened);
                var before = sums.GetValueOrDefault(key, new decimal[5]);
                sums[key] = [.. before.Zip([1m, atRisk, used, expired, gone - used - expired], (a, b) => a + b)];
            }
        }

        return
        [
            .. sums.Select(line => Text([line.Key.Unit, line.Key.Tier, $"{line.Key.Age}", .. line.Value.Select(Plain)]))
                .Order(StringComparer.Ordinal),
        ];
    }

    // Month, tier, segment, accounts, orders, net, discount, points, rebates, and members against their year before.
    private async Task<List<string>> AccountMonthsAsync()
    {
        var schema = await SchemaAsync();
        var now = await NowAsync(schema);
        var lines = new Dictionary<(int Month, string Tier, string Segment), Exact[]>();
        foreach (var row in await QueryAsync($"""
            with holders as (
              select a.number, part.number as recorded
                from {schema}.accounts a
                cross join lateral unnest(a.number || coalesce(string_to_array(a.absorbed, ',')::bigint[], array[]::bigint[]))
                  as part (number)
               where a.merged_into is null),
            done as (
              select h.number, {MonthOf("o.placed_at")} as month, sum(o.entitled - o.variance) as discount, sum(o.points) as points,
                     0::numeric as rebates
                from holders h join {schema}.orders o on o.account = h.recorded where o.evaluated group by 1, 2
              union all
              select h.number, p.first_month + p.month_count - 1, 0, 0, sum(r.amount)
                from holders h join {schema}.rebates r on r.account = h.recorded
                join {schema}.rebate_periods p on p.account = r.account and p.rebate = r.rebate and p.period = r.period group by 1, 2),
            months as (
              select m.account as number, m.month from {schema}.measures m where m.scope = '*'
              union select m.account, m.month + 12 from {schema}.measures m where m.scope = '*'
              union select d.number, d.month from done d)
            select k.month, coalesce(t.to_tier, 'bronze'), coalesce(mb.segments, ''), coalesce(m.orders, 0), coalesce(m.net, '0'),
                   coalesce(d.discount, 0), coalesce(d.points, 0), coalesce(d.rebates, 0), coalesce(b.orders, 0), coalesce(b.net, '0')
              from months k join {schema}.accounts a on a.number = k.number and a.merged_into is null
              left join {schema}.measures m on m.account = k.number and m.scope = '*' and m.month = k.month
              left join {schema}.measures b on b.account = k.number and b.scope = '*' and b.month = k.month - 12
              left join {schema}.members mb on mb.account = k.number
              left join (select number, month, sum(discount) as discount, sum(points) as points, sum(rebates) as rebates
                           from done group by 1, 2) d on d.number = k.number and d.month = k.month
              left join lateral (
                select x.to_tier from {schema}.tier_changes x where x.account = k.number and {MonthOf("x.effective_at")} <= k.month
                 order by x.position desc, x.place desc limit 1) t on true
             where k.month <= {now}
            """))
        {
            var (orders, net, orderedBefore) = (Number(row[3]), Exact.Parse((string)row[4]), Number(row[8]));
            Exact[] one =
            [
                orders > 0 ? 1 : 0, orders, net, Money(row[5]), Money(row[6]), Money(row[7]), orderedBefore > 0 ? 1 : 0,
                orderedBefore > 0 ? net : 0, orderedBefore > 0 ? Exact.Parse((string)row[9]) : 0,
            ];
            foreach (var segment in ((string)row[2]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Prepend(""))
            {
                var key = ((int)row[0], (string)row[1], segment);
                lines[key] = [.. lines.GetValueOrDefault(key, new Exact[9]).Zip(one, (a, b) => a + b)];
            }
        }

        return [.. lines.Where(line => line.Value.Any(sum => !sum.IsZero)).Select(Shown).Order(StringComparer.Ordinal)];

        static string Shown(KeyValuePair<(int Month, string Tier, string Segment), Exact[]> line)
        {
            var sums = line.Value;
            return Text(
            [
                $"{line.Key.Month / 12}-{(line.Key.Month % 12) + 1:00}", line.Key.Tier, line.Key.Segment, $"{sums[0]}", $"{sums[1]}",
                Pounds(sums[2]), Pounds(sums[3]), $"{sums[4]}", Pounds(sums[5]), $"{sums[6]}", Pounds(sums[7]), Pounds(sums[8]),
            ]);
        }

        static string Pounds(Exact money) =>
            Rounding.HalfEven.Round(money, 2).ToString("0.00", CultureInfo.InvariantCulture);

        static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

        static Exact Money(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
    }

    private static string MonthOf(string instant) =>
        $"(extract(year from {instant} at time zone 'Europe/London') * 12 + extract(month from {instant} at time zone 'Europe/London') "
        + "- 1)::int";

    private async Task<string> SchemaAsync() =>
        $"projections_{(await QueryAsync("select generation from projections.live"))[0][0]}";

    private async Task<int> NowAsync(string schema) =>
        (int)(await QueryAsync($"select {MonthOf("clock_at")} from {schema}.programs"))[0][0];

    private async Task<List<object[]>> QueryAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static string Text(string[] fields) => string.Join(',', fields);

    private static string Plain(string field) => Plain(decimal.Parse(field, CultureInfo.InvariantCulture));

    private static string Plain(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
