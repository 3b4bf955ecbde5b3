using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Client;
using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Projections.Domain.Papers;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Statements;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using NUnit.Framework;
using Calendar = Ledger.Rules.Domain.Program.Calendar;

namespace Ledger.Services.Tests.Projections;

/// <summary>The PDF statement agrees with the JSON statement line by line, and states a valid chain value.</summary>
public sealed partial class StatementPdfTests
{
    private const string Letterhead = "/v1/programs/acme/letterhead";
    private static readonly string[] Balance = ["pending", "available", "held", "arrears"];

    // 12 × 4 pixels of one colour.
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAECAIAAAA1REndAAAAEUlEQVR42mNQSFhAEDHQVxEAhXU2AaxZO20AAAAASUVORK5CYII=";

    private TestDatabase database = null!;
    private RunningLedger ledger = null!;
    private ProjectionsApp app = null!;
    private List<(string Program, string Account)> accounts = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        ledger = await RunningLedger.StartAsync(database);
        app = await ProjectionsApp.StartAsync(database, new EventStore(database.DataSource), options => options.PaperLinesMax = 2_000);
        await ledger.PublishAsync(Running.Sample.Document());
        await ledger.ImportAsync(Running.Sample.Program, Running.Sample.Lines(seed: 11, orders: 300, accounts: 4));
        await ledger.AdvanceAsync(Running.Sample.Program, "2022-03-01T00:00:00Z");
        await Verification.Spending.DoAsync(ledger);
        await OwingAsync();
        var head = await new EventStore(database.DataSource).ReadHeadAsync(default);
        accounts = [];
        foreach (var program in new[] { "acme", "spent", "owing" })
        {
            var list = await app.GetAsync($"/v1/programs/{program}/accounts?minPosition={head.Position}");
            accounts.AddRange(
                list.GetProperty("accounts").EnumerateArray().Select(one => (program, one.GetProperty("accountId").GetString()!)));
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await app.DisposeAsync();
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }

