using System.Text;
using System.Text.Json;
using Ledger.Client;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>The history of a program in a new ledger, written by the published client; each answer is checked.</summary>
internal sealed class ClientHistory(LedgerClient ledger, LedgerProgram acme)
{
    public const string Program = "acme";
    private const string Partners = "\"partners\": [ { \"id\": \"bank\", \"pointCost\": 0.01 } ],";

    /// <summary>Writes the history, and returns the code of its voucher.</summary>
    public async Task<string> WriteAsync()
    {
        await PublishAsync();
        await SellAsync();
        var voucher = await SpendAsync();
        await AdvanceAsync("2021-05-20T00:00:00Z");
        return voucher;
    }

    public static OrderPlaced Order(string id, string account, string at, decimal price) =>
        new(Program, "shop", id, account, Time(at), "GBP", [new OrderLine("1", "MUG-RED", 1, price)]);

    private async Task PublishAsync()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(BuiltFiles.Root, "infra/sample/program.json"));
        var document = Encoding.UTF8.GetBytes(text.Replace("\"tierReview\":", $"{Partners} \"tierReview\":", StringComparison.Ordinal));
        Assert.That((await acme.DraftVersionAsync(2, document, "manual")).Status, Is.EqualTo("draft"));
        Assert.That((await acme.PublishVersionAsync(2)).Status, Is.EqualTo("published"));
        await acme.SendAsync<JsonElement>(HttpMethod.Put, "letterhead", """{"name":"Acme"}""");
        var wrong = Assert.ThrowsAsync<LedgerException>(() => acme.DraftVersionAsync(3, "{}"u8.ToArray()));
        Assert.That(wrong!.Problem.Errors!.Select(error => error.Path), Does.Contain("$.currency"));
    }

    private async Task SellAsync()
    {
        var first = await ledger.SubmitAsync(Order("1", "north", "2021-01-10T09:30:00Z", 900));
        Assert.That(first.Outcome, Is.EqualTo("recorded"));
        var many = await ledger.SubmitAsync(
            Program,
            [
                Order("2", "north", "2021-02-10T09:30:00Z", 1500),
                Order("3", "south", "2021-02-11T09:30:00Z", 80) with { PartnerId = "bank" },
                new OrderPaid(Program, "shop", "1", Time("2021-02-12T09:30:00Z")), Order("1", "north", "2021-01-10T09:30:00Z", 900),
            ]);
        Assert.That((many.Recorded, many.Repeated), Is.EqualTo((3L, 1L)));
        var refused = await acme.SubmitLinesAsync(Encoding.UTF8.GetBytes(string.Concat(((string[])["4", "5"]).Select(Foreign))));
        Assert.That((refused.Rejected, refused.Problems[0].Code), Is.EqualTo((2L, "no_rate")));
        await ledger.SubmitAsync(new RateSet(Program, "EUR", Time("2021-01-01T00:00:00Z"), 0.9m));
        Assert.That((await acme.RedriveAsync(refused.Problems[0].RejectedId!)).Outcome, Is.EqualTo("recorded"));
    }

    private static string Foreign(string id)
    {
        var order = Order(id, "south", "2021-02-13T09:30:00Z", 10) with { Currency = "EUR" };
        var line = JsonSerializer.SerializeToNode(order, Wire.Options)!;
        line["type"] = nameof(OrderPlaced);
        return line.ToJsonString() + "\n";
    }

    private async Task<string> SpendAsync()
    {
        await AdvanceAsync("2021-03-10T00:00:00Z");
        var opened = await acme.ExecuteAsync(
            LedgerPaths.Account("north", "opening-balances"), "open-1", """{"amount":3000}"""u8.ToArray());
        Assert.That((opened.IsReplayed, opened.IsWaiting), Is.EqualTo((false, false)));
        await ledger.ExecuteAsync(new AdjustPoints(Program, "adjust-1", "south", 25, "goodwill"));
        await ledger.ExecuteAsync(new HoldPoints(Program, "hold-1", "north", TtlMinutes: 60, Amount: 40));
        var mug = new RedeemPoints(Program, "mug-1", "north", For: "reward", Reward: "mug");
        Assert.That((await ledger.ExecuteAsync(mug)).IsReplayed, Is.False);
        Assert.That((await ledger.ExecuteAsync(mug)).IsReplayed, Is.True);
        var voucher = await ledger.ExecuteAsync(new RedeemPoints(Program, "voucher-1", "north", For: "voucher", Amount: 500));
        await ledger.SubmitAsync(Order("6", "north", "2021-04-10T09:30:00Z", 4000));
        ledger.Observe(ledger.Position);
        return voucher.Reply.Voucher!;
    }

    private async Task AdvanceAsync(string to)
    {
        await acme.AdvanceClockAsync(Time(to));
        await Eventually.GetAsync(() => acme.GetClockAsync(), clock => clock.Due == 0, "the work that is due");
    }

    private static DateTimeOffset Time(string text) =>
        InstantJsonConverter.TryParse(text, out var time) ? time : throw new FormatException(text);
}
