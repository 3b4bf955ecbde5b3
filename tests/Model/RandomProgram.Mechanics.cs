using System.Globalization;
using System.Text.Json.Nodes;

namespace Ledger.Model;

/// <summary>Random programs with every section of mechanics.md.</summary>
public static partial class RandomProgram
{
    /// <summary>
    /// The versions of a seed's program with the mechanics added. Every seventh seed winds down in the middle of its history, and so does
    /// every fourth seed with a late version (seed mod 4 = 1). If the number of a seed with a late version is even, only the late version
    /// judges accounts.
    /// </summary>
    public static IReadOnlyList<string> VersionsWithMechanics(int seed) =>
        [.. Versions(seed).Select((text, i) => WithMechanics(seed, i, text, judges: Late(seed) is null || seed % 2 != 0))];

    /// <summary>As <see cref="Late"/>, with the mechanics added.</summary>
    public static string? LateWithMechanics(int seed) => Late(seed) is { } text ? WithMechanics(seed, 0, text, judges: true) : null;

    private static string WithMechanics(int seed, int number, string text, bool judges)
    {
        var r = new Random(unchecked((seed * 104_729) + number));
        string Pick(params string[] all) => all[r.Next(all.Length)];
        var program = JsonNode.Parse(text)!.AsObject();
        var tiers = program["tiers"]!.AsArray();
        tiers[1]!["perks"] = JsonNode.Parse("""["fast"]""");
        tiers[2]!["perks"] = JsonNode.Parse("""["fast", "lounge"]""");
        program["points"]!["expiry"]?.AsObject().Add("noticeDays", JsonNode.Parse("[7, 2]"));
        program["rewards"]!
            .AsArray()
            .Add(JsonNode.Parse("""{ "id": "voucher", "cost": 50, "kind": "voucher", "amount": 5, "voucherValidMonths": 1 }"""));
        program["rewards"]!.AsArray().Add(JsonNode.Parse("""{ "id": "bonus", "cost": 50, "kind": "points", "amount": 25 }"""));
        program["rewards"]!.AsArray().Add(JsonNode.Parse("""{ "id": "cash", "cost": 50, "kind": "cashback", "amount": 3 }"""));
        program["discounts"]!.AsArray().Add(JsonNode.Parse("""
            { "id": "club", "group": "c", "kind": "fixed", "percent": 1.5, "when": { "membershipIn": ["plus"] } }
            """));
        program["discounts"]!.AsArray().Add(JsonNode.Parse("""
            { "id": "happy", "group": "c", "kind": "promotion", "percent": 2, "when": { "segmentIn": ["champion", "big"] } }
            """));
        program["discounts"]!.AsArray().Add(JsonNode.Parse("""
            { "id": "perk", "group": "p", "kind": "fixed", "percent": 0.5, "when": { "perkIn": ["lounge", "trusted"] } }
            """));
        program["earning"]!.AsArray().Add(JsonNode.Parse("""
            { "id": "ally", "points": 1, "per": 2, "when": { "partnerIn": ["p-a", "p-b"], "channelIn": ["web"] } }
            """));
        var sections = JsonNode.Parse($$"""
            {
              "activities": [
                { "id": "course", "activity": "training", "points": 40, "owner": "contact", "maxPerContact": 1,
                  "every": "{{Pick("day", "month", "year", "ever")}}" },
                { "id": "firm", "activity": "training", "points": 7.5, "maxPerAccount": 2, "every": "month",
                  "when": { "ordersAtLeast": 1 } },
                { "id": "nps", "activity": "nps", "points": 4, "maxPerAccount": 1, "every": "month" },
                { "id": "review", "activity": "review", "points": 6, "owner": "contact", "scoreAtLeast": 3.5 } ],
              "budget": { "amount": {{Pick("40", "150", "1000")}}, "period": "{{Pick("month", "quarter", "year", "lifetime")}}" },
              "milestones": [
                { "id": "stamp", "every": {{Pick("50", "75.5")}}, "scope": "goods", "reward": "mug", "max": {{r.Next(2, 6)}} },
                { "id": "more", "every": 120, "scope": "some", "reward": "{{Pick("bonus", "cash", "voucher")}}" } ],
              "funds": [
                { "id": "f", "percent": 1.5, "scope": "goods", "expiry": { "afterMonths": 1, "at": "exact" },
                  "claimDays": {{r.Next(2, 20)}} },
                { "id": "g", "percent": 2.25, "scope": "some" } ],
              "memberships": [
                { "id": "plus", "fee": 10, "months": {{r.Next(1, 4)}}, "pointsMultiplier": 1.25, "perks": ["fast"] },
                { "id": "pro", "fee": 30, "months": 2, "pointsMultiplier": 1.5, "perks": ["hotline"] } ],
              "challenges": [
                { "id": "turbo", "period": "month", "metric": "{{Pick("spend", "orders", "points-accrued")}}",
                  "settleAfterDays": {{r.Next(4)}},
                  "eligible": { "ordersAtLeast": {{r.Next(1, 3)}} },
                  "prizes": [ { "rank": 1, "unit": "cashback", "amount": 5 }, { "rank": 2, "unit": "points", "amount": 30 }, { "rank": 4,
                    "reward": "bonus" } ] },
                { "id": "sprint", "period": "quarter", "metric": "orders", "scope": "some", "eligible": { "segmentIn": ["repeat"] },
                  "prizes": [ { "rank": 1, "reward": "voucher" }, { "rank": 2, "reward": "cup" } ] } ],
              "draws": [
                { "id": "lots", "at": "{{Text(Start(seed).AddDays(25))}}", "eligible": { "ordersAtLeast": 1 }, "prizes": 2,
                  "reward": "mug" },
                { "id": "money", "at": "{{Text(Start(seed).AddDays(40))}}", "prizes": 2, "unit": "points", "amount": 11 } ],
              "perks": [
                { "id": "fast", "when": { "tenureMonthsAtLeast": 1 }, "activationOn": "{{Pick("placed", "paid", "shipped")}}" },
                { "id": "lounge" }, { "id": "hotline" },
                { "id": "trusted", "when": { "segmentIn": ["champion"] }, "activationOn": "paid" },
                { "id": "first", "when": { "ordersBelow": 2 } } ],
              "segments": [
                { "id": "newcomer", "when": { "ordersBelow": 2 } },
                { "id": "repeat", "when": { "ordersAtLeast": 2 } },
                { "id": "champion", "when": { "ordersAtLeast": 2, "npsAtLeast": 7 } },
                { "id": "big", "when": { "spendAtLeast": { "window": { "kind": "rolling-months", "months": 1 }, "scope": "goods",
                  "amount": 90 } } } ],
              "partners": [ { "id": "p-a", "pointCost": 0.0085 }, { "id": "p-b", "pointCost": 0.0125, "mayRedeem": false },
                { "id": "p-mute", "pointCost": 0.01, "mayIssue": false } ]
            }
            """)!.AsObject();
        foreach (var (name, section) in sections)
        {
            program[name] = section!.DeepClone();
        }
        if (!judges)
        {
            foreach (var name in new[] { "activities", "memberships", "perks", "segments" })
            {
                program.Remove(name);
            }
            foreach (var tier in tiers)
            {
                tier!.AsObject().Remove("perks");
            }
            foreach (var id in new[] { "club", "happy", "perk" })
            {
                program["discounts"]!.AsArray().RemoveAll(discount => (string)discount!["id"]! == id);
            }
            program["challenges"]!.AsArray()[1]!.AsObject().Remove("eligible");
        }
        if (seed % 7 == 0 || (Late(seed) != null && seed % 4 == 1))
        {
            var ends = new JsonObject { ["earnUntil"] = Text(Start(seed).AddDays(45)), ["redeemUntil"] = Text(Start(seed).AddDays(60)) };
            program["windDown"] = ends;
        }
        return program.ToJsonString();
    }

    private static string Text(DateTimeOffset t) => t.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
