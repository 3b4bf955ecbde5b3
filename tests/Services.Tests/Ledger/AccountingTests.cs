using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>The accounts of the general ledger, and the journal that is posted to them.</summary>
public sealed class AccountingTests : ServiceTests
{
    private const string Worth = "\"pointValue\": 0.01";
    private const string Accounts = """{"deferredIncome":"3500","breakageIncome":"8590","cost":"4790","redemption":"8400"}""";

    private string Program => LedgerApi.Program(Shop.Program);

    [Test]
    public async Task The_journal_of_a_month_is_posted_to_the_accounts_that_were_set()
    {
        await PublishAsync(Worth);
        await RecordAsync(Shop.Order("1", at: "2011-07-05T10:00:00Z"), Shop.Order("2", "B", "2011-07-06T10:00:00Z", Shop.Line("L1", 250)));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-08-01T00:00:00Z"));
        var set = await Api.SendAsync(HttpMethod.Put, $"{Program}/accounting", Accounts);
        Assert.That(set.Status, Is.EqualTo(200), set.Text);
        var entries = (await EventsAsync()).OfType<PointsAccrued>().ToList();

        var journal = await ReportAsync("journal", set.Position);
        var csv = await ReportAsync("journal.csv", set.Position);
        var datev = await ReportAsync("journal.datev.csv", set.Position);

        Assert.That(entries, Has.Count.EqualTo(2));
        var line = journal.Json["lines"]!.AsArray().Single()!;
        Assert.That((Short(line), $"{line["quantity"]} {line["entries"]}"), Is.EqualTo(("issued 4790 3500 3.50", "350 2")));
        Assert.That(journal.Json["accounts"]!.ToJsonString(), Is.EqualTo(
            """[{"account":"3500","credit":3.50,"debit":0.00},{"account":"4790","credit":0.00,"debit":3.50}]"""));
        Assert.That(((bool)journal.Json["isClosed"]!, (string?)journal.Json["pointValue"]), Is.EqualTo((false, "0.01")));
        var (first, last) = ((long)line["firstPosition"]!, (long)line["lastPosition"]!);
        var behind = await Api.GetAsync($"{Program}/events?after={first - 1}&limit={last - first + 1}&types=points_accrued");
        Assert.That(behind.Json["events"]!.AsArray(), Has.Count.EqualTo(2), "the positions are those of the entries");
        Assert.That(csv.Text, Is.EqualTo(
            "period,date,number,unit,cause,debit,credit,amount,quantity,entries,firstPosition,lastPosition\n"
            + $"2011-07,2011-07-31,1,points,issued,4790,3500,3.50,350,2,{first},{last}\n"));
        Assert.That(datev.Text, Does.EndWith("3,50;\"S\";4790;3500;3107;\"2011-07-1\";\"points issued 2011-07\"\r\n"));
        Assert.That((await ReportAsync("journal.csv", set.Position, "&unit=cashback")).Text.Split('\n'), Has.Length.EqualTo(2));
    }

    /// <summary>A month with credits, activations and a return: each line's entries sum to its quantity.</summary>
    [Test]
    public async Task The_entries_behind_each_line_sum_to_it_and_the_forms_say_the_same()
    {
        await PublishAsync(Worth);
        await RecordAsync(
            Shop.Order("0", at: "2011-06-20T10:00:00Z"), Shop.Order("1", at: "2011-07-05T10:00:00Z"),
            Shop.Order("2", "B", "2011-07-06T10:00:00Z", Shop.Line("L1", 250)), Shop.Return("1", "r", "2011-07-08T10:00:00Z"));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-08-01T00:00:00Z"));
        var set = await Api.SendAsync(HttpMethod.Put, $"{Program}/accounting", Accounts);
        using var client = LedgerClient.Open(TheService.Process.Url, TheService.Process.Key);
        client.Observe(set.Position);
        var reports = client.Program(Shop.Program).Reports;

        var journal = await client.Program(Shop.Program).GetJournalAsync("2011-07");
        var table = await reports.GetTableAsync("journal?period=2011-07");
        var csv = (await ReportAsync("journal.csv", set.Position)).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(journal.Lines.Select(line => line.Cause), Is.EqualTo(new[] { "issued", "reversed" }));
        Assert.That(table.Lines.Select(line => string.Join(',', line)), Is.EqualTo(csv.Skip(1)));
        Assert.That(
            table.Columns.Select(column => $"{column.Name} {column.Kind}"),
            Is.SupersetOf(new[] { "date day", "number whole", "amount money", "quantity amount" }));
        foreach (var line in journal.Lines)
        {
            var parts = await reports.ListJournalEntriesAsync("2011-07", line.Number).ToListAsync();
            Assert.That(parts.Sum(part => part.Quantity), Is.EqualTo(line.Quantity), line.Cause);
            Assert.That(parts, Has.Count.EqualTo(line.Entries), line.Cause);
            Assert.That((parts[0].Position, parts[^1].Position), Is.EqualTo((line.FirstPosition, line.LastPosition)), line.Cause);
            foreach (var part in parts)
            {
                var entry = (await client.Program(Shop.Program).ExplainAsync(part.EntryId)).Entry;
                Assert.That((entry.Type, entry.EffectiveAt), Is.EqualTo((part.Type, part.EffectiveAt)));
            }
        }

        var page = await ReportAsync("journal-entries", set.Position, "&line=1&limit=1");
        var next = await ReportAsync("journal-entries", set.Position, $"&line=1&after={page.Json["next"]}");
        Assert.That((string?)next.Json["entries"]!.AsArray().Single()!["accountId"], Is.EqualTo("B"));
        Assert.That((await ReportAsync("journal-entries", set.Position, "&line=3")).Code, Is.EqualTo("unknown_journal_line"));
        Assert.That((await ReportAsync("journal-entries", set.Position, "&line=x")).Code, Is.EqualTo("bad_line"));
    }

