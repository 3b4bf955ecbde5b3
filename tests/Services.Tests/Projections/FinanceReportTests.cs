using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Queries;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>Tier movements, discount variance and adjustments, over small histories whose numbers were worked out by hand.</summary>
public sealed class FinanceReportTests : ProjectionsFixture
{
    /// <summary>Both accounts come to bronze with their first order, and one of them rises at once.</summary>
    [Test]
    public async Task Accounts_come_from_tier_to_tier()
    {
        await using var app = await StartAsync(Sample.History(new Given("acme")));

        Assert.That(await app.AgreeAsync("reports/tier-movements?month=2011-01", "movements"), Is.EqualTo(new[]
        {
            new[] { "from", "to", "accounts" }, ["", "bronze", "2"], ["bronze", "silver", "1"],
        }));
        var february = await app.GetAsync("/v1/programs/acme/reports/tier-movements?fromMonth=2011-02&toMonth=2011-03");
        Assert.That(february.ToString(), Is.EqualTo(
            """{"fromMonth":"2011-02","movements":[],"program":"acme","tiers":["""
            + """{"came":0,"closing":1,"opening":1,"tier":"bronze","went":0},"""
            + """{"came":0,"closing":1,"opening":1,"tier":"silver","went":0},{"came":0,"closing":0,"opening":0,"tier":"gold","went":0}],"""
            + """
            "toMonth":"2011-03"}
            """));
    }

    [TestCase(false), TestCase(true)]
    public async Task Tiers_close_with_the_standings_also_after_a_merge_and_a_rebuild(bool mechanics)
    {
        var given = new Given("acme");
        await using var app = await StartAsync(mechanics ? MechanicsSample.History(given) : Sample.History(given));
        var before = await TiersAsync(app);

        using var asked = await app.Client.PostAsync(new Uri("/v1/projections/rebuild", UriKind.Relative), null);
        while ((await app.GetAsync("/v1/projections/rebuild")).GetProperty("state").GetString() is "requested" or "running")
        {
            await TiersAsync(app);
        }

        Assert.That(await TiersAsync(app), Is.EqualTo(before));
    }

