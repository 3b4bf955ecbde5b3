using System.Globalization;
using System.Text.Json;

namespace Ledger.Fuzz.Inputs;

/// <summary>The programs of a run and the valid facts and commands that are sent to them, or mutated first.</summary>
/// <param name="Run">Distinguishes the runs on one database: part of every program's id.</param>
public sealed record Scenario(string Run)
{
    /// <summary>Number of accounts of valid facts; no mutated fact names these accounts.</summary>
    public const int GoodAccounts = 16;

    private const int Orders = 4000;
    private const int Accounts = 60;

    private const string Everything = """
        {
          "program": "PROGRAM", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
          "pointValue": 0.01,
          "rounding": { "points": "floor", "money": "half-even" },
          "scopes": { "goods": { "kinds": ["merchandise"], "excludeSkus": ["POST"] }, "garden": { "categories": ["garden"] } },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "rolling-months", "months": 6 } },
          "tiers": [
            { "id": "bronze", "from": 0 }, { "id": "silver", "from": 400, "pointsMultiplier": 1.5 },
                { "id": "gold", "from": 2000, "pointsMultiplier": 2 } ],
          "tierReview": { "every": "month", "graceMonths": 1, "maxSteps": 1 },
          "discounts": [
            { "id": "card", "group": "base", "kind": "fixed", "percent": 1, "scope": "goods" },
            { "id": "volume", "group": "base", "kind": "cumulative", "scope": "goods", "window": { "kind": "lifetime" },
                "includesCurrentOrder": true,
              "steps": [ { "from": 300, "percent": 1.5 }, { "from": 900, "percent": 3 } ] },
            { "id": "status", "group": "status", "kind": "tier", "scope": "goods", "percentByTier": { "silver": 1, "gold": 2 } },
            { "id": "spring", "group": "promo", "kind": "promotion", "scope": "garden", "percent": 10, "validFrom": "2022-03-01T00:00:00Z",
              "validUntil": "2023-03-01T00:00:00Z", "when": { "tierIn": ["gold"] } } ],
          "discountPolicy": { "combine": "sum", "maxPercent": 15 },
          "earning": [
            { "id": "base", "points": 1, "per": 0.7, "scope": "goods", "tierMultiplier": true },
            { "id": "buyer", "points": 1, "per": 10, "scope": "garden", "owner": "contact" } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 3 },
          "expiry": { "afterMonths": 6, "at": "end-of-month" } },
          "redemption": { "minPoints": 5, "maxOrderSharePercent": 80, "restoreGraceDays": 3 },
          "adjustments": { "approvalAbove": { "points": 1000, "money": 50 } },
          "transfers": "anywhere",
          "rewards": [ { "id": "mug", "unit": "points", "cost": 50, "kind": "item", "stock": 500 } ],
          "rebates": [
            { "id": "m", "period": "month", "scope": "goods", "mode": "slab-marginal", "payAfterDays": 5, "payAs": "credit",
              "steps": [ { "from": 0, "percent": 0.5 }, { "from": 200, "percent": 2 } ] } ]
        }
        """;

    private static readonly string[] Kinds = ["merchandise", "merchandise", "merchandise", "merchandise", "shipping", "fee"];
    private static readonly DateTimeOffset Start = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Facts, commands and queries over HTTP.</summary>
    public string Main => $"fuzz-{Run}";

    /// <summary>The program of facts and commands over the bus. The member that names it is never mutated, so that its intake can be
    /// counted.</summary>
    public string Bus => $"fuzz-{Run}-bus";

    /// <summary>The program whose clock and versions are fuzzed.</summary>
    public string Clock => $"fuzz-{Run}-clock";

    /// <summary>Programs that are published before a run.</summary>
    public IEnumerable<string> All => [Main, Bus, Clock];

    /// <summary>The program that is drafted with mutations, and published if possible.</summary>
    public string Drafted(int number) => $"fuzz-{Run}-draft-{number}";

    /// <summary>A document in which everything is used.</summary>
    public static Node Document(string program)
    {
        using var document = JsonDocument.Parse(Everything.Replace("PROGRAM", program, StringComparison.Ordinal));
        return Node.Of(document.RootElement);
    }

    /// <summary>A valid fact of an account of its own.</summary>
    /// <param name="lane">Whose fact it is; lanes share no accounts.</param>
    /// <param name="number">Makes the order's id; used once.</param>
    public static Members Good(Dice dice, string program, string lane, long number) =>
        Placed(dice, program, string.Create(CultureInfo.InvariantCulture, $"{lane}-{number}"),
            GoodAccount(lane, (int)(number % GoodAccounts)), isSimple: true);

    public static string GoodAccount(string lane, int number) => string.Create(CultureInfo.InvariantCulture, $"{lane}-a{number}");

