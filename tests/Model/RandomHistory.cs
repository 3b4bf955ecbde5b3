using System.Globalization;

namespace Ledger.Model;

/// <summary>Makes programs and histories from a seed: late, doubled, contradicting and senseless steps among sensible ones. Any step may be left out, so a failing history can be shrunk.</summary>
public static class RandomHistory
{
    public const string ProgramId = "random";
    private const string Source = "shop";
    private static readonly string[] Units = ["points", "points", "points", "cashback"];

    public static string Program(int seed)
    {
        var r = new Random(seed * 7919);
        string Pick(params string[] from) => from[r.Next(from.Length)];
        var zone = Pick("Europe/London", "Australia/Sydney", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "Asia/Amman");
        var window = Pick("""{"kind":"rolling-months","months":1}""", """{"kind":"rolling-months","months":3}""", """{"kind":"calendar-year"}""", """{"kind":"lifetime"}""");
        var expiry = r.Next(4) == 0 ? "" : $$""","expiry":{"afterMonths":{{r.Next(4)}},"at":"{{Pick("exact", "end-of-month")}}"} """;
        return $$"""
            {
              "program": "{{ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
              "currency": "{{Pick("GBP", "JPY", "TND")}}", "timeZone": "{{zone}}", "pointValue": {{Pick("0.01", "0.3", "1")}},
              "rounding": { "points": "{{Pick("floor", "half-up", "half-even")}}", "money": "{{Pick("floor", "half-up", "half-even")}}" },
              "scopes": { "goods": { }, "some": { "skus": ["s0", "s1"] }, "not": { "excludeSkus": ["s1"] } },
              "qualification": { "metric": "{{Pick("spend", "orders", "points-accrued")}}", "scope": "goods", "window": {{window}} },
              "tiers": [ { "id": "a", "from": 0 }, { "id": "b", "from": 3, "pointsMultiplier": 1.1 }, { "id": "c", "from": 150.5, "pointsMultiplier": 1.5 }, { "id": "d", "from": 600, "pointsMultiplier": 2 } ],
              "tierReview": { "every": "{{Pick("month", "month", "year", "never")}}", "graceMonths": {{r.Next(3)}}, "maxSteps": {{r.Next(1, 3)}} },
              "discounts": [
                { "id": "t", "group": "t", "kind": "tier", "scope": "goods", "percentByTier": { "b": 0.7, "c": 2.5, "d": 5 } },
                { "id": "v", "group": "v", "kind": "cumulative", "scope": "some", "window": {{window}}, "includesCurrentOrder": {{Pick("true", "false")}}, "steps": [ { "from": 20, "percent": 1.1 }, { "from": 200, "percent": 4 } ] },
                { "id": "s", "group": "v", "kind": "order-total", "scope": "goods", "steps": [ { "from": 40, "percent": 1.1 }, { "from": 120, "percent": 3.3 } ] } ],
              "discountPolicy": { "combine": "{{Pick("sum", "best", "compound")}}", "maxPercent": {{Pick("3", "7", "100")}} },
              "earning": [
                { "id": "e", "points": 1, "per": {{Pick("0.3", "0.7", "1", "7")}}, "scope": "goods", "tierMultiplier": true },
                { "id": "c", "points": 1, "per": 3, "scope": "not", "owner": "contact", "when": { "ordersAtLeast": 1 } } ],
              "points": { "redeemOn": "future", "activation": { "on": "{{Pick("placed", "placed", "paid", "shipped", "delivered")}}", "delayDays": {{r.Next(5)}} }{{expiry}}, "negative": "{{Pick("arrears", "arrears", "within-balance", "pending-only")}}" },
              "redemption": { "minPoints": {{r.Next(1, 6)}}, "maxOrderSharePercent": {{Pick("50", "100", "12.5")}}, "restoreGraceDays": {{r.Next(2) * 3}}, "onReturn": "{{Pick("restore", "restore", "manual")}}" },
              "adjustments": { "approvalAbove": { "points": 60, "money": 3 } }, "transfers": "{{Pick("anywhere", "within-account", "none")}}",
              "rewards": [ { "id": "mug", "unit": "points", "cost": 30, "kind": "item", "tierIn": ["b", "c", "d"] } ],
              "rebates": [
                { "id": "m", "period": "month", "scope": "goods", "mode": "slab-whole", "payAfterDays": {{r.Next(10)}}, "payAs": "credit", "steps": [ { "from": 30, "percent": 2 }, { "from": 150, "percent": 5 } ] },
                { "id": "q", "period": "quarter", "scope": "some", "mode": "slab-marginal", "payAfterDays": 0, "payAs": "credit", "steps": [ { "from": 0, "percent": 0.5 }, { "from": 100, "percent": 3 } ] } ],
              "funds": [ { "id": "f", "percent": 1.5, "scope": "goods", "expiry": { "afterMonths": 1, "at": "exact" } } ],
              "wallets": { "contactMaxSharePercent": {{Pick("10", "30", "100")}} }
            }
            """;
    }

