using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

public sealed class QueryTests : ProjectionsFixture
{
    [Test]
    public async Task Shows_every_wallet_of_an_account()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();

        var answer = await app.Client.GetAsync(
            new Uri($"/v1/programs/acme/accounts/B/balance?minPosition={Log.Position}", UriKind.Relative));
        var balance = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(answer.Headers.GetValues("Ledger-Position"), Is.EqualTo(new[] { $"{Log.Position}" }));
        Assert.That(balance.GetProperty("wallets").ToString(), Is.EqualTo(
            """[{"accrued":85,"adjusted":0,"arrears":0,"available":20,"expired":30,"held":0,"owner":"account","pending":0,"redeemed":"""
                + """0,"reversed":35,"unit":"points"}]"""));
        var some = await app.GetAsync("/v1/programs/acme/accounts/A%2C%221%22/balance?owner=carl&unit=points");
        Assert.That(some.GetProperty("wallets").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Shows_arrears_as_negative_available()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")).TakeWhile(one => one is not OrderRecorded { OrderId: "O3" }));
        await using var app = await StartAsync();

        var balance = await app.GetAsync($"/v1/programs/acme/accounts/B/balance?minPosition={Log.Position}");

        var wallet = balance.GetProperty("wallets")[0];
        Assert.That((wallet.GetProperty("available").GetInt32(), wallet.GetProperty("arrears").GetInt32()), Is.EqualTo((-30, 30)));
    }

    [Test]
    public async Task Shows_a_standing_with_what_is_missing_to_the_next_tier()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();

        var standing = await app.GetAsync($"/v1/programs/acme/accounts/A%2C%221%22/standing?minPosition={Log.Position}");