    [Test]
    public async Task A_program_sets_closes_and_lists_with_the_client()
    {
        await PublishAsync(Worth);
        await RecordAsync(Shop.Order("1", at: "2011-07-05T10:00:00Z"));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-08-01T00:00:00Z"));
        using var client = LedgerClient.Open(TheService.Process.Url, TheService.Process.Key);
        var program = client.Program(Shop.Program);
        var document = new AccountingDocument("3500", "8590", "4790", "8400");

        var set = await program.SetAccountingAsync(document);
        var outlook = await program.GetPeriodAsync("2011-07");
        var closed = await program.ClosePeriodAsync("2011-07", "k");
        var known = await program.ListPeriodsAsync();
        var journal = await program.GetJournalAsync("2011-07");

        Assert.That((await program.GetAccountingAsync(), set.Document), Is.EqualTo((set, document)));
        Assert.That((outlook.State, outlook.Code), Is.EqualTo(("open", (string?)null)));
        Assert.That((known.Periods.Single(), known.Next), Is.EqualTo((closed, "2011-08")));
        Assert.That((journal.IsClosed, journal.Total), Is.EqualTo((true, 1.00m)));
        Assert.That(
            async () => await program.ClosePeriodAsync("2011-08", "k2"),
            Throws.TypeOf<LedgerException>().With.Property(nameof(LedgerException.Code)).EqualTo("period_not_ended"));
    }

    [Test]
    public async Task Everything_that_is_wrong_with_accounts_is_told_with_its_path()
    {
        await PublishAsync();

        var refused = await Api.SendAsync(
            HttpMethod.Put, $"{Program}/accounting",
            """{"cost":"a b","books":{"holding":"1"},"datevClient":0,"units":[{"unit":"fund","redemption":"?"}]}""");

        Assert.That((refused.Status, refused.Code), Is.EqualTo((422, "unknown_book")));
        Assert.That(
            refused.Json["errors"]!.AsArray().Select(error => $"{error!["path"]} {error["code"]}"), Is.EqualTo(new[]
            {
                "$.books unknown_book", "$.cost malformed_account", "$.datevClient invalid_value",
                "$.units[0].redemption malformed_account",
            }));
    }

    [Test]
    public async Task A_closed_month_keeps_the_point_value_that_it_was_closed_with()
    {
        await PublishAsync(Worth);
        await RecordAsync(Shop.Order("1", at: "2011-07-05T10:00:00Z"));
        await Api.SendAsync(HttpMethod.Put, $"{Program}/accounting", Accounts);
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-08-01T00:00:00Z"));
        var closed = await PeriodTests.SendAsync(Api, $"{Program}/periods/2011-07/close", "k");
        Assert.That(closed.Status, Is.EqualTo(201), closed.Text);
        var before = await ReportAsync("journal", closed.Position);

        // A later version that is in force from the beginning on, so also in the closed month.
        await PublishAsync("\"pointValue\": 0.03", version: 2);
        var position = (await Api.GetAsync($"{Program}/clock")).Position;

        Assert.That((bool)before.Json["isClosed"]!, Is.True);
        Assert.That((await ReportAsync("journal", position)).Text, Is.EqualTo(before.Text));
        var august = (await Api.GetAsync($"{Program}/reports/journal?period=2011-08&minPosition={position}")).Json["lines"]!.AsArray();
        Assert.That(august.Select(line => Short(line!)), Is.EqualTo(new[] { "revalued 4790 3500 2.00" }));
    }

