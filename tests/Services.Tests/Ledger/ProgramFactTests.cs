using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// Activities, memberships and rates (mechanics.md §1), over every transport: they are recorded once, refused with a code, or parked for
/// what they undo.
/// </summary>
public sealed class ProgramFactTests : ServiceTests
{
    private const string Members = """
        "activities": [
          { "id": "course", "activity": "training", "points": 100, "owner": "account", "maxPerAccount": 1, "every": "ever" },
          { "id": "score", "activity": "nps", "points": 40, "owner": "account" } ],
        "memberships": [ { "id": "plus", "fee": 90, "months": 12, "pointsMultiplier": 2 } ]
        """;

    private static readonly DateTimeOffset March = Shop.At("2011-03-01T10:00:00Z");

    [Test]
    public async Task Each_is_recorded_once_and_other_content_is_a_conflict()
    {
        await PublishAsync(Members);
        (IFact Fact, IFact Other)[] facts =
        [
            (Course("a1"), Course("a1") with { Reference = "other" }),
            (Revoked("a1"), Revoked("a1") with { Reason = "other" }),
            (Bought("m1"), Bought("m1") with { Price = 80 }),
            (Refunded("m1"), Refunded("m1") with { RefundedAt = March.AddDays(3) }),
            (Rate("EUR", 0.9m), Rate("EUR", 0.8m)),
        ];
        foreach (var (fact, other) in facts)
        {
            await RecordAsync(fact);
            await ExpectAsync(fact, "repeated");
            Assert.That((await ExpectAsync(other, "conflict")).Status, Is.EqualTo(409));
        }

        Assert.That(await RejectedAsync(), Is.Empty, "a conflict is told to who waits for the answer");
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task What_undoes_comes_first_and_waits()
    {
        await PublishAsync(Members);
        foreach (var fact in new IFact[] { Revoked("a1"), Refunded("m1") })
        {
            Assert.That((await ExpectAsync(fact, "parked")).Status, Is.EqualTo(202));
            await ExpectAsync(fact, "parked");
        }

        await RecordAsync(Course("a1"), Bought("m1"));

        var events = await EventsAsync();
        Assert.That(events.OfType<ProgramFactParked>().Select(parked => parked.Awaits), Is.EqualTo(new[] { "activity/a1", "purchase/m1" }));
        Assert.That(events.OfType<RevocationRecorded>().Count(), Is.EqualTo(1));
        Assert.That(events.OfType<RefundRecorded>().Count(), Is.EqualTo(1));
        Assert.That((await PointsAsync()).Pending, Is.Zero);
        await ExpectAsync(Revoked("a1"), "repeated");
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task What_waits_goes_on_waiting_when_its_activity_is_refused_and_two_that_wait_are_not_both_applied()
    {
        await PublishAsync(Members);
        await ExpectAsync(Revoked("a1"), "parked");
        await ExpectAsync(Revoked("a1") with { Reason = "another" }, "parked");
        await ExpectAsync(Course("a1") with { CompletedAt = Shop.At("2001-01-01T00:00:00Z") }, "no_version_effective");
        Assert.That((await EventsAsync()).OfType<ProgramFactUnparked>(), Is.Empty);

        await RecordAsync(Course("a1"));

        Assert.That((await EventsAsync()).OfType<RevocationRecorded>().Single().Reason, Is.EqualTo("not passed"), "the first to come");
        Assert.That((await EventsAsync()).OfType<ProgramFactUnparked>().Count(), Is.EqualTo(1));
        Assert.That((await RejectedAsync()).Select(one => (one.Code, one.FactType)), Does.Contain(("conflict", "ActivityRevoked")));
    }

    [TestCase(
        "invalid_score", 422, "activities/a1", """{"accountId":"A","activity":"nps","completedAt":"2011-03-01T10:00:00Z","score":7.5}""")]
    [TestCase("invalid_score", 422, "activities/a1", """{"accountId":"A","activity":"nps","completedAt":"2011-03-01T10:00:00Z"}""")]
    [TestCase("malformed_text", 422, "activities/a1", """{"accountId":"A","activity":"","completedAt":"2011-03-01T10:00:00Z"}""", 400)]
    [TestCase("malformed_id", 400, "activities/a1", """{"accountId":"","activity":"x","completedAt":"2011-03-01T10:00:00Z"}""")]
    [TestCase("invalid_value", 400, "activities/a1", """{"activity":"x","completedAt":"2011-03-01T10:00:00Z"}""")]
    [TestCase(
        "invalid_value", 400, "activities/a1",
        """{"activityId":"a2","accountId":"A","activity":"x","completedAt":"2011-03-01T10:00:00Z"}""")]
    [TestCase("dated_in_future", 422, "activities/a1", """{"accountId":"A","activity":"x","completedAt":"2999-03-01T10:00:00Z"}""")]
    [TestCase("no_version_effective", 422, "activities/a1", """{"accountId":"A","activity":"x","completedAt":"2001-03-01T10:00:00Z"}""")]
    [TestCase(
        "unknown_membership", 422, "memberships/m1", """{"accountId":"A","membership":"gold","purchasedAt":"2011-03-01T10:00:00Z"}""")]
    [TestCase(
        "negative_price", 422, "memberships/m1",
        """{"accountId":"A","membership":"plus","purchasedAt":"2011-03-01T10:00:00Z","price":-1}""")]
    [TestCase(
        "currency_mismatch", 422, "memberships/m1",
        """{"accountId":"A","membership":"plus","purchasedAt":"2011-03-01T10:00:00Z","price":9,"currency":"EUR"}""")]
    [TestCase("unknown_currency", 422, "rates/eur/2011-03-01T10:00:00Z", """{"rate":1}""")]
    [TestCase("rate_not_positive", 422, "rates/EUR/2011-03-01T10:00:00Z", """{"rate":0}""")]
    [TestCase("invalid_value", 400, "rates/EUR/2011-03-01", """{"rate":1}""")]
    [TestCase("malformed_json", 400, "rates/EUR/2011-03-01T10:00:00Z", """{"rate":""")]
    public async Task Is_refused_with_a_code_and_kept_once(string code, int status, string path, string body, int? unlike = null)
    {
        await PublishAsync(Members);
        for (var i = 0; i < 2; i++)
        {
            var reply = await Api.SendAsync(HttpMethod.Put, $"{LedgerApi.Program(Shop.Program)}/{path}", body);
            Assert.That((reply.Code, reply.Status), Is.EqualTo((code, unlike ?? status)), reply.Text);
        }

        Assert.That((await RejectedAsync()).Select(one => (one.Code, one.Door)), Is.EqualTo(new[] { (code, "http") }));
    }

    [Test]
    public async Task A_refused_purchase_is_driven_again_once_its_membership_is_there_also_without_its_id_in_the_body()
    {
        await PublishAsync(Members);
        var refused = await Api.SendAsync(
            HttpMethod.Put, $"{LedgerApi.Program(Shop.Program)}/memberships/m%2F1",
            """{"accountId":"A","membership":"gold","purchasedAt":"2011-03-01T10:00:00Z"}""");
        var id = (string?)refused.Json["rejectedId"];
        var redrive = $"{LedgerApi.Program(Shop.Program)}/rejected/{id}/redrive";
        Assert.That((await Api.SendAsync(HttpMethod.Post, redrive, "")).Code, Is.EqualTo("unknown_membership"));
        await PublishAsync(""" "memberships": [ { "id": "gold", "fee": 9, "months": 1 } ] """, version: 2, clock: null);

        Assert.That((await Api.SendAsync(HttpMethod.Post, redrive, "")).Outcome, Is.EqualTo("recorded"));
        Assert.That((await Api.SendAsync(HttpMethod.Post, redrive, "")).Outcome, Is.EqualTo("repeated"));
        Assert.That((await EventsAsync()).OfType<MembershipRecorded>().Single().PurchaseId, Is.EqualTo("m/1"));
    }

    [Test]
    public async Task A_refused_rate_says_what_it_is_about_and_is_driven_again()
    {
        await PublishAsync(Members);
        var kept = await Api.SendAsync(
            HttpMethod.Put, $"{LedgerApi.Program(Shop.Program)}/rates/EUR/2011-03-01T10:00:00Z", """{"rate":-1}""");
        var id = (string?)kept.Json["rejectedId"];
        Assert.That((await RejectedAsync()).Single().Payload, Does.Contain("\"currency\":\"EUR\"").And.Contain("2011-03-01T10:00:00Z"));
        Assert.That(
            (await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/rejected/{id}/redrive", "")).Code,
            Is.EqualTo("rate_not_positive"));
    }

    [Test]
    public async Task An_order_in_another_currency_is_driven_again_once_there_is_a_rate()
    {
        await PublishAsync(Members);
        var order = Shop.Order("1") with { Currency = "EUR" };
        var id = (string?)(await ExpectAsync(order, "no_rate")).Json["rejectedId"];
        await RecordAsync(Rate("EUR", 0.5m));

        var reply = await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/rejected/{id}/redrive", "");

        Assert.That(reply.Outcome, Is.EqualTo("recorded"), reply.Text);
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(50));
    }

    [Test]
    public async Task Lines_and_messages_bring_them_beside_orders()
    {
        await PublishAsync(Members);
        IFact[] facts = [Rate("EUR", 0.9m), Shop.Order("1"), Course("a1"), Bought("m1"), Revoked("a1"), Refunded("m1")];
        var lines = await Api.SendLinesAsync(Shop.Program, facts.Select(LedgerApi.Line));
        Assert.That(((int)lines.Json["recorded"]!, (int)lines.Json["rejected"]!), Is.EqualTo((facts.Length, 0)), lines.Text);

        foreach (var fact in facts) await TheService.Broker.PublishAsync(fact);
        await TheService.Broker.PublishAsync(Rate("EUR", 0.7m));
        await TheService.Broker.PublishAsync(new SubmitOrders([
            .. new IFact[] { Course("a2"), Course("a2") with { Reference = "x" }, Bought("m2") }.Select(fact =>
                System.Text.Json.JsonDocument.Parse(LedgerApi.Line(fact)).RootElement
            ),
        ]));
        await UntilReceivedAsync(facts.Length + 4);

        var intake = (await Api.GetAsync($"{LedgerApi.Program(Shop.Program)}/intake")).Json["bus"]!;
        Assert.That(
            ((int)intake["repeated"]!, (int)intake["recorded"]!, (int)intake["conflicts"]!), Is.EqualTo((facts.Length, 2, 2)),
            intake.ToJsonString());
        Assert.That((await RejectedAsync()).Select(one => (one.Code, one.Door, one.FactType)).Order(),
            Is.EqualTo(new[] { ("conflict", "bus", "ActivityCompleted"), ("conflict", "bus", "RateSet") }));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task Facts_of_one_activity_for_two_accounts_at_once_are_one()
    {
        await PublishAsync(Members);
        var lines = await Api.SendLinesAsync(
            Shop.Program, new IFact[] { Course("a1", "A"), Course("a1", "B"), Revoked("a1") }.Select(LedgerApi.Line));
        Assert.That(((int)lines.Json["recorded"]!, (int)lines.Json["conflicts"]!), Is.EqualTo((2, 1)), lines.Text);
        Assert.That((await EventsAsync()).OfType<RevocationRecorded>().Single().AccountId, Is.EqualTo("A"));
    }

    private ActivityCompleted Course(string id, string account = "A") => new(Shop.Program, id, account, "training", March);

    private ActivityRevoked Revoked(string id) => new(Shop.Program, id, March.AddDays(1), "not passed");

    private MembershipPurchased Bought(string id) => new(Shop.Program, id, "A", "plus", March, 90);

    private MembershipRefunded Refunded(string id) => new(Shop.Program, id, March.AddDays(2), "regretted");

    private RateSet Rate(string currency, decimal rate) => new(Shop.Program, currency, March.AddDays(-1), rate);
}