    [Test]
    public async Task Orders_with_a_variance_are_listed_and_summed_by_local_month()
    {
        var given = new Given("acme");
        // The last instant of May in UTC is June in London.
        var (january, may) = (Given.Day(0), new DateTimeOffset(2011, 5, 31, 23, 30, 0, TimeSpan.Zero));
        List<ILedgerEvent> history =
        [
            given.Published(Sample.Program),
            given.Order("=1+1", "O1", january), Evaluated(given, "=1+1", "O1", january, 100.005m, 10m, 4m),
            given.Order("=1+1", "O2", january), Evaluated(given, "=1+1", "O2", january, 50m, 5m, 5m),
            given.Order("B", "-3", january), Evaluated(given, "B", "-3", january, 20m, 0m, 2.5m),
            given.Order("B", "O4", may), Evaluated(given, "B", "O4", may, 7m, 0.07m, 0m),
        ];
        await using var app = await StartAsync(history);

        Assert.That(await app.AgreeAsync("reports/variance", "orders"), Is.EqualTo(new[]
        {
            new[] { "source", "orderId", "accountId", "placedAt", "gross", "net", "entitled", "stated", "variance", "programVersion" },
            ["shop", "-3", "B", "2011-01-10T09:30:00Z", "20.00", "20.00", "0.00", "2.50", "-2.50", "1"],
            ["shop", "O1", "=1+1", "2011-01-10T09:30:00Z", "100.00", "100.00", "10.00", "4.00", "6.00", "1"],
            ["shop", "O4", "B", "2011-05-31T23:30:00Z", "7.00", "7.00", "0.07", "0.00", "0.07", "1"],
        }));
        Assert.That(await app.AgreeAsync("reports/variance?month=2011-06", "orders"), Has.Count.EqualTo(2));
        Assert.That(await app.AgreeAsync("reports/variance?toMonth=2011-05", "orders"), Has.Count.EqualTo(3));
        Assert.That(await app.AgreeAsync("reports/variance-months", "months"), Is.EqualTo(new[]
        {
            new[] { "month", "orders", "entitled", "stated", "variance" }, ["2011-01", "2", "10.00", "6.50", "3.50"],
            ["2011-06", "1", "0.07", "0.00", "0.07"],
        }));
        Assert.That(await app.AgreeAsync("reports/variance-months?month=2011-03", "months"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Pages_of_orders_with_a_variance_are_the_whole_list()
    {
        var given = new Given("acme");
        List<ILedgerEvent> history = [given.Published(Sample.Program)];
        for (var n = 0; n < 7; n++)
        {
            // Several of one instant.
            history.Add(given.Order($"a{n % 3}", $"O{n}", Given.Day(n / 3)));
            history.Add(Evaluated(given, $"a{n % 3}", $"O{n}", Given.Day(n / 3), 100m, 1m, 0m));
        }

        await using var app = await StartAsync(history);
        var (found, path) = (new List<string>(), "/v1/programs/acme/reports/variance?limit=2");
        for (string? next = ""; next is not null;)
        {
            var page = await app.GetAsync(next.Length == 0 ? path : $"{path}&after={Uri.EscapeDataString(next)}");
            found.AddRange(page.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("orderId").GetString()!));
            next = page.TryGetProperty("next", out var after) ? after.GetString() : null;
        }

        Assert.That(found, Is.EqualTo(Enumerable.Range(0, 7).Select(n => $"O{n}")));
        Assert.That((await TableAsync(app, "variance?limit=2&after=" + Uri.EscapeDataString($"{Cursor(Given.Day(0))} shop O1"))).Lines
            .Select(line => line[1]), Is.EqualTo(new[] { "O2", "O3" }), "a table has pages too");
        using var bad = await app.Client.GetAsync(new Uri($"{path}&after=O1", UriKind.Relative));
        Assert.That(bad.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await bad.Content.ReadAsStringAsync(), Does.Contain("bad_cursor"));
    }

    /// <summary>However many orders there are, a page is read in the order of an index and nothing is sorted.</summary>
    [Test]
    public async Task A_page_of_variance_is_read_from_an_index()
    {
        var given = new Given("acme");
        List<ILedgerEvent> history = [given.Published(Sample.Program)];
        for (var n = 0; n < 200; n++)
        {
            history.Add(given.Order($"a{n % 5}", $"O{n}", Given.Day(n)));
            history.Add(Evaluated(given, $"a{n % 5}", $"O{n}", Given.Day(n), 100m, 1m, 0m));
        }

        await using var app = await StartAsync(history);
        // The views get it when they have caught up.
        await using var index = Database.DataSource.CreateCommand("select count(*) from pg_indexes where indexname = 'orders_by_variance'");
        await Eventually.TrueAsync(async () => (long)(await index.ExecuteScalarAsync())! > 0, "the index");
        await using var snapshot = (await Snapshot.OpenAsync(Database.DataSource, Log.Position, CancellationToken.None))!;
        const string Few = "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off";
        await snapshot.Command(Few).ExecuteNonQueryAsync();
        await using var page = VarianceEndpoints.Orders(
            snapshot, "acme", (DateTimeOffset.MinValue.UtcDateTime, DateTimeOffset.MaxValue.UtcDateTime),
            new VarianceCursor(Given.Day(100), "shop", "O100"), 10);
        page.CommandText = $"explain {page.CommandText}";
        var plan = string.Join('\n', await page.ListAsync(row => row.GetString(0), CancellationToken.None));

        Assert.That(plan, Does.Contain("Index Scan using orders_by_variance").And.Match("Index Cond: .*ROW\\("));
        Assert.That(plan[plan.IndexOf("Limit", StringComparison.Ordinal)..], Does.Not.Contain("Sort"), plan);
    }

    /// <summary>The sum of its column in the entitlements.</summary>
    [TestCase(false), TestCase(true)]
    public async Task Variance_sums_to_the_entitlements(bool mechanics)
    {
        var given = new Given("acme");
        await using var app = await StartAsync(mechanics ? MechanicsSample.History(given) : Sample.History(given));

        var entitlements = (await app.Client.GetStringAsync("/v1/programs/acme/exports/entitlements.csv")).Split('\n')[1..^1];
        var lines = await app.AgreeAsync("reports/variance", "orders");
        var months = await app.AgreeAsync("reports/variance-months", "months");

        var expected = entitlements.Sum(line => Money(line.Split(',')[^2]));
        Assert.That(lines.Skip(1).Sum(line => Money(line[8])), Is.EqualTo(expected).And.Not.Zero);
        Assert.That(months.Skip(1).Sum(line => Money(line[4])), Is.EqualTo(expected));
        if (mechanics) Assert.That(lines.Skip(1).Select(line => line[2]), Is.All.EqualTo("O"), "the account that has the order now");
    }

    [Test]
    public async Task Adjustments_show_both_pairs_of_eyes_and_sum_to_the_roll_forward()
    {
        var given = new Given("acme");
        var day = Given.Day(3);
        List<ILedgerEvent> history =
        [
            .. Sample.History(given),
            Adjusted(given, "B", day, 50, "adj-1", "=goodwill()", "ann"),
            Asked(given, "B", day, 5000, "adj-2", "lost order", "ann"),
            Adjusted(given, "B", Given.Day(30), 5000, "adj-2", "lost order", "bob"),
            new AdjustmentApproved("acme", "B", "adj-2", "bob", Given.Day(30), Given.Day(30)),
            Asked(given, "B", day, -7000, "adj-3", "typed wrongly", "bob"),
            new AdjustmentRejected("acme", "B", "adj-3", "ann", day, day, "it was not"),
            Asked(given, "B", day, 2000, "adj-4", "waits", "bob"),
            Adjusted(given, "B", day, -10, "adj-5", "too much", "bob"),
        ];
        await using var app = await StartAsync(history);

        Assert.That(await app.AgreeAsync("reports/adjustments", "adjustments"), Is.EqualTo(new[]
        {
            new[]
            {
                "adjustmentId", "accountId", "owner", "unit", "amount", "state", "reason", "proposedBy", "proposedAt", "decidedBy",
                "decidedAt", "decision",
            },
            ["adj-1", "B", "account", "points", "50", "adjusted", "=goodwill()", "ann", "2011-01-13T09:30:00Z", "", "", ""],
            [
                "adj-2", "B", "account", "points", "5000", "approved", "lost order", "ann", "2011-01-13T09:30:00Z", "bob",
                "2011-02-09T09:30:00Z", "",
            ],
            [
                "adj-3", "B", "account", "points", "-7000", "rejected", "typed wrongly", "bob", "2011-01-13T09:30:00Z", "ann",
                "2011-01-13T09:30:00Z", "it was not",
            ],
            ["adj-4", "B", "account", "points", "2000", "awaiting_approval", "waits", "bob", "2011-01-13T09:30:00Z", "", "", ""],
            ["adj-5", "B", "account", "points", "-10", "adjusted", "too much", "bob", "2011-01-13T09:30:00Z", "", "", ""],
        }));
        foreach (var (month, adjusted) in new[] { ("2011-01", 40m), ("2011-02", 5000m) })
        {
            var lines = await app.AgreeAsync($"reports/adjustments?month={month}", "adjustments");
            var rolled = await app.AgreeAsync($"reports/roll-forward?period={month}&unit=points", "units");
            Assert.That(lines.Skip(1).Where(line => line[5] is "adjusted" or "approved").Sum(line => Money(line[4])), Is.EqualTo(adjusted));
            Assert.That(Money(rolled[^1][11]), Is.EqualTo(adjusted), "the column adjusted of the total");
        }

        var page = await app.GetAsync("/v1/programs/acme/reports/adjustments?limit=2");
        var rest = await app.GetAsync($"/v1/programs/acme/reports/adjustments?after={page.GetProperty("next").GetInt64()}");
        Assert.That(
            rest.GetProperty("adjustments").EnumerateArray().Select(one => one.GetProperty("adjustmentId").GetString()),
            Is.EqualTo(new[] { "adj-3", "adj-4", "adj-5" }));
    }

    [TestCase("month=2011-01&fromMonth=2011-01"), TestCase("fromMonth=2011-03&toMonth=2011-02"), TestCase("month=9999-12")]
    [TestCase("toMonth=0001-01"), TestCase("month=2011")]
    public async Task Months_that_make_no_sense_are_refused(string query)
    {
        await using var app = await StartAsync(Sample.History(new Given("acme")));
        string[] reports = ["tier-movements", "variance", "variance-months", "adjustments", "partners.csv", "roll-forward-months"];
        foreach (var report in reports)
        {
            using var answer = await app.Client.GetAsync(new Uri($"/v1/programs/acme/reports/{report}?{query}", UriKind.Relative));

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), report);
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("bad_period"), report);
        }
    }

    /// <summary>
    /// 1 % of what is above 3000: A has 3000 + 100 and what Z brought, of which 40 belong to the period that Z had closed itself.
    /// </summary>
    [Test]
    public async Task Open_rebate_periods_are_accrued_as_their_orders_stand()
    {
        const string rebates = """
            "rebates": [ { "id": "quarterly", "period": "quarter", "scope": "goods", "mode": "slab-marginal", "payAfterDays": 30,
              "payAs": "credit", "steps": [ { "from": 0, "percent": 0 }, { "from": 3000, "percent": 1 } ] } ], "earning"
            """;
        var given = new Given("acme");
        var q1 = Quarter(1, "2011-Q1");
        var q2 = Quarter(4, "2011-Q2");
        var (moved, april) = (Given.Day(60), new DateTimeOffset(2011, 4, 2, 0, 0, 0, TimeSpan.Zero));
        List<ILedgerEvent> history =
        [
            given.Published(Sample.Program.Replace("\"earning\"", rebates, StringComparison.Ordinal)),
            given.Order("A", "O1", Given.Day(0)), given.Evaluated("A", "O1", Given.Day(0), 3000m, 1) with { RebatePeriods = [q1] },
            given.Order("A", "O2", Given.Day(30)), given.Evaluated("A", "O2", Given.Day(30), 100m, 1),
            given.Order("B", "O3", Given.Day(0)), given.Evaluated("B", "O3", Given.Day(0), 5000m, 1) with { RebatePeriods = [q1] },
            given.Order("B", "O4", april), given.Evaluated("B", "O4", april, 3500.5m, 1) with { RebatePeriods = [q2] },
            Closed("B", 5000m, 20m), given.Order("Z", "O5", Given.Day(0)),
            given.Evaluated("Z", "O5", Given.Day(0), 40m, 1) with { RebatePeriods = [q1] }, Closed("Z", 40m, 0m),
            new AccountsMerged("acme", "Z", "m", "Z", "A", moved, moved), new AccountsMerged("acme", "A", "m", "Z", "A", moved, moved),
            new StandingMoved(
                "acme", "A", "Z", 1, [new ScopeMonths("goods@1", [new MonthMeasure((2011 * 12) + 0, 40m, 1)])], [], [q2],
                [new RebatePeriodClosed("Z", q1, 40m, 0m)], [new AccountAlias("Z", "A", [])], moved, moved),
        ];
        await using var app = await StartAsync(history);

        Assert.That(await app.AgreeAsync("reports/rebates-accrued", "rebates"), Is.EqualTo(new[]
        {
            new[] { "accountId", "rebate", "period", "endsAt", "paysAt", "basis", "amount", "programVersion" },
            ["A", "quarterly", "2011-Q1", "2011-03-31T23:00:00Z", "2011-04-30T23:00:00Z", "3100.00", "1.00", "1"],
            ["A", "quarterly", "2011-Q2", "2011-06-30T23:00:00Z", "2011-07-30T23:00:00Z", "0.00", "0.00", "1"],
            ["B", "quarterly", "2011-Q2", "2011-06-30T23:00:00Z", "2011-07-30T23:00:00Z", "3500.50", "5.00", "1"],
        }), "half a penny goes to the even one");
        Assert.That(await app.AgreeAsync("reports/rebates-accrued-periods", "periods"), Is.EqualTo(new[]
        {
            new[] { "rebate", "period", "endsAt", "accounts", "basis", "amount" },
            ["quarterly", "2011-Q1", "2011-03-31T23:00:00Z", "1", "3100.00", "1.00"],
            ["quarterly", "2011-Q2", "2011-06-30T23:00:00Z", "2", "3500.50", "5.00"],
        }));
        var page = await app.GetAsync("/v1/programs/acme/reports/rebates-accrued?limit=1");
        var rest = await app.GetAsync(
            $"/v1/programs/acme/reports/rebates-accrued?after={Uri.EscapeDataString(page.GetProperty("next").GetString()!)}");
        Assert.That(rest.GetProperty("rebates").GetArrayLength(), Is.EqualTo(2));

        RebatePeriodOpened Quarter(int month, string name) => new(
            "quarterly", name, 1, (2011 * 12) + month - 1, 3, new DateTimeOffset(2011, month, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2011, month + 3, 1, 0, 0, 0, TimeSpan.FromHours(1)).ToUniversalTime(), "goods@1");

        RebateComputed Closed(string account, decimal basis, decimal amount) =>
            new("acme", account, "quarterly", "2011-Q1", q1.Start, 1, basis, amount, moved, moved);
    }

    /// <summary>B ordered for 50 (the other order came back), A for 120.125; a year later neither did.</summary>
    [Test]
    public async Task The_return_compares_members_with_their_own_year_before()
    {
        var given = new Given("acme");
        await using var app = await StartAsync([.. Sample.History(given), given.Clock(Given.Day(370))]);

        Assert.That(await app.AgreeAsync("reports/return", "lines"), Is.EqualTo(new[]
        {
            new[]
            {
                "month", "tier", "segment", "accounts", "orders", "net", "discount", "points", "pointsValue", "rebates", "cost",
                "comparedAccounts", "comparedNet", "comparedNetYearBefore",
            },
            ["2011-01", "bronze", "", "1", "2", "50.00", "0.00", "50", "0.00", "0.00", "0.00", "0", "0.00", "0.00"],
            ["2011-01", "silver", "", "1", "1", "120.12", "0.00", "120", "0.00", "0.00", "0.00", "0", "0.00", "0.00"],
            ["2012-01", "bronze", "", "0", "0", "0.00", "0.00", "0", "0.00", "0.00", "0.00", "1", "0.00", "50.00"],
            ["2012-01", "silver", "", "0", "0", "0.00", "0.00", "0", "0.00", "0.00", "0.00", "1", "0.00", "120.12"],
        }));
        Assert.That(await app.AgreeAsync("reports/return?month=2011-02", "lines"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_return_is_by_segment_too_and_has_the_orders_of_merged_accounts()
    {
        await using var app = await StartAsync(MechanicsSample.History(new Given("acme")));

        var lines = await app.AgreeAsync("reports/return", "lines");

        // Its own order and the one that Z brought; O is still in the segment repeat.
        Assert.That(lines.Skip(1).Select(line => string.Join(',', line)), Is.EqualTo(new[]
        {
            "2011-04,bronze,,1,2,1600.50,0.00,1600,16.00,0.00,16.00,0,0.00,0.00",
            "2011-04,bronze,repeat,1,2,1600.50,0.00,1600,16.00,0.00,16.00,0,0.00,0.00",
        }));
    }

    /// <summary>Each book at the end of a month is what the roll-forward closes with, also when later months are known.</summary>
    [TestCase(false), TestCase(true)]
    public async Task What_was_owed_at_the_end_of_a_month_is_its_closing_balance(bool mechanics)
    {
        var given = new Given("acme");
        await using var app = await StartAsync(mechanics ? MechanicsSample.History(given) : Sample.History(given));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(mechanics ? "America/Los_Angeles" : "Europe/London");
        var compared = 0;
        for (var month = new DateOnly(2011, 1, 1); month < new DateOnly(2011, 8, 1); month = month.AddMonths(1))
        {
            var end = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(month.AddMonths(1).ToDateTime(default), zone)).AddTicks(-10);
            var at = Uri.EscapeDataString(end.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            var closings = (await app.AgreeAsync($"reports/roll-forward?period={month:yyyy-MM}", "units")).Skip(1)
                .Where(line => line[2] is "pending" or "available" or "held" && Money(line[^1]) != 0)
                .ToDictionary(line => $"{line[1]} {line[2]}", line => Money(line[^1]));
            var owed = (await app.AgreeAsync($"reports/liability?effectiveAsOf={at}", "units")).Skip(1)
                .GroupBy(line => $"{line[0]} {line[3]}").ToDictionary(book => book.Key, book => book.Sum(line => Money(line[4])));
            var expiring = (await app.AgreeAsync($"reports/expiring?effectiveAsOf={at}", "units")).Skip(1)
                .GroupBy(line => line[0]).ToDictionary(unit => unit.Key, unit => unit.Sum(line => Money(line[5])));

            Assert.That(owed, Is.EquivalentTo(closings), $"{month:yyyy-MM}");
            Assert.That(expiring.Values.Sum(), Is.EqualTo(closings.Values.Sum()), $"{month:yyyy-MM}");
            compared += closings.Count;
        }

        Assert.That(compared, Is.GreaterThan(5));
    }

    /// <summary>On 12 January A had risen to silver; the day before its order nothing was owed at all, and nothing was recorded in
    /// 2010.</summary>
    [TestCase("effectiveAsOf=2011-01-12T00:00:00Z", "points,bronze,2011-01,pending,35 points,silver,2011-01,pending,120")]
    [TestCase("effectiveAsOf=2011-01-24T09:30:00Z", "points,bronze,2011-01,available,35 points,silver,2011-01,pending,120")]
    [TestCase("effectiveAsOf=2011-01-09T00:00:00Z", "")]
    [TestCase("recordedAsOf=2010-12-31T00:00:00Z", "")]
    public async Task What_was_owed_is_shown_with_the_tier_of_then(string query, string expected)
    {
        await using var app = await StartAsync(Sample.History(new Given("acme")));

        var lines = await app.AgreeAsync($"reports/liability?{query}", "units");

        Assert.That(string.Join(' ', lines.Skip(1).Select(line => string.Join(',', line[..5]))), Is.EqualTo(expected));
    }

    /// <summary>It has no end that a calendar knows; it was an internal error.</summary>
    [Test]
    public async Task A_partners_statement_of_the_last_month_of_all_is_refused()
    {
        await using var app = await StartAsync(MechanicsSample.History(new Given("acme")));

        using var answer = await app.Client.GetAsync(
            new Uri("/v1/programs/acme/partners/p-bank/statement?month=9999-12", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("bad_period"));
    }

    /// <summary>
    /// Of B's 85 points of January 30 expired and 5 were taken back; in February 30 of the 50 that were left paid what it owed. A's 120
    /// are all there.
    /// </summary>
    [Test]
    public async Task Expected_breakage_is_shown_with_its_data()
    {
        await using var app = await StartAsync(Sample.History(new Given("acme")));

        var lines = await app.AgreeAsync("reports/breakage", "lines");

        Assert.That(lines[0], Is.EqualTo(Breakage.Table.Header.Split(',')));
        Assert.That(lines.Skip(1).Select(line => string.Join(',', line)), Is.EqualTo(new[]
        {
            "cashback,silver,0,1,1.20,0.00,0.00,0.00,0,0,1,0.00,0.00,0.00",
            "cashback,silver,1,0,0.00,0.00,0.00,0.00,0,0,1,1.20,0.00,0.00",
            "points,bronze,0,2,85,0,30,5,0.352941,0.343137,0.235294,0,0.00,0.00",
            "points,bronze,1,1,50,30,0,0,0,0,0.4,0,0.00,0.00",
            "points,bronze,2,1,20,0,0,0,0,0,1,0,0.00,0.00",
            "points,bronze,3,0,0,0,0,0,0,0,1,20,0.00,0.00",
            "points,silver,0,2,120,0,0,0,0,0,1,0,0.00,0.00",
            "points,silver,1,2,120,0,0,0,0,0,1,0,0.00,0.00",
            "points,silver,2,2,120,0,0,0,0,0,1,0,0.00,0.00",
            "points,silver,3,0,0,0,0,0,0,0,1,120,0.00,0.00",
        }));
    }

    private static async Task<string> TiersAsync(ProjectionsApp app)
    {
        var report = await app.GetAsync("/v1/programs/acme/reports/tier-movements");
        var standings = (await app.Client.GetStringAsync("/v1/programs/acme/exports/standings.csv")).Split('\n')[1..^1]
            .Select(line => line.Split(',')[^5]).GroupBy(tier => tier).ToDictionary(tier => tier.Key, tier => tier.LongCount());
        foreach (var tier in report.GetProperty("tiers").EnumerateArray())
        {
            Assert.That(
                tier.GetProperty("closing").GetInt64(), Is.EqualTo(standings.GetValueOrDefault(tier.GetProperty("tier").GetString()!)),
                $"{tier}");
        }

        Assert.That(
            report.GetProperty("tiers").EnumerateArray().Sum(tier => tier.GetProperty("closing").GetInt64()),
            Is.EqualTo(standings.Values.Sum()).And.Not.Zero);
        return report.ToString();
    }

    private static DiscountComputed Evaluated(
        Given given, string account, string order, DateTimeOffset at, decimal net, decimal entitled, decimal stated)
    {
        var computed = given.Evaluated(account, order, at, net, 1);
        var evaluation = computed.Evaluation with { Entitled = entitled, Stated = stated, Variance = entitled - stated };
        return computed with { Evaluation = evaluation };
    }

    private static PointsAdjusted Adjusted(
        Given given, string account, DateTimeOffset at, decimal amount, string id, string reason, string by)
    {
        var shape = Sample.Shape<PointsAdjusted>("points") with
        {
            AdjustmentId = id,
            Cause = new Cause("command", Command: id, Principal: by, Reason: reason),
        };
        return given.Entry(
            account, at, amount, shape,
            amount > 0
                ? new LotMove(2, Books.Adjustment, Books.Available, amount)
                : new LotMove(2, Books.Available, Books.Adjustment, -amount));
    }

    private static AdjustmentRequested Asked(
        Given given, string account, DateTimeOffset at, decimal amount, string id, string reason, string by) =>
        new(given.Program, account, id, "account", "points", amount, reason, by, at, at);

    private static long Cursor(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private static async Task<ReportTableAnswer> TableAsync(ProjectionsApp app, string report)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/programs/acme/reports/{report}");
        request.Headers.Accept.ParseAdd(LedgerMediaTypes.Table);
        using var answer = await app.Client.SendAsync(request);
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(LedgerMediaTypes.Table));
        return (await answer.Content.ReadFromJsonAsync<ReportTableAnswer>(Wire.Options))!;
    }

    private static decimal Money(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private async Task<ProjectionsApp> StartAsync(IEnumerable<ILedgerEvent> history)
    {
        await Log.AppendAsync(history);
        var app = await StartAsync();
        await app.GetAsync($"/v1/programs/acme/reports/trial-balance?minPosition={Log.Position}");
        return app;
    }
}
