using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Closing periods over HTTP: what is dated in a closed month is posted to the open one.</summary>
public sealed class PeriodTests : ServiceTests
{
    private const string Expiring =
        "\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 14 }, "
        + "\"expiry\": { \"afterMonths\": 1, \"at\": \"exact\" } }";

    private string Program => LedgerApi.Program(Shop.Program);

    [Test]
    public async Task A_late_order_moves_nothing_in_the_closed_month_and_appears_in_the_open_one_with_its_date()
    {
        await PublishAsync(clock: "wall");
        await RecordAsync(Shop.Order("1", at: "2011-07-05T10:00:00Z"));
        var closed = await CloseAsync("2011-07");
        Assert.That(closed.Status, Is.EqualTo(201), closed.Text);
        var july = await RolledAsync("2011-07", closed.Position);
        Assert.That(july, Does.Contain("2011-07,points,available,0,0,100,"));

        await RecordAsync(
            Shop.Order("2", at: "2011-07-10T10:00:00Z"), Shop.Order("3", "new", "2011-07-11T10:00:00Z"),
            Shop.Return("1", "r", "2011-07-06T10:00:00Z"));
        await Eventually.TrueAsync(async () => (await PointsAsync("new")).Unheld == 100, "what is due of the late order to be carried out");

        var position = (await Api.GetAsync($"{Program}/clock")).Position;
        Assert.That(await RolledAsync("2011-07", position), Is.EqualTo(july));
        Assert.That(await RolledAsync("2011-08", position), Does.Contain("2011-08,points,total,100,200,0,0,0,0,0,100,0,0,0,200"));
        var entries = (await Api.GetAsync($"{Program}/accounts/new/entries?minPosition={position}")).Json["entries"]!.AsArray();
        var shown = entries.Select(entry => $"{entry!["type"]} {entry["effectiveAt"]} {Prior(entry)}");
        Assert.That(shown, Is.EqualTo(new[]
        {
            "points_accrued 2011-07-31T23:00:00Z 2011-07-11T10:00:00Z 2011-07 2011-08", "points_activated 2011-07-31T23:00:00Z ",
        }));
        var months = (await EventsAsync()).OfType<DiscountComputed>().Select(one => MonthText.Of(one.Month));
        Assert.That(months, Is.All.EqualTo("2011-07"), "orders count in their own month");
    }

    [Test]
    public async Task What_expires_in_the_period_expires_in_it_also_for_idle_accounts()
    {
        await PublishAsync(Expiring);
        await RecordAsync([.. Enumerable.Range(0, 40).Select(n => Shop.Order($"{n}", $"A{n}", "2011-06-20T10:00:00Z"))]);
        // The sweeper is not awaited, because closing carries out due work itself.
        var advanced = await Api.SendAsync(HttpMethod.Post, $"{Program}/clock", """{"advanceTo":"2011-08-20T00:00:00Z"}""");
        Assert.That(advanced.Status, Is.EqualTo(200));

        var closed = await CloseAsync("2011-07");

        Assert.That(closed.Status, Is.EqualTo(201), closed.Text);
        Assert.That(await RolledAsync("2011-07", closed.Position), Does.Contain("2011-07,points,total,4000,0,0,0,0,0,4000,0,0,0,0,0"));
        var events = await EventsAsync();
        Assert.That(events.OfType<PointsExpired>().Select(one => one.EffectiveAt), Is.All.EqualTo(Shop.At("2011-07-20T10:00:00Z")));
        Assert.That(events[^1], Is.TypeOf<PeriodClosed>());
    }

    [Test]
    public async Task Closing_again_is_a_repeat_and_the_list_says_when_and_by_whom()
    {
        await PublishAsync(clock: "wall");
        await RecordAsync(Shop.Order("1", at: "2011-07-05T10:00:00Z"));

        var first = await CloseAsync("2011-07", "k1");
        var again = await CloseAsync("2011-07", "k1");
        var other = await CloseAsync("2011-07", "k2");
        var list = await Api.GetAsync($"{Program}/periods");

        Assert.That((first.Status, again.Status, other.Status), Is.EqualTo((201, 200, 200)));
        Assert.That((again.Text, other.Text), Is.EqualTo((first.Text, first.Text)));
        Assert.That(list.Json["periods"]!.AsArray().Single()!.ToJsonString(), Is.EqualTo(JsonNode.Parse(first.Text)!.ToJsonString()));
        Assert.That((string?)list.Json["closedUntil"], Is.EqualTo("2011-07-31T23:00:00Z"));
        var closed = (await EventsAsync()).OfType<PeriodClosed>().Single();
        Assert.That(
            ((string?)first.Json["digest"], (string?)first.Json["closedBy"], (long)first.Json["position"]!),
            Is.EqualTo((closed.Digest, closed.Principal, closed.Position)));
        Assert.That((await CloseAsync("2011-08", "k1")).Code, Is.EqualTo("conflict"));
    }

