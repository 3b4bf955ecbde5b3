using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>Lists that begin with what came last: orders, holds and vouchers; the last entries; and accounts counted by tier.</summary>
public sealed class ListQueryTests : ProjectionsFixture
{
    private readonly Given given = new("acme");
    private ProjectionsApp app = null!;

    [SetUp]
    public async Task Start()
    {
        await Log.AppendAsync(Sample.History(given));
        app = await StartAsync();
    }

    [TearDown]
    public async Task Stop() => await app.DisposeAsync();

    [Test]
    public async Task Orders_are_listed_the_last_recorded_ones_first_page_by_page()
    {
        // Other programs and other sources have newer ones.
        await Log.AppendAsync(Sample.History(new Given("other")));
        await Log.AppendAsync(
            [.. NewOrder("B", "W1", "web", 10, 7), .. NewOrder("B", "W2", "web", 11, 3), .. NewOrder("C", "O4", "shop", 9, 5)]);

        Assert.That(await PagesAsync("orders", 2), Is.EqualTo("shop/O4 web/W2 web/W1 shop/O3 shop/O/2 shop/O1"));
        Assert.That(await PagesAsync("orders?source=shop", 1), Is.EqualTo("shop/O4 shop/O3 shop/O/2 shop/O1"));
        Assert.That(await PagesAsync("orders?source=web", 10), Is.EqualTo("web/W2 web/W1"));
        Assert.That(await PagesAsync("orders?source=nothing", 10), Is.Empty);
        Assert.That(await PagesAsync("accounts/B/orders", 2), Is.EqualTo("web/W2 web/W1 shop/O3 shop/O1"));
        Assert.That(await PagesAsync("accounts/B/orders?source=web", 1), Is.EqualTo("web/W2 web/W1"));
        var last = (await GetAsync("orders?limit=1")).GetProperty("orders")[0];
        Assert.That(
            Text(last, "accountId", "placedAt", "gross", "net", "entitled", "stated", "variance", "points", "programVersion"),
            Is.EqualTo("""
            "C" "2011-01-15T09:30:00Z" 9.00 9.00 1.50 0.00 1.50 9 1
            """));
    }

    [Test]
    public async Task An_order_of_a_merged_account_is_the_survivors()
    {
        await Log.AppendAsync(
        [
            .. NewOrder("C", "O4", "shop", 9, 5), new AccountsMerged("acme", "C", "m", "C", "B", Given.Day(95), Given.Day(95)),
            new AccountsMerged("acme", "B", "m", "C", "B", Given.Day(95), Given.Day(95)),
        ]);

        Assert.That(Text((await GetAsync("orders?limit=1")).GetProperty("orders")[0], "orderId", "accountId"), Is.EqualTo("\"O4\" \"B\""));
        var merged = await GetAsync("accounts/C/orders");
        Assert.That((Text(merged, "accountId", "mergedInto"), Ids(merged)), Is.EqualTo(("\"B\" \"B\"", "shop/O4 shop/O3 shop/O1")));
        Assert.That(Ids(await GetAsync("accounts/C/orders?own=true")), Is.EqualTo("shop/O4"));
        var tiers = await GetAsync("tiers");
        Assert.That(tiers.GetProperty("accounts").GetInt64(), Is.EqualTo(2));
        Assert.That(Column(tiers.GetProperty("tiers"), "tier"), Is.EqualTo("bronze silver"));
    }

    [Test]
    public async Task Holds_are_listed_open_and_past_the_latest_first()
    {
        await Log.AppendAsync(
        [
            Held("h1", 5, order: "shop/O3"), Held("h2", 3), Held("h3", 2), Held("h4", 1),
            Moved<HoldCaptured>(97, -3, Books.Held, Books.Redeemed, 3) with { HoldId = "h1", RedemptionId = "r1" },
            Moved<HoldReleased>(97, 2, Books.Held, Books.Available, 2) with { HoldId = "h1" },
            Moved<HoldReleased>(98, 3, Books.Held, Books.Available, 3) with { HoldId = "h2" },
            Moved<HoldExpired>(99, 2, Books.Held, Books.Available, 2) with { HoldId = "h3" },
            // The money of a claim on a fund.
            Moved<PointsHeld>(99, 4, Books.Available, Books.Held, 4) with { HoldId = "claim-1", Unit = "fund", ExpiresAt = Given.Day(200) },
        ]);

        var all = (await GetAsync("accounts/B/holds")).GetProperty("holds");
        Assert.That(Column(all, "holdId"), Is.EqualTo("h4 h3 h2 h1"));
        Assert.That(Column(all, "state"), Is.EqualTo("held expired released captured"));
        Assert.That(
            Text(all[3], "amount", "captured", "order", "heldAt", "expiresAt", "endedAt", "owner", "unit"),
            Is.EqualTo("""
            5 3 "shop/O3" "2011-04-16T09:30:00Z" "2011-05-10T09:30:00Z" "2011-04-17T09:30:00Z" "account" "points"
            """));
        Assert.That(all[0].TryGetProperty("endedAt", out _), Is.False);
        Assert.That(Column((await GetAsync("accounts/B/holds?state=held")).GetProperty("holds"), "holdId"), Is.EqualTo("h4"));
        var first = await GetAsync("accounts/B/holds?limit=3");
        var rest = await GetAsync($"accounts/B/holds?limit=3&after={first.GetProperty("next")}");
        Assert.That(Column(rest.GetProperty("holds"), "holdId"), Is.EqualTo("h1"));
    }