    [Test]
    public async Task Without_accounts_or_with_a_book_that_has_none_there_is_no_journal()
    {
        await PublishAsync(Worth);
        var order = await Api.SendAsync(Shop.Order("1", at: "2011-07-05T10:00:00Z"));
        Assert.That((await Api.GetAsync($"{Program}/accounting")).Code, Is.EqualTo("no_accounting"));
        Assert.That((await ReportAsync("journal", order.Position)).Code, Is.EqualTo("no_accounting"));

        var set = await Api.SendAsync(HttpMethod.Put, $"{Program}/accounting", """{"deferredIncome":"3500"}""");
        var unmapped = await ReportAsync("journal.csv", set.Position);
        Assert.That((unmapped.Status, unmapped.Code), Is.EqualTo((422, "unmapped_book")));
        Assert.That(unmapped.Detail, Does.Contain("issuance"));

        var named = await Api.SendAsync(HttpMethod.Put, $"{Program}/accounting", """{"deferredIncome":"3500","cost":"COST"}""");
        Assert.That((await ReportAsync("journal.datev.csv", named.Position)).Code, Is.EqualTo("account_not_numeric"));
        Assert.That((await ReportAsync("journal.csv", named.Position)).Status, Is.EqualTo(200));
        Assert.That((await Api.GetAsync($"{Program}/reports/journal?period=July")).Code, Is.EqualTo("bad_period"));
        Assert.That((await Api.GetAsync($"{Program}/reports/journal?period=9999-12")).Code, Is.EqualTo("bad_period"));
    }

    [Test]
    public async Task The_accounts_are_set_as_a_whole_and_shown_with_who_set_them()
    {
        await PublishAsync();
        const string Full = """
            {"deferredIncome":"3500","books":{"issuance:bank-1":"1410","held":"3502"},"units":[{"unit":"fund","cost":"4711"}],
             "datevClient":3}
            """;

        var first = await Api.SendAsync(HttpMethod.Put, $"{Program}/accounting", Full);
        var again = await Api.SendAsync(HttpMethod.Put, $"{Program}/accounting", Full);
        var shown = await Api.GetAsync($"{Program}/accounting");

        Assert.That((first.Status, again.Status, again.Text), Is.EqualTo((200, 200, first.Text)));
        Assert.That(shown.Text, Is.EqualTo(first.Text));
        Assert.That((await EventsAsync()).OfType<AccountingSet>().Single().Document.Books!["held"], Is.EqualTo("3502"));
    }

    [TestCase("""{"cost":""}""", 422, "malformed_account")]
    [TestCase("""{"cost":"a b"}""", 422, "malformed_account")]
    [TestCase("""{"books":{"held":"123456789012345678901"}}""", 422, "malformed_account")]
    [TestCase("""{"books":{"holding":"1"}}""", 422, "unknown_book")]
    [TestCase("""{"books":{"issuance:":"1"}}""", 422, "unknown_book")]
    [TestCase("""{"units":[{"unit":"miles"}]}""", 400, "unknown_unit")]
    [TestCase("""{"units":[{"unit":"fund"},{"unit":"fund"}]}""", 400, "invalid_value")]
    [TestCase("""{"units":[{}]}""", 400, "invalid_value")]
    [TestCase("""{"datevClient":0}""", 400, "invalid_value")]
    [TestCase("""{"sales":"1"}""", 400, "unknown_field")]
    [TestCase("[]", 400, "invalid_value")]
    [TestCase("nonsense", 400, "malformed_json")]
    public async Task Accounts_that_make_no_sense_are_refused(string body, int status, string code)
    {
        await PublishAsync();

        var refused = await Api.SendAsync(HttpMethod.Put, $"{Program}/accounting", body);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((status, code)), refused.Text);
    }

    [Test]
    public async Task Only_a_program_that_there_is_has_accounts() => Assert.That(
        (await Api.SendAsync(HttpMethod.Put, $"{LedgerApi.Program("nobody")}/accounting", "{}")).Code, Is.EqualTo("unknown_program"));

    private static string Short(JsonNode line) => $"{line["cause"]} {line["debit"]} {line["credit"]} {line["amount"]}";

    private Task<Reply> ReportAsync(string report, long position, string more = "") =>
        Api.GetAsync($"{Program}/reports/{report}?period=2011-07&minPosition={position}{more}");
}