    [TestCase("en")]
    [TestCase("de")]
    [TestCase("ru")]
    [TestCase("fr")]
    [TestCase("es")]
    public async Task Every_line_is_on_the_paper_in_every_language(string code)
    {
        var language = PaperLanguage.Of(code)!;
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
        var (entriesSeen, owed, languageSeen) = (0, 0, 0);
        foreach (var (program, account) in accounts)
        {
            foreach (var query in new[] { "from=2021-03-01&to=2021-10-01", "" })
            {
                var statement = await app.GetAsync($"/v1/programs/{program}/accounts/{account}/statement?limit=1000&{query}");
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
        foreach (var (program, account) in accounts)
        {
            var listed = await app.GetAsync($"/v1/programs/{program}/accounts/{account}/lots?limit=1000");
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
        var (program, account) = accounts[0];
        var first = await PdfAsync(program, account, "lang=fr");
        await using var another = await ProjectionsApp.StartAsync(database, new EventStore(database.DataSource));
        var second = await another.Client.GetByteArrayAsync($"/v1/programs/{program}/accounts/{account}/statement.pdf?lang=fr");
        Assert.That(second, Is.EqualTo(first));
        Assert.That(await PdfAsync(program, account, "lang=de"), Is.Not.EqualTo(first));
        Assert.That(Encoding.Latin1.GetString(first), Does.Not.Contain("uuid:00000000"));
    }

    [Test]
    public async Task The_foot_of_every_page_proves_the_statement_later()
    {
        var (program, account) = accounts[0];
        var file = await PdfAsync(program, account, "lang=en");
        var feet = PdfLines.Read(file).Select(line => Foot().Match(string.Join(' ', line))).Where(match => match.Success).ToList();
        Assert.That(feet, Has.Count.EqualTo(PdfLines.PicturesByPage(file).Count).And.Count.GreaterThan(1));
        var (at, chain) = (feet[0].Groups["at"].Value, feet[0].Groups["chain"].Value);
        Assert.That(feet.Select(foot => foot.Value).Distinct().Count(), Is.EqualTo(1));

        var right = await VerifyAsync($$"""{"published":[{"position":{{at}},"chain":"{{chain}}"}]}""");
        Assert.That(right.GetProperty("ok").GetBoolean(), right.ToString());
        var wrong = await VerifyAsync($$"""{"published":[{"position":{{at}},"chain":"{{new string('0', 64)}}"}]}""");
        Assert.That(wrong.GetProperty("ok").GetBoolean(), Is.False);
        Assert.That(wrong.GetProperty("findings")[0].GetProperty("code").GetString(), Is.EqualTo("chain.unpublished"));
    }

    [TestCase("""{"published":[{"position":0,"chain":"0000000000000000000000000000000000000000000000000000000000000000"}]}""")]
    [TestCase("""{"published":[{"position":1,"chain":"00"}]}""")]
    [TestCase("""{"published":[{"position":1}]}""")]
    [TestCase("""{"published":[null]}""")]
    [TestCase("""[]""")]
    public async Task What_is_no_chain_value_starts_no_verification(string body)
    {
        var refused = await ledger.SendAsync(HttpMethod.Post, "/v1/integrity/verify", body, HttpStatusCode.BadRequest);
        Assert.That(refused.GetProperty("code").GetString(), Is.EqualTo("invalid_value"));
    }

    [Test]
    public async Task The_language_is_that_of_the_parameter_then_of_the_header_then_English()
    {
        Assert.That(await LanguageAsync("", null), Is.EqualTo("en"));
        Assert.That(await LanguageAsync("", "it, ru;q=0.8, de;q=0.2"), Is.EqualTo("ru"));
        Assert.That(await LanguageAsync("lang=es", "ru"), Is.EqualTo("es"));

        async Task<string> LanguageAsync(string query, string? header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address("acme", accounts[0].Account, query));
            if (header is not null) request.Headers.TryAddWithoutValidation("Accept-Language", header);
            using var answer = await app.Client.SendAsync(request);
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
    public async Task What_makes_no_sense_is_refused(string query, HttpStatusCode status, string code)
    {
        using var answer = await app.Client.GetAsync(Address("acme", accounts[0].Account, query));
        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain($"\"code\":\"{code}\""));
    }

    [Test]
    public async Task A_statement_of_more_lines_than_paper_takes_is_refused()
    {
        await using var small = await ProjectionsApp.StartAsync(
            database, new EventStore(database.DataSource), options => options.PaperLinesMax = 3);
        using var answer = await small.Client.GetAsync(Address("acme", accounts[0].Account, ""));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(text, Does.Contain("\"code\":\"statement_too_long\"").And.Contain("at most 3 lines"));
    }

    [Test]
    public async Task The_head_has_the_program_s_name_and_its_logo()
    {
        var (program, account) = accounts[0];
        var before = await PdfAsync(program, account, "");
        Assert.That(PdfLines.Read(before)[0], Is.EqualTo(new[] { "acme" }), "without a name it is the id");
        try
        {
            foreach (var logo in new[] { Png, Convert.ToBase64String(Pictures.Jpeg(64, 32)) })
            {
                var body = $$"""{"name":"Бонусы & Söhne <acme>","logo":"{{logo}}"}""";
                var put = await ledger.SendAsync(HttpMethod.Put, Letterhead, body, HttpStatusCode.OK);
                var kept = await ledger.SendAsync(HttpMethod.Get, Letterhead, null, HttpStatusCode.OK);
                Assert.That(kept.ToString(), Is.EqualTo(put.ToString()).And.Contain(logo));
                var file = await PdfAsync(program, account, "");
                Assert.That(PdfLines.Read(file)[0], Is.EqualTo(new[] { "Бонусы & Söhne <acme>" }));
                var pictures = PdfLines.PicturesByPage(file);
                Assert.That(pictures[0], Is.EqualTo(1));
                Assert.That(pictures.Skip(1), Has.All.Zero);
                Assert.That(await PdfAsync(program, account, ""), Is.EqualTo(file));
            }
        }
        finally
        {
            await ledger.SendAsync(HttpMethod.Put, Letterhead, "{}", HttpStatusCode.OK);
        }

        Assert.That(await PdfAsync(program, account, ""), Is.EqualTo(before));
    }

    [TestCase("""{"logo":"nonsense!"}""", "invalid_value")]
    [TestCase("""{"logo":"bm8gcGljdHVyZQ=="}""", "invalid_value")]
    [TestCase("""{"name":""}""", "invalid_value")]
    [TestCase("""{"name":"a\nb"}""", "invalid_value")]
    [TestCase("""{"title":"x"}""", "unknown_field")]
    [TestCase("{", "malformed_json")]
    public async Task What_cannot_stand_at_the_head_is_refused(string body, string code)
    {
        var refused = await ledger.SendAsync(HttpMethod.Put, Letterhead, body, HttpStatusCode.BadRequest);
        Assert.That(refused.GetProperty("code").GetString(), Is.EqualTo(code));
        await ledger.SendAsync(HttpMethod.Put, Letterhead.Replace("acme", "none", StringComparison.Ordinal), "{}", HttpStatusCode.NotFound);
    }

    [Test]
    public async Task The_client_reads_it_as_a_stream()
    {
        var (program, account) = accounts[0];
        var key = app.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        using var client = LedgerClient.Open(app.Client.BaseAddress!, key);
        var (from, to) = (new DateOnly(2021, 3, 1), new DateOnly(2021, 4, 1));
        await using var stream = await client.Program(program).GetStatementPdfAsync(account, from, to, "de");
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.That(copy.ToArray(), Is.EqualTo(await PdfAsync(program, account, "from=2021-03-01&to=2021-04-01&lang=de")));
    }

    [Test]
    public void Three_thousand_lines_take_less_than_a_second()
    {
        var paper = Long(3_000);
        PdfDrawing.Draw(paper, "en", DateTimeOffset.UnixEpoch, null);
        var best = Enumerable.Range(0, 3).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            PdfDrawing.Draw(paper, "en", DateTimeOffset.UnixEpoch, null);
            return watch.Elapsed;
        });
        TestContext.Out.WriteLine($"3,000 lines: {best.TotalMilliseconds:0} ms");
        Assert.That(best, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Any_text_can_be_drawn_and_read_again()
    {
        var texts = new[]
        {
            "\U0001F600 smile", "日本語", "مرحبا", "עברית", "a\0b\tc\u202Ed", "half \uD800", "<b>&amp;",
            new string('W', 400), "Ελληνικά", "ﬁ ﬂ",
        };
        var rows = texts.Select(text => new PaperRow(["1", "today", text, "1", "2"])).ToList();
        var columns = new PaperColumn[]
        {
            new("No."), new("Date"), new("What", IsWide: true), new("A", IsNumber: true), new("B", IsNumber: true),
        };
        var table = new PaperTable(texts[0], columns, rows);
        var paper = new Paper(texts[1], "Statement", [new("Account", texts[2])], [table], "foot", "{0}/{1}");
        var file = PdfDrawing.Draw(paper, "en", DateTimeOffset.UnixEpoch, null);
        var lines = PdfLines.Read(file).Select(line => string.Join('|', line)).ToList();
        Assert.That(lines, Does.Contain("1|today|\uFFFD smile|1|2").And.Contain("1|today|Ελληνικά|1|2"));
        Assert.That(lines, Does.Contain("1|today|\uFFFD\uFFFD\uFFFD|1|2"));
        Assert.That(lines, Has.Some.StartsWith("1|today|<b>&amp;|1|2"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_picture_is_drawn(bool isPng)
    {
        var paper = new Paper("Acme", "Statement", [], [], "foot", "{0}/{1}");
        var file = PdfDrawing.Draw(paper, "en", DateTimeOffset.UnixEpoch, isPng ? Convert.FromBase64String(Png) : Pictures.Jpeg(64, 32));
        Assert.That(PdfLines.PicturesByPage(file), Is.EqualTo(new[] { 1 }));
    }

    // An order whose points were spent is returned, so the account has arrears.
    private async Task OwingAsync()
    {
        const string at = "/v1/programs/owing";
        await ledger.PublishAsync("""
            {
              "program": "owing", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
              "earning": [ { "id": "base", "points": 1, "per": 1 } ],
              "points": {
                "activation": { "on": "placed", "delayDays": 1 }, "expiry": { "afterMonths": 36, "at": "end-of-month" },
                "negative": "arrears"
              }
            }
            """);
        foreach (var (id, account) in new[] { ("1", "A"), ("2", "B"), ("3", "C") })
        {
            await ledger.SendAsync(
                HttpMethod.Put, $"{at}/orders/shop/{id}",
                $$"""
                {
                  "accountId": "{{account}}", "placedAt": "2021-02-20T10:00:00Z", "currency": "GBP",
                  "lines": [ { "lineId": "1", "sku": "X", "quantity": 2, "unitPrice": 5000 } ]
                }
                """,
                HttpStatusCode.Created);
        }

        await ledger.AdvanceAsync("owing", "2021-03-06T10:00:00Z");
        await ledger.SendAsync(
            HttpMethod.Post, $"{at}/adjustments", """{"accountId":"A","amount":-9000,"reason":"spent <elsewhere>, \ud83d\ude00"}""",
            HttpStatusCode.Created, ("Idempotency-Key", "o1"));
        await ledger.SendAsync(
            HttpMethod.Post, $"{at}/orders/shop/1/returns",
            """{"returnId":"back","returnedAt":"2021-03-07T10:00:00Z","lines":[{"lineId":"1","quantity":1}]}""",
            HttpStatusCode.Created);
    }

    private static Paper Long(int lines)
    {
        var entries = Enumerable.Range(1, lines).Select(n => new StatementLine("points_accrued", new PointsAccrued
        {
            Sequence = n,
            Amount = n,
            Unit = "points",
            Owner = "account",
            Balance = new BalanceAfter(n, n * 1_000m, 0, 0),
            EffectiveAt = DateTimeOffset.UnixEpoch.AddHours(n),
            Cause = new Cause("order", "shop", $"ORDER-{n:D8}", Rule: "base"),
        }, null)).ToList();
        return new StatementPaper(
            PaperLanguage.Default, new Calendar(TimeZoneInfo.Utc), "acme", "acme", "north", "GBP", new StatementPeriod(null, null),
            [new StatementPart("account", "points", 0, StatementBalance.Zero, StatementBalance.Zero, entries, [])],
            new StatementProof(1, DateTimeOffset.UnixEpoch, 1, new string('a', 64))).Write();
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

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    private async Task<byte[]> PdfAsync(string program, string account, string query)
    {
        var file = await app.Client.GetByteArrayAsync(Address(program, account, query));
        Assert.That(Encoding.ASCII.GetString(file, 0, 5), Is.EqualTo("%PDF-"));
        return file;
    }

    private static Uri Address(string program, string account, string query) =>
        new($"/v1/programs/{program}/accounts/{account}/statement.pdf?{query.TrimStart('&')}", UriKind.Relative);

    private async Task<JsonElement> VerifyAsync(string body)
    {
        const string path = "/v1/integrity/verify";
        await ledger.SendAsync(HttpMethod.Post, path, body, HttpStatusCode.Accepted);
        JsonElement ended = default;
        await Eventually.TrueAsync(
            async () =>
            {
                ended = await ledger.SendAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);
                return ended.GetProperty("state").GetString() != "running";
            },
            "the check to end", TimeSpan.FromMinutes(2));
        return ended;
    }

    [GeneratedRegex(@"Made at position \d+ of the log\. Chain value at position (?<at>\d+): (?<chain>[0-9a-f]{64})")]
    private static partial Regex Foot();
}