        Assert.That(standing.ToString(), Is.EqualTo(
            """{"accountId":"A,\"1\"","clock":"2011-04-10T09:30:00Z","gap":879.88,"graceUntil":"2011-03-31T09:30:00Z","metric":"""
                + """120.12,"nextTier":"gold","orders":1,"reviewAt":"2011-04-30T23:00:00Z","since":"2011-01-11T09:30:"""
                + """00Z","tenureMonths":2,"tier":"silver"}"""));
    }

    [Test]
    public async Task Shows_lots_with_what_is_left()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();

        var left = await app.GetAsync($"/v1/programs/acme/accounts/B/lots?minPosition={Log.Position}");
        var all = await app.GetAsync("/v1/programs/acme/accounts/B/lots?all=true");

        Assert.That(left.GetProperty("lots").EnumerateArray().Select(lot =>
            (lot.GetProperty("lot").GetInt64(), lot.GetProperty("available").GetDecimal(), lot.GetProperty("order").GetString())),
            Is.EqualTo(new[] { (2L, 20m, "shop/O3") }));
        Assert.That(all.GetProperty("lots").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Pages_through_entries_without_a_gap()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        await app.GetAsync($"/v1/programs/acme/accounts/B/balance?minPosition={Log.Position}");

        var sequences = new List<long>();
        for (long? after = 0; after is not null;)
        {
            var page = await app.GetAsync($"/v1/programs/acme/accounts/B/entries?after={after}&limit=3");
            sequences.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("sequence").GetInt64()));
            after = page.TryGetProperty("next", out var next) ? next.GetInt64() : null;
        }

        Assert.That(sequences, Is.EqualTo(Enumerable.Range(1, 8)));
    }

    [Test]
    public async Task Explains_an_entry_by_its_orders_evaluation()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        var entries = await app.GetAsync($"/v1/programs/acme/accounts/B/entries?minPosition={Log.Position}&limit=1");

        var explanation = await app.GetAsync(
            $"/v1/programs/acme/entries/{entries.GetProperty("entries")[0].GetProperty("id").GetString()}/explanation");

        Assert.That(explanation.GetProperty("entry").GetProperty("type").GetString(), Is.EqualTo("points_accrued"));
        Assert.That(explanation.GetProperty("evaluation").GetProperty("net").GetString(), Is.EqualTo("251/7"));
    }

    [Test]
    public async Task Shows_an_order_with_returns_evaluation_and_entries()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();

        var order = await app.GetAsync($"/v1/programs/acme/orders/shop/O1?minPosition={Log.Position}");

        Assert.That(order.GetProperty("lines")[1].GetProperty("remaining").GetDecimal(), Is.Zero);
        Assert.That(order.GetProperty("returns")[0].GetProperty("returnId").GetString(), Is.EqualTo("R1"));
        Assert.That(order.GetProperty("evaluation").GetProperty("net").GetString(), Is.EqualTo("0"));
        Assert.That(
            order.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("type").GetString()),
            Is.EqualTo(new[] { "points_accrued", "accrual_reversed" }));
        var slashed = await app.GetAsync("/v1/programs/acme/orders/shop/O%2F2");
        Assert.That(slashed.GetProperty("accountId").GetString(), Is.EqualTo("A,\"1\""));
    }

    [Test]
    public async Task Shows_what_is_parked_until_the_order_comes()
    {
        var given = new Given("acme");
        var payload = JsonDocument.Parse("""{"returnId":"R9"}""").RootElement;
        await Log.AppendAsync([
            given.Published(Sample.Program),
            new FactParked("acme", "shop", "O9", "OrderReturned", "hash", payload, Given.Start, Given.Start),
        ]);
        await using var app = await StartAsync();

        var before = await app.GetAsync($"/v1/programs/acme/orders/shop/O9?minPosition={Log.Position}");
        await Log.AppendAsync([given.Order("A", "O9", Given.Start)]);
        var after = await app.GetAsync($"/v1/programs/acme/orders/shop/O9?minPosition={Log.Position}");

        Assert.That((
                before.GetProperty("recorded").GetBoolean(),
                before.GetProperty("parked")[0].GetProperty("payload").GetProperty("returnId").GetString()), Is.EqualTo((false, "R9")));
        Assert.That((after.GetProperty("recorded").GetBoolean(), after.GetProperty("parked").GetArrayLength()), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task What_waits_no_more_is_not_parked()
    {
        var payload = JsonDocument.Parse("{}").RootElement;
        await Log.AppendAsync([
            new Given("acme").Published(Sample.Program),
            new FactParked("acme", "shop", "O9", "OrderReturned", "h1", payload, Given.Start, Given.Start),
            new FactParked("acme", "shop", "O9", "OrderPaid", "h2", payload, Given.Start, Given.Start),
            new FactUnparked("acme", "shop", "O9", "h1", Given.Start, Given.Start)]);
        await using var app = await StartAsync();

        var order = await app.GetAsync($"/v1/programs/acme/orders/shop/O9?minPosition={Log.Position}");

        Assert.That(
            order.GetProperty("parked").EnumerateArray().Select(fact => fact.GetProperty("factType").GetString()),
            Is.EqualTo(new[] { "OrderPaid" }));
    }

    [Test]
    public async Task Lists_rejections_and_marks_those_driven_again()
    {
        var at = Given.Start;
        await Log.AppendAsync([
            new OrderRejected(
                "acme", "r1", "unknown_line", "There is no line.", "http", "{\"a\":1}", at, at, "OrderReturned", "shop", "O1"),
            new OrderRejected("acme", "r2", "no_lines", "An order has lines.", "bus", "{}", at, at),
        ]);
        await Log.AppendAsync([new RejectionRedriven("acme", "r1", at, at)]);
        await using var app = await StartAsync();

        var all = await app.GetAsync($"/v1/programs/acme/rejected?minPosition={Log.Position}");
        var open = await app.GetAsync("/v1/programs/acme/rejected?open=true");
        var one = await app.GetAsync("/v1/programs/acme/rejected/r1");

        Assert.That(Ids(all), Is.EqualTo(new[] { "r1", "r2" }));
        Assert.That(Ids(open), Is.EqualTo(new[] { "r2" }));
        Assert.That((one.GetProperty("payload").GetString(), one.TryGetProperty("redrivenAt", out _)), Is.EqualTo(("{\"a\":1}", true)));

        static IEnumerable<string?> Ids(JsonElement list) =>
            list.GetProperty("rejected").EnumerateArray().Select(rejection => rejection.GetProperty("id").GetString());
    }

    [Test]
    public async Task Trial_balance_is_zero()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();

        var report = await app.GetAsync($"/v1/programs/acme/reports/trial-balance?minPosition={Log.Position}");

        var books = report.GetProperty("books").EnumerateArray().Where(book => book.GetProperty("unit").GetString() == "points")
            .ToDictionary(book => book.GetProperty("book").GetString()!, book => book.GetProperty("amount").GetDecimal());
        Assert.That(books, Is.EquivalentTo(new Dictionary<string, decimal>
        {
            ["issuance"] = -170,
            ["pending"] = 120,
            ["available"] = 20,
            ["expired"] = 30,
            ["arrears"] = 0,
        }));
        Assert.That(report.GetProperty("sums").EnumerateArray().Select(sum => sum.GetProperty("amount").GetDecimal()), Is.All.Zero);
    }

    [Test]
    public async Task Feeds_the_programs_events_by_cursor()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await Log.AppendAsync(Sample.History(new Given("other")));
        await using var app = await StartAsync();

        var types = new List<string?>();
        var cursor = "0";
        for (var atEnd = false; !atEnd;)
        {
            var page = await app.GetAsync($"/v1/programs/other/events?after={cursor}&limit=7");
            types.AddRange(page.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("type").GetString()));
            cursor = page.GetProperty("next").GetString();
            atEnd = page.GetProperty("end").GetBoolean();
        }

        Assert.That(types, Is.EqualTo(Sample.History(new Given("other")).Select(one => EventNames.Of(one.GetType()))));
    }

    [TestCase("/v1/programs/none/accounts/B/balance", HttpStatusCode.NotFound, "unknown_program")]
    [TestCase("/v1/programs/acme/accounts/nobody/standing", HttpStatusCode.NotFound, "unknown_account")]
    [TestCase("/v1/programs/acme/orders/shop/none", HttpStatusCode.NotFound, "unknown_order")]
    [TestCase("/v1/programs/acme/rejected/none", HttpStatusCode.NotFound, "unknown_rejection")]
    [TestCase("/v1/programs/acme/entries/none/explanation", HttpStatusCode.NotFound, "unknown_entry")]
    [TestCase("/v1/programs/acme/accounts/B/entries?limit=0", HttpStatusCode.BadRequest, "bad_limit")]
    [TestCase("/v1/programs/acme/accounts/B/entries?after=x", HttpStatusCode.BadRequest, "bad_cursor")]
    [TestCase("/v1/programs/acme/accounts/B/balance?recordedAsOf=2011-01-01", HttpStatusCode.BadRequest, "bad_instant")]
    [TestCase("/v1/programs/acme/accounts/B/balance?minPosition=-1", HttpStatusCode.BadRequest, "bad_position")]
    public async Task Refuses_with_a_stable_code(string path, HttpStatusCode status, string code)
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        await app.GetAsync($"/v1/integrity?minPosition={Log.Position}");

        var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That((answer.StatusCode, problem.GetProperty("code").GetString()), Is.EqualTo((status, code)));
    }
}