    [TestCase("2011-09", 409, "period_out_of_order")]
    [TestCase("2011-06", 409, "period_out_of_order")]
    [TestCase("2011-08", 409, "period_not_ended")]
    [TestCase("2011-13", 400, "bad_period")]
    [TestCase("2011", 400, "bad_period")]
    [TestCase("9999-12", 400, "bad_period")]
    public async Task What_cannot_be_closed_is_refused(string period, int status, string code)
    {
        await PublishAsync();
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-08-20T00:00:00Z"));
        Assert.That((await CloseAsync("2011-07")).Status, Is.EqualTo(201));

        var refused = await CloseAsync(period);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((status, code)), refused.Text);
    }

    [Test]
    public async Task What_closing_would_meet_is_told_before()
    {
        await PublishAsync(Expiring);
        await RecordAsync(Shop.Order("1", at: "2011-06-20T10:00:00Z"), Shop.Order("2", "B", "2011-06-20T10:00:00Z"));
        var idle = (await Api.GetAsync($"{Program}/periods")).Json;
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-07-02T00:00:00Z"));
        var after = (await Api.GetAsync($"{Program}/periods")).Json;
        var june = (await Api.GetAsync($"{Program}/periods/2011-06")).Json;
        var july = (await Api.GetAsync($"{Program}/periods/2011-07")).Json;

        Assert.That((idle["next"], (string?)after["next"]), Is.EqualTo(((JsonNode?)null, "2011-06")), "while nothing is over, none is");
        Assert.That(
            ((string?)june["state"], (long)june["due"]!, (bool)june["needsApproval"]!, june["code"]),
            Is.EqualTo(("open", 0L, false, (JsonNode?)null)));
        Assert.That(((string?)june["start"], (string?)june["end"]), Is.EqualTo(("2011-05-31T23:00:00Z", "2011-06-30T23:00:00Z")));
        Assert.That(((string?)july["code"], (long)july["due"]!), Is.EqualTo(("period_not_ended", 2L)), "activations in July");
        Assert.That((string?)july["detail"], Does.Contain("2011-07-31T23:00:00Z"));

        await CloseAsync("2011-06");
        Assert.That((string?)(await Api.GetAsync($"{Program}/periods/2011-06")).Json["state"], Is.EqualTo("closed"));
        Assert.That((string?)(await Api.GetAsync($"{Program}/periods")).Json["next"], Is.EqualTo("2011-07"), "also while it is not over");
        Assert.That((await Api.GetAsync($"{Program}/periods/July")).Code, Is.EqualTo("bad_period"));
        Assert.That((await Api.GetAsync($"{LedgerApi.Program("nobody")}/periods/2011-06")).Code, Is.EqualTo("unknown_program"));
    }

    [Test]
    public async Task Closing_is_a_command_with_a_key_and_of_a_program_that_there_is()
    {
        await PublishAsync();

        var close = $"{Program}/periods/2011-07/close";

        Assert.That((await Api.SendAsync(HttpMethod.Post, close, "")).Code, Is.EqualTo("idempotency_key_required"));
        Assert.That((await CloseAsync("2011-07", "not an id")).Code, Is.EqualTo("malformed_id"));
        var nobody = await SendAsync(Api, $"{LedgerApi.Program("nobody")}/periods/2011-07/close", "k");
        Assert.That((nobody.Status, nobody.Code), Is.EqualTo((404, "unknown_program")));
        using var reader = await TheService.ClientOfAsync("reader", Shop.Program, "finance:read");
        Assert.That((await SendAsync(new LedgerApi(reader), close, "k")).Code, Is.EqualTo("scope_missing"));
    }

    [Test]
    public async Task Where_the_program_says_so_a_second_person_approves()
    {
        await PublishAsync("\"periods\": { \"closeNeedsApproval\": true }", clock: "wall");
        await RecordAsync(Shop.Order("1", at: "2011-07-05T10:00:00Z"));
        using var ann = await TheService.ClientOfAsync("ann", Shop.Program, "finance:close");
        using var bob = await TheService.ClientOfAsync("bob", Shop.Program, "finance:close");
        var (close, approve) = ($"{Program}/periods/2011-07/close", $"{Program}/periods/2011-07/close/approve");

        Assert.That((await SendAsync(new LedgerApi(bob), approve, "0")).Code, Is.EqualTo("unknown_period"));
        var asked = await SendAsync(new LedgerApi(ann), close, "1");
        var again = await SendAsync(new LedgerApi(ann), close, "1");
        var own = await SendAsync(new LedgerApi(ann), approve, "2");
        var waiting = await Api.GetAsync($"{Program}/periods");
        var outlook = (await Api.GetAsync($"{Program}/periods/2011-07")).Json;
        var approved = await SendAsync(new LedgerApi(bob), approve, "3");

        Assert.That((asked.Status, again.Status, (string?)asked.Json["state"]), Is.EqualTo((202, 200, "awaiting_approval")));
        Assert.That((own.Status, own.Code), Is.EqualTo((403, "same_principal")));
        Assert.That((string?)waiting.Json["periods"]![0]!["state"], Is.EqualTo("awaiting_approval"));
        Assert.That(((string?)outlook["state"], (bool)outlook["needsApproval"]!), Is.EqualTo(("awaiting_approval", true)));
        Assert.That(approved.Status, Is.EqualTo(201), approved.Text);
        var closed = (await EventsAsync()).OfType<PeriodClosed>().Single();
        Assert.That((string?)approved.Json["requestedBy"], Does.StartWith("ann-").And.EqualTo(closed.RequestedBy));
        Assert.That((string?)approved.Json["closedBy"], Does.StartWith("bob-").And.EqualTo(closed.Principal));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    private Task<Reply> CloseAsync(string period, string? key = null) =>
        SendAsync(Api, $"{Program}/periods/{period}/close", key ?? $"close-{period}");

    private static string Prior(JsonNode entry) => entry["priorPeriod"] is { } prior
        ? $"{prior["activityAt"]} {prior["datedIn"]} {prior["postedIn"]}"
        : "";

    internal static async Task<Reply> SendAsync(LedgerApi api, string path, string key)
    {
        using var content = new StringContent("", new MediaTypeHeaderValue("application/json"));
        content.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await api.SendAsync(HttpMethod.Post, path, content);
    }

    private async Task<string> RolledAsync(string period, long position) =>
        (await Api.GetAsync($"{Program}/reports/roll-forward.csv?period={period}&unit=points&minPosition={position}")).Text;
}
