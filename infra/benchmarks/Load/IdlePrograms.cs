using System.Globalization;

namespace Ledger.Bench.Load;

/// <summary>
/// Two programs with the same accounts. One judges two segments that time alone changes. The other has no such segment, but a challenge in
/// which all its accounts take part.
/// </summary>
internal static class IdlePrograms
{
    /// <summary>Two segments that time alone changes.</summary>
    public const string Timed = "timed";

    /// <summary>A segment that time alone does not change, and a challenge.</summary>
    public const string Untimed = "untimed";

    /// <summary>
    /// The month boundary that is measured. The accounts' orders are of the month before; the challenge closes three days after it.
    /// </summary>
    public static readonly DateTimeOffset Boundary = new(2010, 2, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the challenge closes.</summary>
    public static readonly DateTimeOffset Close = Boundary.AddDays(3);

    /// <summary>One account in this many leaves a segment at the boundary.</summary>
    public const int OneInLeaves = 10;

    private const int Prizes = 1_000;

    /// <summary>The versions as JSON, by program.</summary>
    public static IReadOnlyList<(string Id, string Document)> All { get; } =
    [
        (Timed, Document(Timed, """
            "segments": [ { "id": "spender", "when": { "spendAtLeast": { "window": { "kind": "rolling-months", "months": 1 },
              "amount": 100 } } },
                          { "id": "newcomer", "when": { "tenureMonthsBelow": 2 } } ]
            """)),
        (Untimed, Document(Untimed, $$"""
            "segments": [ { "id": "buyer", "when": { "ordersAtLeast": 1 } } ],
            "challenges": [ { "id": "top", "period": "month", "metric": "spend", "settleAfterDays": 3, "prizes": [ {{string.Join(',',
              Enumerable.Range(1, Prizes).Select(Prize))}} ] } ]
            """)),
    ];

    /// <summary>The one order of an idle account, as a line.</summary>
    public static string Line(int account) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"type":"OrderPlaced","source":"idle","orderId":"{{account}}","accountId":"I{{account:D7}}",""" +
        $$""" "placedAt":"2010-01-{{10 + (account % 20)}}T{{account % 24:D2}}:00:00Z","currency":"GBP","lines":[""" +
        $$"""{"lineId":"1","sku":"TEA","quantity":1,"unitPrice":{{(account % OneInLeaves == 0 ? 100 : 20) + (account % 997 / 100m)}}}]}""");

    /// <summary>An order of one of the few accounts that are busy, as a line.</summary>
    public static string BusyLine(int order, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"type":"OrderPlaced","source":"busy","orderId":"{{order}}","accountId":"B{{order % Busy}}",""" +
        $$""" "placedAt":"{{at:yyyy-MM-ddTHH:mm:ss}}Z","currency":"GBP","lines":[""" +
        $$"""{"lineId":"1","sku":"TEA","quantity":2,"unitPrice":{{1 + (order % 500 / 100m)}}}]}""");

    /// <summary>The number of accounts that orders are sent for during the run.</summary>
    public const int Busy = 2_000;

    private static string Prize(int rank) =>
        FormattableString.Invariant($$"""{"rank":{{rank}},"unit":"cashback","amount":{{Prizes + 1 - rank}}}""");

    private static string Document(string id, string sections) => $$"""
        {
          "program": "{{id}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
            "pointValue": 0.01,
          "earning": [ { "id": "base", "points": 1, "per": 1 } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
          {{sections}}
        }
        """;
}
