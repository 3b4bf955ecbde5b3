using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Ledger.Client;
using Ledger.EventLog;
using Ledger.Projections.Domain.Papers;
using NUnit.Framework;
using Calendar = Ledger.Rules.Domain.Program.Calendar;

namespace Ledger.Services.Tests.Projections.Papers;

/// <summary>The PDF statement agrees with the JSON statement line by line.</summary>
public sealed class StatementPdfTests : PaperFixture
{
    private static readonly string[] Balance = ["pending", "available", "held", "arrears"];

    [TestCase("en")]
    [TestCase("de")]
    [TestCase("ru")]
    [TestCase("fr")]
    [TestCase("es")]
    public async Task Every_line_of_the_json_statement_is_on_the_paper_in_every_language(string code)
    {
        var language = PaperLanguage.Of(code)!;
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
        var (entriesSeen, owed, languageSeen) = (0, 0, 0);
        foreach (var (program, account) in Accounts)
        {
            foreach (var query in new[] { "from=2021-03-01&to=2021-10-01", "" })
            {
                var statement = await App.GetAsync($"/v1/programs/{program}/accounts/{account}/statement?limit=1000&{query}");
                var lines = PdfLines.Read(await PdfAsync(program, account, $"{query}&lang={code}"));
                var rows = lines.Where(line => line.Count == 8 && long.TryParse(line[0], CultureInfo.InvariantCulture, out _)).ToList();
                var entries = statement.GetProperty("wallets").EnumerateArray().SelectMany(wallet => EntriesOf(statement, wallet)).ToList();
                var numbers = entries.Select(one => one.GetProperty("sequence").GetRawText());
                Assert.That(rows.Select(row => row[0]), Is.EqualTo(numbers), $"{program} {account}");
                foreach (var (row, entry) in rows.Zip(entries))
                {
                    var day = calendar.Local(entry.GetProperty("effectiveAt").GetDateTimeOffset());
                    Assert.That(row[1], Is.EqualTo(language.Date(day)));
                    Assert.That(row[2], Does.StartWith(Plain(language.Texts.MovementOf(entry.GetProperty("type").GetString()!))));
                    var balance = entry.GetProperty("balance");
                    var amounts = Balance.Select(name => balance.GetProperty(name).GetDecimal())
                        .Prepend(entry.GetProperty("amount").GetDecimal());
                    Assert.That(row.Skip(3).Select(cell => Number(cell, language)), Is.EqualTo(amounts), $"{program} {account} {row[0]}");
                    if (balance.GetProperty("arrears").GetDecimal() > 0) owed++;
                }

                AssertTotals(lines, statement, language);
                entriesSeen += rows.Count;
                languageSeen += lines.Count(line => line.Contains(Plain(language.Texts.Opening)));
            }
        }

        Assert.That(entriesSeen, Is.GreaterThan(500));
        Assert.That(owed, Is.Positive, "the sample has wallets that owe");
        Assert.That(languageSeen, Is.Positive);
    }

    [Test]
    public async Task What_expires_is_shown_with_its_last_day()
    {
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
        var shown = 0;
        foreach (var (program, account) in Accounts)
        {
            var listed = await App.GetAsync($"/v1/programs/{program}/accounts/{account}/lots?limit=1000");
            var lots = listed.GetProperty("lots").EnumerateArray()
                .Where(lot => lot.TryGetProperty("expiresAt", out _)).ToList();
            var expected = lots.GroupBy(lot => (Wallet: NameOf(lot), At: lot.GetProperty("expiresAt").GetDateTimeOffset()))
                .Select(group => string.Join(
                    ' ', LastDay(group.Key.At), Sum(group, "pending"), Sum(group, "available"), Sum(group, "held"), group.Count()))
                .Order(StringComparer.Ordinal).ToList();
            var lines = PdfLines.Read(await PdfAsync(program, account, "lang=en"));
            var rows = lines.Where(line => line.Count == 5 && char.IsAsciiDigit(line[0][0])).Select(line => string.Join(' ', line))
                .Order(StringComparer.Ordinal);
            Assert.That(rows, Is.EqualTo(expected), $"{program} {account}");
            shown += expected.Count;
        }

        Assert.That(shown, Is.GreaterThan(2));

        string LastDay(DateTimeOffset end)
        {
            var local = calendar.Local(end);
            return local.TimeOfDay == TimeSpan.Zero ? PaperLanguage.Default.Date(local.AddDays(-1)) : PaperLanguage.Default.Moment(local);
        }

        static string Sum(IEnumerable<JsonElement> lots, string name) =>
            PaperLanguage.Default.Number(lots.Sum(lot => lot.GetProperty(name).GetDecimal()));
    }

