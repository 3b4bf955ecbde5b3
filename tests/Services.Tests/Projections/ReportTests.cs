using System.Net;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The reports of month end, and that they tie with the trial balance.</summary>
public sealed class ReportTests : ProjectionsFixture
{
    private static readonly string[] WalletBooks = ["pending", "available", "held", "arrears"];

    [Test]
    public async Task A_month_is_rolled_forward()
    {
        await using var app = await SampleAsync(Sample.History(new Given("acme")));

        var january = await app.Client.GetStringAsync("/v1/programs/acme/reports/roll-forward.csv?period=2011-01&unit=points");
        Assert.That(january, Is.EqualTo($"""
            {RollForward.Header}
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

    /// <summary>The entry is of March there, and of April in UTC.</summary>
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

    /// <summary>Whether events come at once or one by one, and after a rebuild.</summary>
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
