using System.Globalization;
using System.Net;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reports;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The reports of month end, and that they agree with the trial balance.</summary>
public sealed class ReportTests : ProjectionsFixture
{
    private static readonly string[] WalletBooks = ["pending", "available", "held", "arrears"];

    [Test]
    public async Task A_month_is_rolled_forward()
    {
        await using var app = await SampleAsync(Sample.History(new Given("acme")));

        var january = await app.Client.GetStringAsync("/v1/programs/acme/reports/roll-forward.csv?period=2011-01&unit=points");
        Assert.That(january, Is.EqualTo($"""
            {RollForward.Table.Header}
            2011-01,points,pending,0,205,-35,0,0,0,0,0,0,0,0,170
            2011-01,points,available,0,0,35,0,0,0,30,5,0,0,0,0
            2011-01,points,held,0,0,0,0,0,0,0,0,0,0,0,0
            2011-01,points,arrears,0,0,0,0,0,0,0,30,0,0,0,-30
            2011-01,points,total,0,205,0,0,0,0,30,35,0,0,0,140

            """));
        var february = await app.GetAsync("/v1/programs/acme/reports/roll-forward?period=2011-02&unit=points");
        Assert.That(february.GetProperty("units")[0].GetProperty("books")[1].ToString(), Is.EqualTo(
            """{"activated":50,"adjusted":0,"arrearsPaid":-30,"book":"available","closing":20,"expired":0,"held":0,"issued":0,"""
            + """
            "opening":0,"redeemed":0,"redemptionReversed":0,"reversed":0,"transferred":0}
            """));
        var before = await app.GetAsync("/v1/programs/acme/reports/roll-forward?period=2010-12");
        Assert.That(before.GetProperty("units").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Months_are_rolled_forward_together()
    {
        await using var app = await SampleAsync(Sample.History(new Given("acme")));
        const string Reports = "/v1/programs/acme/reports";

        var months = await app.Client.GetStringAsync($"{Reports}/roll-forward-months.csv?toMonth=2011-02&unit=points");
        var (january, february) = (
            await app.Client.GetStringAsync($"{Reports}/roll-forward.csv?period=2011-01&unit=points"),
            await app.Client.GetStringAsync($"{Reports}/roll-forward.csv?period=2011-02&unit=points"));
        Assert.That(months, Is.EqualTo(january + february[(february.IndexOf('\n', StringComparison.Ordinal) + 1)..]));

        var both = await app.GetAsync($"{Reports}/roll-forward-months?month=2011-02");
        var alone = await app.GetAsync($"{Reports}/roll-forward?period=2011-02");
        Assert.That(both.GetProperty("months").GetArrayLength(), Is.EqualTo(1));
        Assert.That(both.GetProperty("months")[0].GetProperty("period").GetString(), Is.EqualTo("2011-02"));
        Assert.That(
            both.GetProperty("months")[0].GetProperty("units").ToString(), Is.EqualTo(alone.GetProperty("units").ToString()));
        var none = await app.GetAsync($"{Reports}/roll-forward-months?toMonth=2010-12");
        Assert.That(none.GetProperty("months").GetArrayLength(), Is.Zero);
    }

    /// <summary>The entry is in March in the program's zone, but in April in UTC.</summary>
    [Test]
    public async Task A_month_is_one_of_the_programs_zone()
    {
        await using var app = await SampleAsync(MechanicsSample.History(new Given("acme")));

        var march = await app.GetAsync("/v1/programs/acme/reports/roll-forward?period=2011-03&unit=points");

        Assert.That(march.GetProperty("units")[0].GetProperty("books")[1].GetProperty("issued").GetInt32(), Is.EqualTo(700));
    }

    [TestCase("roll-forward"), TestCase("roll-forward?period="), TestCase("roll-forward?period=2011-13")]
    [TestCase("roll-forward.csv?period=July")]
    public async Task A_period_that_is_no_month_is_refused(string path)
    {
        await using var app = await SampleAsync(Sample.History(new Given("acme")));

        using var answer = await app.Client.GetAsync(new Uri($"/v1/programs/acme/reports/{path}", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("bad_period"));
    }

    /// <summary>The reports are the same whether events are read at once or one by one, and after a rebuild.</summary>
    [TestCase(false), TestCase(true)]
    public async Task Every_month_opens_as_the_one_before_it_closed_and_the_last_closes_with_the_trial_balance(bool mechanics)
    {
        var given = new Given("acme");
        var history = (mechanics ? MechanicsSample.History(given) : Sample.History(given)).ToList();
        await Log.AppendAsync(history.Take(1));
        await using var app = await StartAsync();
        foreach (var one in history.Skip(1))
        {
            await Log.AppendAsync([one]);
            await app.GetAsync($"/v1/programs/acme/reports/trial-balance?minPosition={Log.Position}");
        }

        var rolled = await RolledAsync(app);
        await Log.AppendAsync(mechanics ? MechanicsSample.History(new Given("other")) : Sample.History(new Given("other")));
        Assert.That(await RolledAsync(app), Is.EqualTo(rolled), "another program changes nothing");

        using var asked = await app.Client.PostAsync(new Uri("/v1/projections/rebuild", UriKind.Relative), null);
        while ((await app.GetAsync("/v1/projections/rebuild")).GetProperty("state").GetString() is "requested" or "running")
        {
            await RolledAsync(app);
        }

        Assert.That(await RolledAsync(app), Is.EqualTo(rolled));
    }

    [Test]
    public async Task What_is_owed_is_by_unit_tier_month_and_state()
    {
        await using var app = await SampleAsync(MechanicsSample.History(new Given("acme")));

        Assert.That(await LinesAsync(app, "liability.csv"), Is.EqualTo(new[]
        {
            Liability.Table.Header, "fund,bronze,2011-03,available,7.00,7.00", "points,bronze,2011-01,pending,40,0.40",
            "points,bronze,2011-03,available,560,5.60",
        }));
        var report = await app.GetAsync("/v1/programs/acme/reports/liability");
        var points = report.GetProperty("units")[1];
        string[] names = ["value", "pointValue", "currency", "programVersion"];
        Assert.That(string.Join(' ', names.Select(name => $"{report.GetProperty(name)}")), Is.EqualTo("13.00 0.01 GBP 1"));
        Assert.That(points.GetProperty("parts")[0].ToString(), Is.EqualTo(
            """{"amount":40,"month":"2011-01","state":"pending","tier":"bronze","value":0.40}"""));
        Assert.That((Amount(points, "amount"), Amount(points, "value")), Is.EqualTo((600m, 6m)));
    }

    [TestCase(false), TestCase(true)]
    public async Task What_is_owed_sums_to_the_trial_balance(bool mechanics)
    {
        var given = new Given("acme");
        await using var app = await SampleAsync(mechanics ? MechanicsSample.History(given) : Sample.History(given));

        var lines = await LinesAsync(app, "liability.csv");

        await SumsAsync(app, lines, state: 3);
    }

    [Test]
    public async Task A_program_without_a_published_version_has_no_such_reports()
    {
        var draft = new ProgramDrafted(
            "acme", 1, JsonDocument.Parse(Sample.Program).RootElement, "manual", Given.Start, Given.Start);
        await using var app = await SampleAsync([draft]);

        var statuses = new List<int>();
        foreach (var path in (string[])["liability", "liability.csv", "expiring", "expiring.csv", "wind-down"])
        {
            using var answer = await app.Client.GetAsync(new Uri($"/v1/programs/acme/reports/{path}", UriKind.Relative));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("unknown_version"));
            statuses.Add((int)answer.StatusCode);
        }

        Assert.That(
            string.Join(' ', statuses),
            Is.EqualTo("404 404 404 404 404"));
    }

    [Test]
    public async Task What_expires_is_by_month_and_sums_to_the_trial_balance()
    {
        await using var app = await SampleAsync(Sample.History(new Given("acme")));

        var lines = await LinesAsync(app, "expiring.csv");

        Assert.That(lines[0], Is.EqualTo(Expiring.Table.Header));
        Assert.That(lines.Skip(1).First(), Does.StartWith("cashback,overdue,"));
        Assert.That(lines.Skip(2).First(), Does.StartWith("cashback,2011-04,"));
        string[] some = ["cashback,2012-03,1.20,0.00,0.00,1.20,1.20", "points,2012-01,120,20,0,140,0.00"];
        Assert.That(lines.Skip(1).Where(line => line.Split(',')[5] is not ("0" or "0.00")), Is.EqualTo(some));
        await SumsAsync(app, lines, state: null);
    }

    [Test]
    public async Task What_is_held_beyond_its_expiry_is_overdue_and_a_program_without_expiry_has_it_as_never()
    {
        var given = new Given("acme");
        List<ILedgerEvent> history = [.. Sample.History(given)];
        var move = new LotMove(2, Books.Available, Books.Held, 5);
        history.Add(given.Entry("B", Given.Day(32), -5, Sample.Shape<PointsHeld>("points"), move));
        history.Add(given.Clock(Given.Day(17).AddYears(1)));
        await using var app = await SampleAsync([.. history, .. MechanicsSample.History(new Given("other"))]);

        var lines = await LinesAsync(app, "expiring.csv");
        var never = await app.GetAsync("/v1/programs/other/reports/expiring");

        Assert.That(lines, Contains.Item("points,overdue,120,15,5,140,0.00"));
        await SumsAsync(app, lines, state: null);
        Assert.That(never.GetProperty("units").EnumerateArray().SelectMany(unit => unit.GetProperty("months").EnumerateArray())
            .Where(month => Amount(month, "amount") != 0).Select(month => $"{month}"), Is.EqualTo(new[]
            {
                """{"amount":7.00,"available":7.00,"held":0.00,"month":"never","pending":0.00,"value":7.00}""",
                """{"amount":600,"available":560,"held":0,"month":"never","pending":40,"value":6.00}""",
            }));
    }

    /// <summary>All months of the program acme, checked, as one text.</summary>
    private async Task<string> RolledAsync(ProjectionsApp app)
    {
        var (closings, text) = (new Dictionary<string, decimal>(), "");
        for (var month = new DateOnly(2011, 1, 1); month < new DateOnly(2011, 9, 1); month = month.AddMonths(1))
        {
            var report = await app.GetAsync($"/v1/programs/acme/reports/roll-forward?period={month:yyyy-MM}&minPosition={Log.Position}");
            text += report.ToString();
            foreach (var (name, book) in BooksOf(report))
            {
                Assert.That(Amount(book, "opening"), Is.EqualTo(closings.GetValueOrDefault(name)), $"{month:yyyy-MM} {name}");
                Assert.That(Amount(book, "closing"), Is.EqualTo(
                    Amount(book, "opening") + Amount(book, "issued") + Amount(book, "activated") + Amount(book, "held")
                    - Amount(book, "redeemed") + Amount(book, "redemptionReversed") - Amount(book, "expired") - Amount(book, "reversed")
                    + Amount(book, "adjusted") + Amount(book, "transferred") + Amount(book, "arrearsPaid")), $"{month:yyyy-MM} {name}");
                closings[name] = Amount(book, "closing");
            }
        }

        var balance = await BalanceAsync(app);
        Assert.That(closings, Is.Not.Empty);
        foreach (var name in closings.Keys.Where(name => !name.EndsWith("total", StringComparison.Ordinal)))
        {
            Assert.That(closings[name], Is.EqualTo(balance.GetValueOrDefault(name)), name);
        }

        return text;
    }

    private static async Task<string[]> LinesAsync(ProjectionsApp app, string report) =>
        (await app.Client.GetStringAsync($"/v1/programs/acme/reports/{report}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The amounts of a file sum to the books of the trial balance that lots are in.</summary>
    /// <param name="state">The column that names the book; null: there is a column for each.</param>
    private async Task SumsAsync(ProjectionsApp app, string[] lines, int? state)
    {
        var header = lines[0].Split(',');
        var sums = new Dictionary<string, decimal>();
        foreach (var fields in lines.Skip(1).Select(line => line.Split(',')))
        {
            foreach (var book in WalletBooks[..3].Where(book => state is null || fields[state.Value] == book))
            {
                var amount = decimal.Parse(fields[Array.IndexOf(header, state is null ? book : "amount")], CultureInfo.InvariantCulture);
                sums[$"{fields[0]} {book}"] = sums.GetValueOrDefault($"{fields[0]} {book}") + amount;
            }
        }

        var balance = (await BalanceAsync(app)).Where(book => !book.Key.EndsWith("arrears", StringComparison.Ordinal));
        Assert.That(sums.Where(sum => sum.Value != 0), Is.EquivalentTo(balance.Where(book => book.Value != 0)).And.Not.Empty);
    }

    private static IEnumerable<(string Name, JsonElement Book)> BooksOf(JsonElement report) =>
        from unit in report.GetProperty("units").EnumerateArray()
        from book in unit.GetProperty("books").EnumerateArray()
        select ($"{unit.GetProperty("unit").GetString()} {book.GetProperty("book").GetString()}", book);

    private async Task<Dictionary<string, decimal>> BalanceAsync(ProjectionsApp app) =>
        (await app.GetAsync($"/v1/programs/acme/reports/trial-balance?minPosition={Log.Position}")).GetProperty("books").EnumerateArray()
            .Where(book => WalletBooks.Contains(book.GetProperty("book").GetString()))
            .ToDictionary(
                book => $"{book.GetProperty("unit").GetString()} {book.GetProperty("book").GetString()}", book => Amount(book, "amount"));

    private static decimal Amount(JsonElement one, string name) => one.GetProperty(name).GetDecimal();

    private async Task<ProjectionsApp> SampleAsync(IEnumerable<ILedgerEvent> history)
    {
        await Log.AppendAsync(history);
        var app = await StartAsync();
        await app.GetAsync($"/v1/programs/acme/reports/trial-balance?minPosition={Log.Position}");
        return app;
    }
}
