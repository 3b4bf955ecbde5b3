namespace Ledger.DomainTests.Rules.Program;

/// <summary>Whole programs, as people write them.</summary>
internal static class ExamplePrograms
{
    public const string Wholesale = """
        {
          "program": "wholesale", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
          "currency": "GBP", "timeZone": "Europe/London", "pointValue": 0.01,
          "rounding": { "points": "floor", "money": "half-even" },
          "scopes": { "goods": { "excludeSkus": ["POST", "DOT", "C2", "C3", "M", "m", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK",
            "ADJUST", "ADJUST2", "TEST001", "TEST002", "B", "PADS"] } },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "rolling-months", "months": 12 } },
          "tiers": [
            { "id": "bronze", "from": 0, "pointsMultiplier": 1 },
            { "id": "silver", "from": 2000, "pointsMultiplier": 1.5 },
            { "id": "gold", "from": 10000, "pointsMultiplier": 2 } ],
          "tierReview": { "every": "month", "graceMonths": 1, "maxSteps": 1 },
          "discounts": [
            { "id": "card", "group": "base", "kind": "fixed", "percent": 1, "scope": "goods" },
            { "id": "volume", "group": "base", "kind": "cumulative", "scope": "goods", "window": { "kind": "rolling-months", "months": 12 },
              "steps": [ { "from": 1000, "percent": 1.5 }, { "from": 5000, "percent": 3 }, { "from": 20000, "percent": 5 } ] },
            { "id": "status", "group": "status", "kind": "tier", "scope": "goods", "percentByTier": { "silver": 1, "gold": 2 } },
            { "id": "size", "group": "order", "kind": "order-total", "scope": "goods", "steps": [ { "from": 500, "percent": 1 },
              { "from": 2500, "percent": 2.5 } ] },
            { "id": "spring", "group": "promo", "kind": "promotion", "percent": 10, "scope": "goods",
              "visibleFrom": "2011-03-01T00:00:00Z", "validFrom": "2011-03-08T00:00:00Z", "validUntil": "2011-03-15T00:00:00Z",
                "when": { "tierIn": ["gold"] } } ],
          "discountPolicy": { "combine": "sum", "maxPercent": 15 },
          "earning": [
            { "id": "base", "points": 1, "per": 1.00, "scope": "goods", "tierMultiplier": true },
            { "id": "regular", "points": 1, "per": 10.00, "scope": "goods", "tierMultiplier": false, "when": { "ordersAtLeast": 5 } } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 14 }, "expiry": { "afterMonths": 12,
            "at": "end-of-month" }, "negative": "arrears" },
          "rebates": [
            { "id": "quarterly", "period": "quarter", "scope": "goods", "mode": "slab-marginal", "payAfterDays": 30, "payAs": "credit",
              "steps": [ { "from": 0, "percent": 0 }, { "from": 3000, "percent": 1 }, { "from": 10000, "percent": 2 } ] } ]
        }
        """;

    public const string Resellers = """
        {
          "program": "resellers", "version": 1, "effectiveFrom": "2009-06-30T14:00:00Z",
          "currency": "AUD", "timeZone": "Australia/Sydney", "pointValue": 0.02,
          "rounding": { "points": "half-up", "money": "half-up" },
          "scopes": {
            "goods": { "excludeSkus": ["POST", "DOT", "M", "D", "BANK CHARGES", "AMAZONFEE"] },
            "bags": { "skus": ["85099B", "85099C", "85099F", "20712", "20713", "20719", "20723", "20724", "20725", "20726", "20727",
              "20728", "22382", "22383", "22384"] } },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "calendar-year" } },
          "tiers": [
            { "id": "associate", "from": 0 },
            { "id": "partner", "from": 1200, "pointsMultiplier": 1.25 },
            { "id": "premier", "from": 6000.5, "pointsMultiplier": 1.6 } ],
          "tierReview": { "every": "year", "graceMonths": 1, "maxSteps": 1 },
          "discounts": [
            { "id": "bags", "group": "range", "kind": "cumulative", "scope": "bags", "window": { "kind": "rolling-months", "months": 4 },
              "includesCurrentOrder": true,
              "steps": [ { "from": 60, "percent": 1.5 }, { "from": 400, "percent": 3.5 } ] },
            { "id": "tier", "group": "tier", "kind": "tier", "scope": "goods", "percentByTier": { "partner": 0.8, "premier": 1.9 } },
            { "id": "winter", "group": "season", "kind": "promotion", "percent": 5, "scope": "goods",
              "visibleFrom": "2010-06-23T14:00:00Z", "validFrom": "2010-06-30T14:00:00Z", "validUntil": "2010-07-31T14:00:00Z",
                "when": { "ordersAtLeast": 2 } } ],
          "discountPolicy": { "combine": "compound", "maxPercent": 8 },
          "earning": [
            { "id": "base", "points": 2, "per": 3.00, "scope": "goods", "tierMultiplier": true },
            { "id": "bags", "points": 1, "per": 2.00, "scope": "bags", "tierMultiplier": false } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 7 }, "expiry": { "afterMonths": 9,
            "at": "exact" }, "negative": "within-balance" },
          "rebates": [
            { "id": "monthly-bags", "period": "month", "scope": "bags", "mode": "slab-whole", "payAfterDays": 15, "payAs": "credit",
              "steps": [ { "from": 40, "percent": 1 }, { "from": 300, "percent": 2.25 } ] },
            { "id": "yearly", "period": "year", "scope": "goods", "mode": "slab-marginal", "payAfterDays": 60, "payAs": "credit",
              "steps": [ { "from": 500, "percent": 0.25 }, { "from": 4000, "percent": 0.75 } ] } ]
        }
        """;

