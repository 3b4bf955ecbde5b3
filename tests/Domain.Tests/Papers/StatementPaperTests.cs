using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Papers;
using Ledger.Projections.Domain.Reports;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Papers;

public sealed class StatementPaperTests
{
    private static readonly Calendar London = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));

    private static readonly StatementProof Proof = new(41, At("2021-04-20T08:30:05Z"), 42, new string('a', 64));

    [Test]
    public void A_wallet_is_a_table_from_opening_to_closing_balance()
    {
        var paper = Of(
            "en", Part(Line(7, "points_accrued", 120, new(100, 120, 0, 0), new Cause("order", "shop", "1001", Rule: "base")),
                Line(8, "accrual_reversed", -30, new(100, 90, 0, 0), new Cause("return", "shop", "1001", "R-1", Reason: "broken {0}"))));

        var table = paper.Tables[0];
        Assert.That(table.Heading, Is.EqualTo("Account · points"));
        Assert.That(table.Columns.Select(column => column.Name), Is.EqualTo(new[]
        {
            "No.", "Date", "What happened", "Amount", "Pending", "Available", "Reserved", "Owed",
        }));
        Assert.That(table.Rows.Select(row => string.Join(" | ", row.Cells)), Is.EqualTo(new[]
        {
            " | 1 Mar 2021 | Opening balance |  | 100 | 0 | 0 | 5",
            "7 | 31 Mar 2021 | Points credited · order shop/1001 · rule base | 120 | 100 | 120 | 0 | 0",
            "8 | 31 Mar 2021 | Points taken back · order shop/1001 · return R-1 · reason: broken {0} | -30 | 100 | 90 | 0 | 0",
            " |  | Change in the period |  | 1,134 | 90 | 0 | -5",
            " | 31 Mar 2021 | Closing balance |  | 1,234 | 90 | 0 | 0",
        }));
        Assert.That(table.Rows.Select(row => row.IsStrong), Is.EqualTo(new[] { true, false, false, false, true }));
    }

    [Test]
    public void The_head_says_whose_it_is_and_the_foot_what_proves_it()
    {
        var paper = Of("de", Part());
        Assert.That((paper.Name, paper.Title), Is.EqualTo(("Acme Rewards", "Kontoauszug")));
        Assert.That(paper.Lines.Select(line => $"{line.Name}: {line.Text}"), Is.EqualTo(new[]
        {
            "Konto: north", "Programm: acme", "Zeitraum: 01.03.2021 – 31.03.2021", "Stand: 20.04.2021 09:30:05", "Zeitzone: Europe/London",
        }));
        Assert.That(paper.Foot, Is.EqualTo($"Erstellt an Position 41 des Protokolls. Kettenwert an Position 42: {new string('a', 64)}"));
    }

    [Test]
    public void What_expires_is_a_table_of_its_own_that_names_the_last_day()
    {
        var part = Part() with
        {
            // The first instant of July in London, and a moment within a day.
            Expiring = [new(At("2021-06-30T23:00:00Z"), 0, 1_500, 20, 3), new(At("2021-12-05T10:15:00Z"), 7, 0, 0, 1)],
        };
        var table = Of("fr", part).Tables[1];
        Assert.That(table.Heading, Is.EqualTo("Ce qui expire, situation au 20/04/2021 09:30:05"));
        Assert.That(table.Rows.Select(row => string.Join(" | ", row.Cells)), Is.EqualTo(new[]
        {
            "30/06/2021 | 0 | 1\u202F500 | 20 | 3", "05/12/2021 10:15 | 7 | 0 | 0 | 1",
        }));
    }

    [Test]
    public void Money_has_the_currency_s_digits_and_a_contact_its_name()
    {
        var money = new StatementPart("ann", "cashback", 2, StatementBalance.Zero, new(0, 12.5m, 0, 0), [], []);
        var table = Of("es", money).Tables.Single();
        Assert.That(table.Heading, Is.EqualTo("Contacto ann · cashback en GBP"));
        Assert.That(table.Rows[^1].Cells[^3], Is.EqualTo("12,50"));
    }

    [TestCase(null, null, "from the beginning")]
    [TestCase("2021-03-01T00:00:00Z", null, "since 1 Mar 2021")]
    [TestCase(null, "2021-03-31T23:00:00Z", "until 31 Mar 2021")]
    [TestCase("2021-03-01T10:00:00Z", "2021-03-01T12:00:30Z", "1 Mar 2021 10:00 – 1 Mar 2021 12:00:30")]
    public void A_period_may_be_open(string? from, string? to, string expected)
    {
        var paper = Statement("en", []) with { Period = new(from is null ? null : At(from), to is null ? null : At(to)) };
        Assert.That(paper.Write().Lines[2].Text, Is.EqualTo(expected));
    }

    [Test]
    public void Without_a_wallet_it_says_so() =>
        Assert.That(Of("ru").Tables.Single().Heading, Is.EqualTo("К концу этого периода операций не было."));

    [Test]
    public void Every_language_writes_every_movement()
    {
        var types = EventNames.All.Where(one => typeof(Movement).IsAssignableFrom(one.Value)).Select(one => one.Key).ToList();
        var part = Part([.. types.Select((type, i) => Line(i + 1, type, 1, new(0, 0, 0, 0), new Cause("due")))]);
        foreach (var language in PaperLanguage.All)
        {
            var written = Of(language.Code, part).Tables[0].Rows.Skip(1).SkipLast(2).Select(row => row.Cells[2]).ToList();
            Assert.That(written, Is.EqualTo(types.Select(language.Texts.MovementOf)), language.Code);
        }
    }

    private static Paper Of(string language, params StatementPart[] parts) => Statement(language, parts).Write();

    private static StatementPaper Statement(string language, IReadOnlyList<StatementPart> parts) => new(
        PaperLanguage.Of(language)!, London, "Acme Rewards", "acme", "north", "GBP",
        new StatementPeriod(At("2021-03-01T00:00:00Z"), At("2021-03-31T23:00:00Z")), parts, Proof);

    private static StatementPart Part(params StatementLine[] lines) =>
        new("account", "points", 0, new(100, 0, 0, 5), new(1_234, 90, 0, 0), lines, []);

    private static StatementLine Line(long sequence, string type, decimal amount, BalanceAfter balance, Cause cause) => new(
        type,
        new PointsAccrued
        {
            Sequence = sequence,
            Amount = amount,
            Balance = balance,
            Cause = cause,
            EffectiveAt = At("2021-03-31T22:59:00Z"),
            Unit = "points",
        },
        null);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
