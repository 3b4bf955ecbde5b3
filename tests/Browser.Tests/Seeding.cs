using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;

namespace Ledger.Browser.Tests;

/// <summary>A program with a year of data: companies with orders, returns, redemptions, holds, claims and refused facts.</summary>
internal static class Seeding
{
    public const string Program = "acme";

    /// <summary>The account whose history the tests follow.</summary>
    public const string North = "north";

    private static readonly string[] Others = ["north-east", "south", "south-west", "east", "west", "harbour", "mill", "station"];

    /// <summary>The program's document.</summary>
    public static string Document
    {
        get
        {
            using var stream = typeof(Seeding).Assembly.GetManifestResourceStream("program.json")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    public static async Task RunAsync(LedgerApi api)
    {
        await api.PublishAsync(Document);
        await SucceedAsync(api.SendLinesAsync(Program, Orders()));
        await api.AdvanceAsync(Program, At("2025-09-20T12:00:00Z"));
        await SucceedAsync(api.SendAsync(new OrderReturned(
            Program, "shop", "1003", "R-1", At("2025-09-21T09:00:00Z"), [new ReturnedLine("1", 20)])));
        await SucceedAsync(api.SendAsync(new ActivityCompleted(
            Program, "course-1", North, "training", At("2025-09-21T10:00:00Z"), ContactId: "ann")));
        await SucceedAsync(api.SendAsync(new MembershipPurchased(
            Program, "m-1", North, "plus", At("2025-09-21T11:00:00Z"), Price: 120, Currency: "GBP")));
        // A return whose order has not come, and an order in a currency without a rate.
        await SucceedAsync(api.SendAsync(new OrderReturned(
            Program, "shop", "2000", "R-2", At("2025-09-21T12:00:00Z"), [new ReturnedLine("1", 1)])));
        await api.SendAsync(Order("3000", "south", "2025-09-21T13:00:00Z", 100) with { Currency = "EUR" });
        await CommandAsync(api, "redeem-1", $"accounts/{North}/redemptions", """{"for":"reward","reward":"mug"}""");
        const string Basket = """{"ttlMinutes":9000,"amount":150,"reason":"basket"}""";
        await CommandAsync(api, "hold-1", $"accounts/{North}/holds", Basket);
        await CommandAsync(api, "claim-1", $"accounts/{North}/claims", $$"""
            {"fund":"mdf","amount":20,"activity":"window display","reason":"autumn",
             "proofs":[{"name":"photo","sha256":"{{new string('a', 64)}}"}]}
            """);
        await CommandAsync(api, "adjust-1", "adjustments", """{"accountId":"south","amount":750,"reason":"goodwill"}""");
        const string Hook = """{"url":"http://127.0.0.1:9/ledger","types":["tier_*"]}""";
        await SucceedAsync(api.SendAsync(HttpMethod.Put, $"/v1/programs/{Program}/webhooks/crm", Hook));
        await SucceedAsync(api.SendAsync(
            HttpMethod.Put, $"/v1/programs/{Program}/accounting",
            """{"deferredIncome":"3500","breakageIncome":"8590","cost":"4790","redemption":"8400","books":{"issuance:bank":"1410"}}"""));
        await api.AdvanceAsync(Program, At("2025-09-25T12:00:00Z"));
    }

    /// <summary>Sends a command.</summary>
    public static async Task<Reply> CommandAsync(LedgerApi api, string key, string path, string body)
    {
        var parsed = JsonNode.Parse(body)!.ToJsonString();
        using var content = new StringContent(parsed, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", key);
        return await SucceedAsync(api.SendAsync(HttpMethod.Post, $"/v1/programs/{Program}/{path}", content));
    }

    /// <summary>An order of one line.</summary>
    public static OrderPlaced Order(
        string id, string account, string at, decimal price, decimal quantity = 1, string? partner = null) => new(
        Program, "shop", id, account, At(at), "GBP",
        [
            new OrderLine("1", "MUG-RED", quantity, price),
            new OrderLine("2", "SPADE", 3, 16.5m, Category: "garden", Discount: 2.5m),
        ],
        PartnerId: partner);

    public static DateTimeOffset At(string text) => Shop.At(text);

    private static IEnumerable<IFact> Orders()
    {
        var number = 1000;
        for (var month = 0; month < 12; month++)
        {
            var at = new DateTimeOffset(2024, 10, 3, 9, 0, 0, TimeSpan.Zero).AddMonths(month);
            var partner = month % 3 == 0 ? "bank" : null;
            yield return Order($"{++number}", North, InstantJsonConverter.Format(at), 4.95m, 40 + (10 * month), partner);
            for (var other = 0; other < Others.Length; other++)
            {
                if ((month + other) % 3 != 0) continue;
                yield return Order($"{++number}", Others[other], InstantJsonConverter.Format(at.AddHours(other)), 12.5m, 10 + (7 * other));
            }
        }
    }

    private static async Task<Reply> SucceedAsync(Task<Reply> sent)
    {
        var reply = await sent;
        if (reply.Status is < 200 or > 299) throw new InvalidOperationException($"The service answered {reply.Status}: {reply.Text}");
        if (reply.Text.StartsWith('{') && reply.Json["problems"] is JsonArray { Count: > 0 })
        {
            throw new InvalidOperationException($"Lines were refused: {reply.Text}");
        }

        return reply;
    }
}