    /// <summary>Members that use every section of mechanics.md.</summary>
    public const string Mechanics = """
        "scopes": { "goods": { "excludeSkus": [ "POST" ] } }, "pointValue": 0.01,
        "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
        "tiers": [
          { "id": "bronze", "from": 0 }, { "id": "silver", "from": 1500, "pointsMultiplier": 1.5, "perks": [ "fast" ] },
          { "id": "gold", "from": 6000, "pointsMultiplier": 2, "perks": [ "fast", "lounge" ] } ],
        "discounts": [ { "id": "ally", "group": "a", "kind": "fixed", "percent": 1, "when": { "partnerIn": [ "bank" ],
          "perkIn": [ "lounge" ] } } ],
        "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods", "tierMultiplier": true } ],
        "activities": [
          { "id": "course", "activity": "training", "points": 200, "owner": "contact", "maxPerContact": 1, "every": "year" },
          { "id": "review", "activity": "review", "points": 15, "scoreAtLeast": 4.5, "maxPerAccount": 3, "every": "month",
            "when": { "ordersAtLeast": 1 } },
          { "id": "referral", "activity": "referral", "points": 500 } ],
        "points": { "activation": { "on": "delivered", "delayDays": 7 }, "expiry": { "afterMonths": 12, "noticeDays": [ 7, 30 ] } },
        "budget": { "amount": 4000, "period": "quarter" },
        "windDown": { "earnUntil": "2012-01-01T00:00:00Z", "redeemUntil": "2012-06-01T00:00:00Z" },
        "rewards": [
          { "id": "mug", "cost": 500 }, { "id": "voucher", "cost": 2000, "kind": "voucher", "amount": 20.5, "voucherValidMonths": 6 },
          { "id": "bonus", "cost": 250, "kind": "points", "amount": 250 }, { "id": "cash", "cost": 1500, "kind": "cashback",
            "amount": 15.5 } ],
        "milestones": [ { "id": "stamp", "every": 500, "scope": "goods", "reward": "mug", "max": 6 }, { "id": "coupon", "every": 0.5,
          "reward": "voucher" } ],
        "funds": [ { "id": "mdf", "percent": 1, "scope": "goods", "expiry": { "afterMonths": 6 }, "claimDays": 30 }, { "id": "free",
          "percent": 2 } ],
        "memberships": [ { "id": "plus", "fee": 120.5, "months": 12, "pointsMultiplier": 1.25, "perks": [ "fast" ] }, { "id": "basic",
          "fee": 0, "months": 1 } ],
        "challenges": [
          { "id": "turbo", "period": "month", "metric": "spend", "scope": "goods", "settleAfterDays": 3,
            "eligible": { "tenureMonthsBelow": 4 },
            "prizes": [ { "rank": 1, "unit": "cashback", "amount": 50.25 }, { "rank": 5, "reward": "mug" }, { "rank": 2, "unit": "points",
              "amount": 1000 } ] },
          { "id": "annual", "period": "year", "metric": "points-accrued", "prizes": [] } ],
        "draws": [ { "id": "midyear", "at": "2011-06-15T02:00:00Z", "eligible": { "ordersAtLeast": 1 }, "prizes": 3, "reward": "mug",
          "announceFrom": "2011-05-15T02:00:00Z" } ],
        "perks": [
          { "id": "fast", "when": { "tenureMonthsAtLeast": 2, "segmentIn": [ "repeat" ] }, "activationOn": "shipped",
            "benefit": "points move when the goods do", "kind": "speed" },
          { "id": "lounge" } ],
        "segments": [ { "id": "repeat", "when": { "ordersAtLeast": 2 } }, { "id": "happy", "when": { "npsAtLeast": 9,
          "membershipIn": [ "plus" ] } } ],
        "partners": [ { "id": "bank", "pointCost": 0.0085 }, { "id": "mute", "pointCost": 1, "mayIssue": false, "mayRedeem": false } ]
        """;
}