    /// <summary>A history of that many steps, then the clock is advanced; without merges if they are not wanted.</summary>
    public static IReadOnlyList<Step> Make(int seed, int steps, string currency, bool merges = true)
    {
        int digits = currency == "JPY" ? 0 : currency == "TND" ? 3 : 2;
        var r = new Random(seed);
        var made = new List<Step>();
        var orders = new List<Order>();
        var holds = new List<string>();
        var redemptions = new List<string>();
        var adjustments = new List<string>();
        var clock = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int n = 1; made.Count < steps; n++)
        {
            clock = clock.AddMinutes(r.Next(8) == 0 ? r.Next(20_000) : r.Next(400));
            var at = r.Next(5) == 0 ? clock.AddHours(-r.Next(1500)) : clock;
            string key = "k" + n.ToString(CultureInfo.InvariantCulture);
            string account = "A" + r.Next(3).ToString(CultureInfo.InvariantCulture);
            string? owner = r.Next(4) == 0 ? "c" + r.Next(2).ToString(CultureInfo.InvariantCulture) : null;
            string unit = Units[r.Next(Units.Length)];
            decimal amount = unit == "points" ? r.Next(1, 90) : decimal.Round(r.Next(1, 4000) / 1000m, digits);
            decimal? part = r.Next(2) == 0 ? null : unit == "points" ? r.Next(1, 20) : 1m;
            var order = orders.Count > 0 ? orders[Math.Max(0, orders.Count - 1 - r.Next(12))] : null;
            Fact? fact = null;
            Command? command = null;
            switch (r.Next(24))
            {
                case 0 or 1 or 2 or 3 or 4:
                    var placed = new Order(ProgramId, Source, "o" + n.ToString(CultureInfo.InvariantCulture), account, at, currency, Lines(r, null), 1, owner);
                    orders.Add(placed);
                    // Now and then the order itself comes later, or never.
                    fact = r.Next(12) == 0 ? null : new OrderPlaced(placed);
                    break;
                case 5 or 6 or 7 when order != null:
                    var line = order.Lines[r.Next(order.Lines.Count)];
                    fact = new OrderReturned(ProgramId, Source, order.OrderId, "r" + n.ToString(CultureInfo.InvariantCulture), at, [new ReturnLine(line.LineId, r.Next(1, Math.Max(1, (int)line.Quantity) + 1))]);
                    break;
                case 8 when order != null:
                    fact = new OrderCancelled(ProgramId, Source, order.OrderId, at);
                    break;
                case 9 or 10 when order != null:
                    var amended = order with { Lines = Lines(r, order), Revision = order.Revision + r.Next(1, 3), ContactId = r.Next(6) == 0 ? owner : order.ContactId };
                    orders[orders.IndexOf(order)] = amended;
                    fact = r.Next(12) == 0 ? null : new OrderAmended(amended, at);
                    break;
                case 11 when order != null:
                    fact = new OrderPaid(ProgramId, Source, order.OrderId, at);
                    break;
                case 12 when order != null:
                    fact = new OrderShipped(ProgramId, Source, order.OrderId, at);
                    break;
                case 13 when order != null:
                    fact = new OrderDelivered(ProgramId, Source, order.OrderId, at);
                    break;
                case 14 or 15:
                    bool named = order != null && r.Next(2) == 0;
                    command = new HoldValue(ProgramId, key, at, named ? order!.AccountId : account, owner, unit, amount, r.Next(1, 10081), named ? Source : null, named ? order!.OrderId : null);
                    holds.Add(key);
                    break;
                case 16 when holds.Count > 0:
                    command = new CaptureHold(ProgramId, key, at, holds[^(1 + r.Next(Math.Min(3, holds.Count)))], part);
                    redemptions.Add(key);
                    break;
                case 17 when holds.Count > 0:
                    command = new ReleaseHold(ProgramId, key, at, holds[^(1 + r.Next(Math.Min(3, holds.Count)))]);
                    break;
                case 18 or 19:
                    command = r.Next(4) switch
                    {
                        0 => new RedeemCash(ProgramId, key, at, account, owner, unit, amount),
                        1 => new RedeemVoucher(ProgramId, key, at, account, owner, unit, amount),
                        2 => new RedeemReward(ProgramId, key, at, account, owner, r.Next(9) == 0 ? "none" : "mug"),
                        _ => order == null ? null : new RedeemOnOrder(ProgramId, key, at, order.AccountId, owner, unit, amount, Source, order.OrderId),
                    };
                    redemptions.Add(key);
                    break;
                case 20 when redemptions.Count > 0:
                    command = new ReverseRedemption(ProgramId, key, at, redemptions[^(1 + r.Next(Math.Min(5, redemptions.Count)))], part);
                    break;
                case 21:
                    if (adjustments.Count > 0 && r.Next(2) == 0)
                    {
                        command = new ApproveAdjustment(ProgramId, key, at, adjustments[^1], r.Next(3) == 0 ? "ann" : "bob");
                        break;
                    }
                    command = new AdjustValue(ProgramId, key, at, account, owner, unit == "cashback" && r.Next(2) == 0 ? "fund" : unit, r.Next(2) == 0 ? amount : -amount, "ann");
                    adjustments.Add(key);
                    break;
                case 22:
                    var to = "A" + r.Next(3).ToString(CultureInfo.InvariantCulture);
                    command = new TransferValue(ProgramId, key, at, account, owner, to, r.Next(2) == 0 ? null : "c0", unit, amount);
                    break;
                default:
                    if (r.Next(3) == 0 && made.Count > 0)
                    {
                        // The same once more, or the same key with other content.
                        var old = made[r.Next(made.Count)];
                        fact = old.Fact is OrderPaid p && r.Next(2) == 0 ? p with { At = at } : old.Fact;
                        command = old.Command is HoldValue h && r.Next(2) == 0 ? h with { TtlMinutes = h.TtlMinutes + 1 } : old.Command;
                    }
                    else if (merges && r.Next(25) == 0)
                    {
                        command = new MergeAccounts(ProgramId, key, at, account, "A" + r.Next(3).ToString(CultureInfo.InvariantCulture));
                    }
                    else if (r.Next(4) == 0)
                    {
                        command = new AdvanceProgramClock(ProgramId, key, clock);
                    }
                    break;
            }
            if (fact != null || command != null)
            {
                made.Add(new Step(fact, command));
            }
        }
        made.Add(new Step(null, new AdvanceProgramClock(ProgramId, "last", clock.AddDays(r.Next(90)))));
        return made;
    }

    private static List<Line> Lines(Random r, Order? before)
    {
        if (before != null && r.Next(3) > 0)
        {
            var changed = before.Lines.Select(l => Fitting(l with { Quantity = Math.Max(1, l.Quantity + r.Next(-2, 4)) })).ToList();
            return changed;
        }
        var lines = new List<Line>();
        int count = r.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            var line = new Line(
                "L" + i.ToString(CultureInfo.InvariantCulture), "s" + r.Next(4).ToString(CultureInfo.InvariantCulture), r.Next(1, 9), r.Next(0, 4000) / 100m,
                r.Next(3) == 0 ? r.Next(0, 500) / 100m : 0, null, r.Next(8) == 0 ? "shipping" : "merchandise");
            lines.Add(r.Next(60) == 0 ? line with { Quantity = -1 } : Fitting(line));
        }
        return lines;
    }

    private static Line Fitting(Line l) => l with { Discount = Math.Min(l.Discount, Math.Max(0, l.Quantity) * l.UnitPrice) };
}
