using System.Text;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using MassTransit;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// Messages in the commands' queue that are no commands, or refused commands without a reply address: each is stored in the list of
/// rejected facts, and the messages behind it are processed.
/// </summary>
public sealed class BadCommandTests : ServiceTests
{
    private const string Nobody = "-";

    private const string AtOnce = """
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } }
        """;

    private static Broker Broker => TheService.Broker;

    private string P => Shop.Program;

    [SetUp]
    public async Task OpenAsync()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"));
    }

    [TestCase("""{ "program": "@", "key": "k" """, "malformed_json")]
    [TestCase("17", "invalid_value")]
    [TestCase("[]", "invalid_value")]
    [TestCase("""[{"program":"@","key":"k","accountId":"A","ttlMinutes":60,"amount":1}]""", "invalid_value")]
    [TestCase("null", "invalid_value")]
    [TestCase("{}", "invalid_value")]
    [TestCase("""{"program":"@","key":"k","accountId":"A","amount":1}""", "invalid_value")]
    [TestCase("""{"program":"@","key":"k","accountId":"A","ttlMinutes":"60","amount":1}""", "invalid_value")]
    [TestCase("""{"program":"@","key":"k","accountId":"A","ttlMinutes":60,"amount":"1"}""", "invalid_value")]
    [TestCase("""{"program":"@","key":7,"accountId":"A","ttlMinutes":60,"amount":1}""", "invalid_value")]
    [TestCase("""{"program":"@","key":"k","accountId":"A","ttlMinutes":60,"amount":1,"colour":"red"}""", "unknown_field")]
    [TestCase("""{"program":"@","key":"k","accountId":"A","ttlMinutes":60,"amount":1e308}""", "number_out_of_range")]
    [TestCase(
        """{"program":"@","key":"k","accountId":"A","ttlMinutes":60,"amount":0.123456789012345678901234567890}""", "number_out_of_range")]
    [TestCase("""{"program":"@","key":"k","accountId":"A","ttlMinutes":1e99,"amount":1}""", "invalid_value")]
    [TestCase("""{"program":"@","key":"k","accountId":"A","ttlMinutes":60,"amount":1,"at":"2011-03-01"}""", "invalid_value")]
    [TestCase("""{"program":"@","key":"k","accountId":"A","ttlMinutes":60,"amount":1,"reason":"\ud800"}""", "malformed_text")]
    public async Task A_command_that_cannot_be_read_is_rejected_with_what_was_sent(string message, string code)
    {
        var before = (await Log.RejectedAsync(Nobody)).Count;
        var sent = message.Replace("@", P, StringComparison.Ordinal);

        await Broker.PutAsync(sent, nameof(HoldPoints), Broker.CommandsQueue);
        await TheNextIsTakenAsync();

        var rejected = await Eventually.GetAsync(
            async () => (await RejectedAsync()).Concat((await Log.RejectedAsync(Nobody)).Skip(before)).ToList(), list => list.Count > 0,
            "the bad one to be listed");
        Assert.That(
            rejected.Select(one => (one.Code, one.Door)), Is.EqualTo(new[] { (code, "bus") }),
            string.Join('\n', rejected.Select(one => one.Reason)));
        Assert.That(rejected.Single().Payload, Does.Contain($"\"message\":{sent}"), "what was sent is kept");
        Assert.That((await PointsAsync()).Held, Is.Zero);
    }

    [TestCase("application/vnd.masstransit+json", "garbage")]
    [TestCase("application/vnd.masstransit+json", "")]
    [TestCase("application/vnd.masstransit+json", "{}")]
    [TestCase("application/vnd.masstransit+json", "[]")]
    [TestCase("application/vnd.masstransit+json", """{"messageType":["urn:message:Ledger.Contracts.V1:OrderPlaced"],"message":{}}""")]
    [TestCase("application/vnd.masstransit+json", """{"messageType":"x","message":7}""")]
    [TestCase("text/plain", "hello")]
    [TestCase("application/json", """{"hello":1}""")]
    [TestCase("application/octet-stream", "\u0000\u0001\u00ff")]
    public async Task What_is_no_command_at_all_ends_in_the_rejected_list(string contentType, string text)
    {
        var before = (await Log.RejectedAsync(Nobody)).Count;
        // The content is made unique, because the same refusal of the same content is stored once, and other tests send such content too.
        var unique = $"{text}{new string(' ', 100 + before)}";

        await Broker.PutAsync(Encoding.UTF8.GetBytes(unique), contentType, Broker.CommandsQueue);
        await TheNextIsTakenAsync();

        await Eventually.TrueAsync(async () => (await Log.RejectedAsync(Nobody)).Count > before, "the bad one to be listed");
    }

    [Test]
    public async Task A_refused_command_that_nobody_waits_for_is_listed_once_and_not_driven_again()
    {
        await TheNextIsTakenAsync();
        var unknown = $"{P}-unknown";
        ISpendingCommand[] refused =
        [
            new HoldPoints(P, "k", "A", 60, 1_000_000),
            new CaptureHold(P, "k", "none"),
            new RedeemPoints(P, "good", "A", "voucher", 2),
            new HoldPoints(P, "not a key", "A", 60, 1),
            new HoldPoints(unknown, "k", "A", 60, 1),
        ];

        foreach (var command in refused.Concat(refused)) await Broker.PublishAsync(command);
        await TheNextIsTakenAsync("good2");

        var rejected = await Eventually.GetAsync(RejectedAsync, list => list.Count >= 4, "the refusals to be listed");
        Assert.That(rejected.Select(one => (one.FactType, one.Code)), Is.EquivalentTo(new[]
            {
                (nameof(HoldPoints), "insufficient_balance"),
                (nameof(CaptureHold), "unknown_hold"),
                (nameof(RedeemPoints), "conflict"),
                (nameof(HoldPoints), "malformed_id"),
            }));
        Assert.That(
            rejected.Single(one => one.Code == "unknown_hold").Payload, Is.EqualTo($$"""{"holdId":"none","key":"k","program":"{{P}}"}"""));
        var elsewhere = await Eventually.GetAsync(
            () => Log.RejectedAsync(unknown), list => list.Count > 0, "the refusal for another program");
        Assert.That(elsewhere.Select(one => one.Code), Is.EqualTo(new[] { "unknown_program" }));
        var redriven = await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(P)}/rejected/{rejected[0].RejectedId}/redrive", "");
        Assert.That((redriven.Status, redriven.Code), Is.EqualTo((409, "not_redrivable")));
    }

    [Test]
    public async Task Whoever_waits_for_a_command_that_cannot_be_read_is_told_why()
    {
        var settled = await Broker.AskAsync(new WrongHold(P, "wrong", "A", 60, "many"));

        Assert.That((settled.Program, settled.Key, settled.Outcome, settled.Code), Is.EqualTo((P, "wrong", "rejected", "invalid_value")));
        Assert.That((await RejectedAsync()).Select(one => one.Code), Is.EqualTo(new[] { "invalid_value" }));
    }

    [TestCase("rabbitmq://nowhere.invalid/x")]
    [TestCase("loopback://localhost/x")]
    [TestCase("nonsense")]
    public async Task An_answer_that_cannot_be_sent_undoes_nothing(string address)
    {
        var envelope = $$"""
            {"messageId":"{{Guid.NewGuid()}}","requestId":"{{Guid.NewGuid()}}","responseAddress":"{{address}}",
              "messageType":["urn:message:Ledger.Contracts.V1:RedeemPoints"],
             "message":{"program":"{{P}}","key":"k","accountId":"A","for":"voucher","amount":10} }
            """;

        await Broker.PutAsync(Encoding.UTF8.GetBytes(envelope), queue: Broker.CommandsQueue);
        await TheNextIsTakenAsync();

        // Either the command was carried out without an answer, or its invalid address made the message unreadable; never both.
        Assert.That((await PointsAsync()).Redeemed + (10 * (await RejectedAsync()).Count), Is.EqualTo(11m));
    }

    private async Task TheNextIsTakenAsync(string key = "good")
    {
        await Broker.PublishAsync(new RedeemPoints(P, key, "A", "voucher", 1));
        await Eventually.TrueAsync(
            async () => (await EventsAsync()).OfType<CommandHandled>().Any(one => one.Key == key), "the good command to be carried out");
        await Eventually.TrueAsync(async () => await Broker.WaitingAsync(Broker.CommandsQueue) == 0, "the queue to be empty");
    }

    /// <summary>Sent as HoldPoints, by a sender with another reading of the contract.</summary>
    [MessageUrn("Ledger.Contracts.V1:HoldPoints"), EntityName("Ledger.Contracts.V1:HoldPoints")]
    public sealed record WrongHold(string Program, string Key, string AccountId, int TtlMinutes, string Amount);
}