    [Test]
    public async Task Vouchers_are_listed_with_what_became_of_them()
    {
        await Log.AppendAsync(
        [
            new VoucherIssued("acme", "B", "V-1", "r1", 5m, "GBP", Given.Day(95), Given.Day(95), Given.Day(300)),
            new VoucherIssued("acme", "B", "V-2", "r2", 2.5m, "GBP", Given.Day(96), Given.Day(96)),
            new VoucherIssued("acme", "B", "V-3", "stamp-B-1", 1m, "GBP", Given.Day(97), Given.Day(97)),
            new VoucherRedeemed("acme", "B", "V-1", Given.Day(98), Given.Day(98), "shop/O3"),
            new VoucherCancelled("acme", "B", "V-2", Given.Day(99), Given.Day(99)),
        ]);

        var all = (await GetAsync("accounts/B/vouchers")).GetProperty("vouchers");
        Assert.That((Column(all, "code"), Column(all, "state")), Is.EqualTo(("V-3 V-2 V-1", "issued cancelled used")));
        Assert.That(
            Text(all[2], "redemption", "value", "issuedAt", "validUntil", "order", "endedAt"),
            Is.EqualTo("""
            "r1" 5.00 "2011-04-15T09:30:00Z" "2011-11-06T09:30:00Z" "shop/O3" "2011-04-18T09:30:00Z"
            """));
        Assert.That(Column((await GetAsync("accounts/B/vouchers?state=issued")).GetProperty("vouchers"), "code"), Is.EqualTo("V-3"));
    }

    [Test]
    public async Task The_last_entries_are_as_many_as_a_page_has_in_their_order()
    {
        var (three, all) = (await GetAsync("accounts/B/entries?last=true&limit=3"), await GetAsync("accounts/B/entries?last=true"));
        Assert.That(Column(three.GetProperty("entries"), "sequence"), Is.EqualTo("6 7 8"));
        Assert.That(Column(all.GetProperty("entries"), "sequence"), Is.EqualTo("1 2 3 4 5 6 7 8"));
    }

    private IEnumerable<ILedgerEvent> NewOrder(string account, string order, string source, decimal net, int day)
    {
        yield return given.Order(account, order, Given.Day(day), source: source);
        yield return given.Evaluated(account, order, Given.Day(day), net, (long)net, source: source);
    }

    private PointsHeld Held(string id, decimal amount, string? order = null) =>
        Moved<PointsHeld>(96, amount, Books.Available, Books.Held, amount) with
        {
            HoldId = id,
            ExpiresAt = Given.Day(120),
            Order = order,
        };

    private T Moved<T>(int day, decimal amount, string from, string to, decimal moved)
        where T : Movement, new() =>
        given.Entry("B", Given.Day(day), amount, Sample.Shape<T>("points"), new LotMove(2, from, to, moved));

    private async Task<string> PagesAsync(string list, int limit)
    {
        var joint = list.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var (ids, after) = (new List<string>(), "");
        do
        {
            var page = await GetAsync(string.Create(CultureInfo.InvariantCulture, $"{list}{joint}limit={limit}{after}"));
            if (Ids(page) is { Length: > 0 } some) ids.Add(some);
            after = page.TryGetProperty("next", out var next) ? $"&after={next}" : "";
        }
        while (after.Length > 0);

        return string.Join(' ', ids);
    }

    private static string Ids(JsonElement page) => string.Join(
        ' ', page.GetProperty("orders").EnumerateArray().Select(order => $"{order.GetProperty("source")}/{order.GetProperty("orderId")}"));

    private Task<JsonElement> GetAsync(string path) =>
        app.GetAsync($"/v1/programs/acme/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minPosition={Log.Position}");

    private static string Text(JsonElement element, params string[] members) =>
        string.Join(' ', members.Select(member => element.GetProperty(member).GetRawText()));

    private static string Column(JsonElement list, string member) =>
        string.Join(' ', list.EnumerateArray().Select(one => one.GetProperty(member).ToString()));
}