    [Test]
    public async Task The_same_state_gives_the_same_bytes()
    {
        var (program, account) = Accounts[0];
        var first = await PdfAsync(program, account, "lang=fr");
        await using var another = await ProjectionsApp.StartAsync(PaperSample.Database, new EventStore(PaperSample.Database.DataSource));
        var second = await another.Client.GetByteArrayAsync($"/v1/programs/{program}/accounts/{account}/statement.pdf?lang=fr");
        Assert.That(second, Is.EqualTo(first));
        Assert.That(await PdfAsync(program, account, "lang=de"), Is.Not.EqualTo(first));
        Assert.That(Encoding.Latin1.GetString(first), Does.Not.Contain("uuid:00000000"));
    }

    [Test]
    public async Task The_language_is_that_of_the_parameter_then_of_the_header_then_English()
    {
        Assert.That(await LanguageAsync("", null), Is.EqualTo("en"));
        Assert.That(await LanguageAsync("", "it, ru;q=0.8, de;q=0.2"), Is.EqualTo("ru"));
        Assert.That(await LanguageAsync("lang=es", "ru"), Is.EqualTo("es"));

        async Task<string> LanguageAsync(string query, string? header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address("acme", Accounts[0].Account, query));
            if (header is not null) request.Headers.TryAddWithoutValidation("Accept-Language", header);
            using var answer = await App.Client.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/pdf"));
            Assert.That(answer.Headers.Vary, Is.EqualTo(new[] { "Accept-Language" }));
            var title = PdfLines.Read(await answer.Content.ReadAsByteArrayAsync())[1].Single();
            var language = answer.Content.Headers.ContentLanguage.Single();
            Assert.That(title, Is.EqualTo(Plain(PaperLanguage.Of(language)!.Texts.Title)));
            return language;
        }
    }

    [TestCase("lang=it", HttpStatusCode.BadRequest, "bad_language")]
    [TestCase("from=yesterday", HttpStatusCode.BadRequest, "bad_period")]
    public async Task A_wrong_query_is_refused(string query, HttpStatusCode status, string code)
    {
        using var answer = await App.Client.GetAsync(Address("acme", Accounts[0].Account, query));
        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain($"\"code\":\"{code}\""));
    }

    [Test]
    public async Task A_statement_of_more_lines_than_paper_takes_is_refused()
    {
        await using var small = await ProjectionsApp.StartAsync(
            PaperSample.Database, new EventStore(PaperSample.Database.DataSource), options => options.PaperLinesMax = 3);
        using var answer = await small.Client.GetAsync(Address("acme", Accounts[0].Account, ""));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(text, Does.Contain("\"code\":\"statement_too_long\"").And.Contain("at most 3 lines"));
    }

    [Test]
    public async Task The_client_reads_the_statement_as_a_stream()
    {
        var (program, account) = Accounts[0];
        var key = App.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        using var client = LedgerClient.Open(App.Client.BaseAddress!, key);
        var (from, to) = (new DateOnly(2021, 3, 1), new DateOnly(2021, 4, 1));
        await using var stream = await client.Program(program).GetStatementPdfAsync(account, from, to, "de");
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.That(copy.ToArray(), Is.EqualTo(await PdfAsync(program, account, "from=2021-03-01&to=2021-04-01&lang=de")));
    }

    private static void AssertTotals(List<List<string>> lines, JsonElement statement, PaperLanguage language)
    {
        var wallets = statement.GetProperty("wallets").EnumerateArray().ToList();
        var texts = language.Texts;
        foreach (var (name, member) in new[] { (texts.Opening, "opening"), (texts.Change, "change"), (texts.Closing, "closing") })
        {
            var rows = lines.Where(line => line.Contains(Plain(name)))
                .Select(line => line.TakeLast(4).Select(cell => Number(cell, language)));
            var expected = wallets.Select(wallet => Balance.Select(one => wallet.GetProperty(member).GetProperty(one).GetDecimal()));
            Assert.That(rows, Is.EqualTo(expected), name);
        }
    }

    private static IEnumerable<JsonElement> EntriesOf(JsonElement statement, JsonElement wallet) =>
        statement.GetProperty("entries").EnumerateArray().Where(entry => NameOf(entry) == NameOf(wallet));

    private static string NameOf(JsonElement wallet) =>
        $"{wallet.GetProperty("owner").GetString()} {wallet.GetProperty("unit").GetString()}";

    private static decimal Number(string cell, PaperLanguage language)
    {
        var groups = Plain(language.GroupMark.ToString());
        var plain = cell.Replace(groups, "", StringComparison.Ordinal).Replace(language.DecimalPoint, '.');
        return decimal.Parse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }
}
