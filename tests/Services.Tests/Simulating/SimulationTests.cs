using System.Net;
using Ledger.Services.Tests.Running;
using NUnit.Framework;

namespace Ledger.Services.Tests.Simulating;

/// <summary>A simulation answers what the same order gives when it is placed afterwards, and writes nothing.</summary>
public sealed class SimulationTests : LedgerFixture
{
    private const string Path = $"/v1/programs/{Sample.Program}/simulations";

    protected override async Task FillAsync()
    {
        await Service.PublishAsync(Sample.Document());
        await Service.ImportAsync(Sample.Program, Sample.Lines(5, 120, accounts: 3));
    }

    [TestCase("C1")]
    [TestCase("nobody-yet")]
    public async Task It_says_what_the_order_then_gives(string account)
    {
        var body = Body(account, 250);
        var before = await Database.CountAsync("mt_events");

        var simulated = await Service.SendAsync(HttpMethod.Post, Path, body, HttpStatusCode.OK);
        Assert.That(await Database.CountAsync("mt_events"), Is.EqualTo(before));
        Assert.That(await Database.CountAsync($"ledger_accounts where account_id = '{account}'"), Is.EqualTo(account == "C1" ? 1 : 0));
        await Service.SendAsync(HttpMethod.Put, $"/v1/programs/{Sample.Program}/orders/shop/real-{account}", body, HttpStatusCode.Created);

        var stored = await Database.TextsAsync($"select (data -> 'evaluation')::text from mt_events where stream_id = "
            + $"'order/shop/real-{account}' and type = 'discount_computed'");
        var same = await Database.TextsAsync(
            $"select ('{simulated.GetProperty("evaluation").GetRawText().Replace("'", "''", StringComparison.Ordinal)}'::jsonb)::text");
        Assert.That(same, Is.EqualTo(stored));
    }

    [Test]
    public async Task It_says_which_tier_would_be_reached()
    {
        var simulated = await Service.SendAsync(HttpMethod.Post, Path, Body("another", 900), HttpStatusCode.OK);

        Assert.Multiple(() =>
        {
            Assert.That(simulated.GetProperty("tier").GetString(), Is.EqualTo("bronze"));
            Assert.That(simulated.GetProperty("tierAfter").GetString(), Is.EqualTo("silver"));
        });
    }

    [TestCase("{", HttpStatusCode.BadRequest, "malformed_json")]
    [TestCase("""{"accountId":"A","surprise":1}""", HttpStatusCode.BadRequest, "unknown_field")]
    [TestCase("""{"accountId":"A","placedAt":"2021-01-01T00:00:00Z","currency":"EUR","lines":[{"lineId":"1","sku":"X","quantity":"""
        + """1,"unitPrice":1}]}""", HttpStatusCode.UnprocessableEntity, "no_rate")]
    [TestCase(
        """{"accountId":"A","placedAt":"2021-01-01T00:00:00Z","currency":"GBP","lines":[]}""", HttpStatusCode.UnprocessableEntity,
        "no_lines")]
    public async Task What_would_be_refused_is_refused(string body, HttpStatusCode status, string code)
    {
        var before = await Database.CountAsync("mt_events");
        var problem = await Service.SendAsync(HttpMethod.Post, Path, body, status);

        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code));
        Assert.That(await Database.CountAsync("mt_events"), Is.EqualTo(before));
    }

    private static string Body(string account, int price) =>
        $$"""{"accountId":"{{account}}","placedAt":"2022-02-02T10:00:00Z","currency":"GBP","lines":["""
            + $$"""{"lineId":"1","sku":"X","category":"garden","quantity":1,"unitPrice":{{price}}}]}""";
}
