using System.Reflection;
using Ledger.Console.Stories;
using Ledger.Console.Texts;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Reports;
using NUnit.Framework;
using Shown = Ledger.Console.Texts.Shown;

namespace Ledger.Console.Tests;

/// <summary>What the pages of reports show, computed from the reports' tables.</summary>
public sealed class ReportTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly Shown English = new(Catalogue.English, Berlin, "EUR");
    private static readonly ReportCells Cells = new(Catalogue.English, English, "p 1");

    /// <summary>The tables that the API has, each with the names of its columns.</summary>
    private static readonly List<(string Name, string[] Columns)> Known =
    [
        .. typeof(RollForward).Assembly.GetTypes().SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(property => property.PropertyType is { IsGenericType: true } type
                && type.GetGenericTypeDefinition() == typeof(ReportTable<>))
            .Select(property => property.GetValue(null)!)
            .Select(table => (
                (string)table.GetType().GetProperty("Name")!.GetValue(table)!,
                ((string)table.GetType().GetProperty("Header")!.GetValue(table)!).Split(','))),
    ];

    [Test]
    public void Every_report_of_the_API_has_a_page_a_title_and_a_text_for_each_column() => Assert.Multiple(() =>
    {
        Assert.That(
            FinanceReport.All.SelectMany(report => report.Tables), Is.EquivalentTo(Known.Select(table => table.Name)),
            "the console's reports, and the tables of the domain");
        foreach (var texts in Catalogue.All)
        {
            foreach (var name in Known.Select(table => table.Name).Concat(FinanceReport.All.Select(report => report.Name)))
            {
                Assert.That(texts.Keys, Does.Contain($"report.{name}"), texts.Language);
            }

            foreach (var report in FinanceReport.All) Assert.That(texts.Keys, Does.Contain($"about.{report.Name}"), texts.Language);
            foreach (var (name, columns) in Known)
            {
                foreach (var column in columns)
                {
                    string[] either = [$"column.{column}", $"column.{name}.{column}"];
                    Assert.That(texts.Keys.Intersect(either), Is.Not.Empty, $"{texts.Language}: {name}.{column}");
                }
            }
        }
    });

    [Test]
    public void A_column_may_be_called_otherwise_in_one_report() => Assert.Multiple(() =>
    {
        Assert.That(ReportCells.TitleOf(Catalogue.English, "liability", "month"), Is.EqualTo("Opened in"));
        Assert.That(ReportCells.TitleOf(Catalogue.English, "return", "month"), Is.EqualTo("Month"));
    });

    [Test]
    public void Cells_are_written_by_their_kind_and_lead_to_what_they_name()
    {
        var table = Table(
            "variance",
            [
                ("source", "text"), ("orderId", "text"), ("accountId", "text"), ("placedAt", "instant"), ("variance", "money"),
                ("lots", "whole"), ("expires", "share"), ("unit", "text"), ("book", "text"), ("date", "day"), ("month", "text"),
            ],
            [
                "shop", "7/8", "A 1", "2025-06-30T22:30:00Z", "-1234.50", "1200", "0.352941", "points", "issuance:bank", "2025-06-30",
                "never",
            ]);

        var shown = Enumerable.Range(0, table.Columns.Count).Select(i => Cells.Of(table, table.Lines[0], i)).ToList();

        Assert.That(shown.Select(cell => cell.Text), Is.EqualTo(new[]
        {
            "shop", "7/8", "A 1", "1 Jul 2025 00:30", "-1,234.50", "1,200", "35.2941 %", "points", "issuance · bank", "30 Jun 2025",
            "never",
        }));
        Assert.That(shown.Select(cell => cell.Address).Where(address => address is not null), Is.EqualTo(new[]
        {
            "/console/programs/p%201/orders/shop/7%2F8", "/console/programs/p%201/accounts/A%201",
        }));
        Assert.That(shown.Select(cell => cell.IsNumber).Count(isNumber => isNumber), Is.EqualTo(3));
        Assert.That(Cells.Title(table, table.Columns[4]), Is.EqualTo("Variance (EUR)"));
    }

    [Test]
    public void A_line_of_the_journal_leads_to_its_entries_unless_it_has_none()
    {
        (string, string)[] columns = [("period", "text"), ("number", "whole"), ("cause", "text"), ("entries", "whole")];
        var table = Table("journal", columns, ["2025-06", "3", "redeemed", "12"], ["2025-06", "4", "rounded", "0"]);
        var ofPoints = new ReportCells(Catalogue.English, English, "p", "points");

        Assert.Multiple(() =>
        {
            Assert.That(
                ofPoints.Of(table, table.Lines[0], 1).Address,
                Is.EqualTo("/console/programs/p/finance/journal-entries?period=2025-06&line=3&unit=points"));
            Assert.That(ofPoints.Of(table, table.Lines[1], 1).Address, Is.Null);
            Assert.That(ofPoints.Of(table, table.Lines[0], 2).Text, Is.EqualTo("Redeemed"));
            Assert.That(ofPoints.Of(table, table.Lines[1], 2).Text, Is.EqualTo("Rounding"));
        });
    }

    [Test]
    public void An_adjustment_leads_to_its_approval_only_while_it_waits()
    {
        (string, string)[] columns = [("adjustmentId", "text"), ("state", "text")];
        var table = Table("adjustments", columns, ["a1", "awaiting_approval"], ["a2", "approved"]);

        Assert.That(
            table.Lines.Select(line => Cells.Of(table, line, 0).Address),
            Is.EqualTo(new[] { "/console/programs/p%201/adjustments", null }));
    }

    [Test]
    public void Money_is_summed_over_lines_that_do_not_overlap()
    {
        (string, string)[] columns = [("month", "text"), ("segment", "text"), ("accounts", "whole"), ("net", "money")];
        var table = Table(
            "return", columns, ["2025-06", "", "3", "10.50"], ["2025-06", "newcomer", "1", "4.00"], ["2025-07", "", "2", "0.25"]);
        var books = Table("books", [("unit", "text"), ("amount", "amount")], ["a", "1"], ["b", "2"]);

        Assert.That(Cells.Sums(table), Is.EqualTo(new[] { null, null, null, "10.75" }));
        Assert.That(Cells.Sums(books), Is.Null, "of other units");
        Assert.That(Cells.Of(table, table.Lines[0], 1).Text, Is.EqualTo("all"));
    }

    [Test]
    public void Bars_are_the_sums_of_their_lines()
    {
        (string, string)[] columns = [("month", "text"), ("segment", "text"), ("discount", "money"), ("rebates", "money")];
        var table = Table(
            "return", columns, ["2025-06", "", "1", "2"], ["2025-06", "x", "9", "9"], ["2025-06", "", "3", "0"], ["2025-07", "", "5", "6"]);

        var bars = table.Bars("month", ["discount", "rebates"], line => table.TextOf(line, "segment").Length == 0);

        Assert.That(bars.Select(bar => $"{bar.Label} {string.Join(' ', bar.Values)}"), Is.EqualTo(new[] { "2025-06 4 2", "2025-07 5 6" }));
    }

    [Test]
    public void A_journal_balances_by_account()
    {
        (string, string)[] columns = [("debit", "text"), ("credit", "text"), ("amount", "money")];
        var posted = PostedAccount.Of(Table("journal", columns, ["4790", "3500", "12.00"], ["3500", "8400", "1.50"]));

        PostedAccount[] expected = [new("3500", 1.5m, 12), new("4790", 12, 0), new("8400", 0, 1.5m)];
        Assert.That(posted, Is.EqualTo(expected));
        Assert.That(posted.Sum(account => account.Debit), Is.EqualTo(posted.Sum(account => account.Credit)));
    }

    [Test]
    public void The_matrix_has_a_row_for_new_accounts_and_a_column_for_merged_ones()
    {
        var report = new TierMovementsAnswer(
            "p", [new TierMovement(2, null, "bronze"), new TierMovement(1, "bronze", "silver"), new TierMovement(1, "silver")],
            [new TierCounted("bronze", 0, 2, 1, 1), new TierCounted("silver", 0, 1, 1, 0)]);

        var matrix = TierMatrix.Of(report);

        Assert.That(matrix.To, Is.EqualTo(new[] { "bronze", "silver", null }));
        Assert.That(
            matrix.Rows.Select(row => $"{row.From}: {string.Join(' ', row.Accounts)}"),
            Is.EqualTo(new[] { ": 2 0 0", "bronze: 0 1 0", "silver: 0 0 1" }));
    }

    [Test]
    public void A_report_is_asked_for_what_it_takes_and_no_more()
    {
        var asked = new Dictionary<string, string>
        {
            ["unit"] = "points",
            ["fromMonth"] = " 2025-01 ",
            ["asOf"] = "2025-06-30",
            ["line"] = "2",
        };
        var filter = ReportFilter.Of(name => asked.GetValueOrDefault(name, ""), "2025-07");

        Assert.Multiple(() =>
        {
            Assert.That(filter.QueryOf(ReportAsks.Nothing, Berlin), Is.Empty);
            Assert.That(filter.QueryOf(ReportAsks.Period | ReportAsks.Unit, Berlin), Is.EqualTo("period=2025-07&unit=points"));
            Assert.That(filter.QueryOf(ReportAsks.Months, Berlin), Is.EqualTo("fromMonth=2025-01"));
            Assert.That(filter.QueryOf(ReportAsks.Past, Berlin), Is.EqualTo("effectiveAsOf=2025-06-30T21%3A59%3A59.999999Z"));
        });
    }

    // The clocks of Beirut were put forward at midnight, so the next day began at one.
    [TestCase("2025-06-30", "Europe/Berlin", "2025-06-30T21:59:59.999999Z")]
    [TestCase("2024-03-30", "Asia/Beirut", "2024-03-30T21:59:59.999999Z")]
    [TestCase("2024-12-31", "UTC", "2024-12-31T23:59:59.999999Z")]
    [TestCase("yesterday", "UTC", "yesterday")]
    [TestCase("9999-12-31", "UTC", "9999-12-31")]
    [TestCase("", "UTC", "")]
    public void A_day_ends_where_the_next_one_begins_in_the_programs_zone(string day, string zone, string end) =>
        Assert.That(ReportFilter.EndOf(day, TimeZoneInfo.FindSystemTimeZoneById(zone)), Is.EqualTo(end));

    [TestCase("journal.datev.csv", "reports/journal.datev.csv")]
    [TestCase("breakage.xlsx", "reports/breakage.xlsx")]
    [TestCase("journal-entries.csv", "reports/journal-entries.csv")]
    [TestCase("liability.datev.csv", null)]
    public void Every_report_can_be_had_as_its_files(string name, string? path) => Assert.That(Downloads.PathOf(name), Is.EqualTo(path));

    [Test]
    public void The_form_of_accounts_says_what_the_document_says_and_reads_it_back()
    {
        var document = new AccountingDocument(
            "3500", "8590", "4790", "8400", new Dictionary<string, string> { ["issuance:bank-1"] = "1410", ["held"] = "3502" },
            [
                new UnitAccounts("cashback", "3510"),
                new UnitAccounts("fund", Cost: "4711", Books: new Dictionary<string, string> { ["held"] = "1" }),
            ],
            1001, 3);
        var fields = AccountingForm.Units.SelectMany(unit => AccountingForm.Roles.Append(AccountingForm.Books)
                .Select(name => (Field: AccountingForm.FieldOf(unit, name), Value: AccountingForm.ValueOf(document, unit, name))))
            .ToDictionary(one => one.Field, one => one.Value);

        var read = AccountingForm.Read(name => fields[name], 1001, 3);

        Assert.That(fields["books"], Is.EqualTo("issuance:bank-1 1410\nheld 3502"));
        Assert.That(Text(read), Is.EqualTo(Text(document)));
        Assert.That(Text(AccountingForm.Read(_ => "", null, null)), Is.EqualTo("{}"), "nothing typed is nothing set");
        Assert.That(AccountingForm.Read(name => name == "books" ? "held=3502\n\n pending\t 7" : "", null, null).Books, Is.EqualTo(
            new Dictionary<string, string> { ["held"] = "3502", ["pending"] = "7" }));
    }

    [TestCase("$.cost", "cost")]
    [TestCase("$.books.held", "books")]
    [TestCase("$.books", "books")]
    [TestCase("$.units[1].redemption", "fund.redemption")]
    [TestCase("$.units[0].books.held", "cashback.books")]
    [TestCase("$.datevClient", "datevClient")]
    [TestCase("$", null)]
    public void An_error_stands_at_its_field(string path, string? field)
    {
        var document = new AccountingDocument(Units: [new UnitAccounts("cashback"), new UnitAccounts("fund")]);
        Assert.That(AccountingForm.FieldOf(document, path), Is.EqualTo(field));
    }

    private static string Text(AccountingDocument document) => System.Text.Json.JsonSerializer.Serialize(document, Wire.Options);

    private static ReportTableAnswer Table(string name, (string Name, string Kind)[] columns, params string[][] lines) =>
        new(name, "EUR", [.. columns.Select(column => new ReportTableColumn(column.Name, column.Kind))], lines);
}