    /// <summary>A valid fact of any kind, of the orders that all mutated facts share.</summary>
    public static (string Type, string OrderId, Members Fact) Fact(Dice dice, string program)
    {
        var number = dice.Below(Orders);
        var order = string.Create(CultureInfo.InvariantCulture, $"m{number}");
        var fact = new Members().With("program", program).With("source", "shop").With("orderId", order);
        return dice.Below(12) switch
        {
            < 6 => ("OrderPlaced", order, Placed(dice, program, order, AccountOf(number), isSimple: false)),
            6 => ("OrderAmended", order, Placed(dice, program, order, AccountOf(number), isSimple: false)),
            7 => ("OrderPaid", order, fact.With("paidAt", Time(dice)).With("paymentId", dice.OneIn(2) ? $"p{dice.Below(3)}" : null)),
            8 => ("OrderShipped", order, fact.With("shippedAt", Time(dice)).With("shipmentId", dice.OneIn(2) ? $"s{dice.Below(3)}" : null)),
            9 => ("OrderDelivered", order, fact.With("deliveredAt", Time(dice))
                .With("deliveryId", dice.OneIn(2) ? $"d{dice.Below(3)}" : null)),
            10 => ("OrderReturned", order, fact.With("returnId", $"r{dice.Below(4)}").With("returnedAt", Time(dice))
                .With("lines", new Items(new Members().With("lineId", "L1").With("quantity", Number(dice.Between(1, 2)))))),
            _ => ("OrderCancelled", order, fact.With("cancelledAt", Time(dice))),
        };
    }

    /// <summary>A valid command: where it is posted, and its members with the program and key.</summary>
    public static (string Type, string Path, Members Command) Command(Dice dice, string program, string key)
    {
        var account = AccountOf(dice.Below(Accounts));
        var named = string.Create(CultureInfo.InvariantCulture, $"k{dice.Below(3000)}");
        var about = new Members().With("program", program).With("key", key);
        var amount = Number(dice.Between(1, 30));
        return dice.Below(13) switch
        {
            0 or 1 => ("HoldPoints", $"accounts/{account}/holds", about.With("accountId", account)
                .With("ttlMinutes", Number(dice.Between(1, 90))).With("amount", amount).With("reason", "basket")),
            2 => ("CaptureHold", $"holds/{named}/capture", about.With("holdId", named).With("amount", dice.OneIn(2) ? amount : null)),
            3 => ("ReleaseHold", $"holds/{named}/release", about.With("holdId", named)),
            4 => ("RedeemPoints", $"accounts/{account}/redemptions", about.With("accountId", account).With("for", "order")
                .With("amount", amount).With("source", "shop").With("orderId", $"m{dice.Below(Orders)}")),
            5 => ("RedeemPoints", $"accounts/{account}/redemptions", about.With("accountId", account).With("for", "reward")
                .With("reward", "mug")),
            6 => ("RedeemPoints", $"accounts/{account}/redemptions", about.With("accountId", account).With("for", "voucher")
                .With("value", Number(0.5m)).With("validMonths", Number(3))),
            7 => ("ReverseRedemption", $"redemptions/{named}/reversals", about.With("redemptionId", named)
                .With("amount", dice.OneIn(2) ? amount : null)),
            8 or 9 => ("AdjustPoints", "adjustments", about.With("accountId", account).With("amount", Number(dice.Between(-50, 1500)))
                .With("reason", "goodwill").With("unit", dice.OneIn(3) ? "cashback" : "points")),
            10 => ("ApproveAdjustment", $"adjustments/{named}/approve", about.With("adjustmentId", named)),
            11 => ("TransferPoints", "transfers", about.With("fromAccountId", account).With("toAccountId", AccountOf(dice.Below(Accounts)))
                .With("amount", amount)),
            _ => dice.OneIn(40) ? ("MergeAccounts", $"accounts/{account}/merge", about.With("accountId", account)
                .With("into", AccountOf(dice.Below(Accounts))).With("reason", "takeover"))
                : ("RejectAdjustment", $"adjustments/{named}/reject", about.With("adjustmentId", named).With("reason", "no")),
        };
    }

    /// <summary>The account of an order that mutated facts share.</summary>
    public static string AccountOf(int number) => string.Create(CultureInfo.InvariantCulture, $"A{number % Accounts}");

    /// <summary>The id of some order that mutated facts share.</summary>
    public static string SomeOrder(Dice dice) => string.Create(CultureInfo.InvariantCulture, $"m{dice.Below(Orders)}");

    public static string SomeAccount(Dice dice) => AccountOf(dice.Below(Accounts));

    public static Leaf Number(decimal value) => new(value.ToString(CultureInfo.InvariantCulture));

    private static Members Placed(Dice dice, string program, string order, string account, bool isSimple)
    {
        var lines = new Items();
        for (var n = dice.Between(1, 3); n >= 1; n--)
        {
            lines.All.Insert(0, new Members().With("lineId", string.Create(CultureInfo.InvariantCulture, $"L{n}"))
                .With("sku", $"SKU {dice.Below(40)}")
                .With("category", dice.OneIn(2) ? "garden" : null).With("quantity", Number(dice.Between(2, 9)))
                    .With("unitPrice", Number(dice.Between(1, 9999) / 100m))
                .With("discount", dice.OneIn(5) ? Number(0.01m) : null).With("kind", isSimple || dice.OneIn(2) ? null : dice.Of(Kinds)));
        }

        return new Members().With("program", program).With("source", "shop").With("orderId", order).With("accountId", account)
            .With("placedAt", Time(dice)).With("currency", "GBP").With("lines", lines)
            .With("revision", !isSimple && dice.OneIn(3) ? Number(dice.Between(1, 3)) : null)
                .With("contactId", dice.OneIn(3) ? "buyer-1" : null)
            .With("tags", dice.OneIn(3) ? new Members().With("channel", "web") : null);
    }

    private static string Time(Dice dice) => Start.AddSeconds(dice.Below(4 * 365 * 24 * 3600)).ToString("yyyy-MM-ddTHH:mm:ssZ",
        CultureInfo.InvariantCulture);
}
