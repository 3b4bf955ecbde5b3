using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>A random program, standing and order from a seed, with small numbers, so that steps, ties and caps occur often.</summary>
internal sealed class RandomCase
{
    private static readonly string[] Skus = ["A", "B", "C", "D"];
    private static readonly string[] Kinds = ["merchandise", "merchandise", "merchandise", "shipping", "fee"];

    private readonly Random random;

    public RandomCase(int seed)
    {
        random = new Random(seed);
        Document = Program();
        Catalog = Programs.Catalog(Document);
        Standing = Orders.Standing(
            Pick("t0", "t1", "t2"), random.Next(4), random.Next(3) == 0 ? null : "2010-12-31T20:00:00Z",
            ("*", Month(), Amount(300)), ("s0@1", Month(), Amount(300)), ("s1@1", Month(), Amount(300)), ("s0@1", Month(), Amount(300)));
        Order = Orders.At("2011-03-10T12:00:00Z", Lines()) with { ContactId = random.Next(2) == 0 ? "ann" : null };
    }

    public string Document { get; }

    public ProgramCatalog Catalog { get; }

    public Standing Standing { get; }

    public EvaluateOrder Order { get; }

    public ProgramVersion Version => Catalog.Version(1);

    /// <summary>The order after each step of a random sequence of returns, to be evaluated again.</summary>
    public IEnumerable<EvaluateOrder> ReturnInParts()
    {
        var lines = Order.Lines.ToArray();
        while (lines.Any(line => line.Remaining > 0))
        {
            var i = random.Next(lines.Length);
            if (lines[i].Remaining == 0) continue;
            var back =
                random.Next(3) == 0
                    ? lines[i].Remaining
                    : Math.Min(lines[i].Remaining, Math.Max(0.25m, Math.Floor(lines[i].Remaining / 2)));
            lines[i] = lines[i] with { Remaining = lines[i].Remaining - back };
            yield return Order with { Lines = [.. lines] };
        }
    }

    private EvaluatedLine[] Lines()
    {
        var lines = new EvaluatedLine[random.Next(1, 9)];
        for (var i = 0; i < lines.Length; i++)
        {
            var (quantity, price) = (random.Next(1, 8) * (random.Next(4) == 0 ? 0.25m : 1), Amount(60));
            var discount = random.Next(3) == 0 ? Math.Round(quantity * price * random.Next(0, 101) / 100, 3) : 0;
            lines[i] = Orders.Line(
                Pick(Skus), price, quantity, Math.Min(discount, quantity * price), category: Pick("x", "y", null!), kind: Pick(Kinds),
                id: "L" + i);
        }

        return lines;
    }

    private string Program()
    {
        var discounts = string.Join(", ", Enumerable.Range(0, random.Next(0, 8)).Select(Discount));
        var earning = string.Join(", ", Enumerable.Range(0, random.Next(0, 4)).Select(i =>
            $"{{ \"id\": \"e{i}\", \"points\": {random.Next(0, 4)}, \"per\": {Number(random.Next(1, 9) * 0.5m)}, {Scope()} "
                + $"\"tierMultiplier\": {Pick("true", "false")}, \"owner\": \"{Pick("account", "contact")}\" {When()} }}"));
        return $$"""
            "currency": "{{Pick("GBP", "JPY", "TND")}}", "timeZone": "{{Pick("UTC", "Australia/Sydney", "America/Sao_Paulo")}}",
            "rounding": { "points": "{{Pick("floor", "half-up", "half-even")}}", "money": "{{Pick("floor", "half-up", "half-even")}}" },
            "scopes": { "s0": { "excludeSkus": [ "D" ] }, "s1": { "skus": [ "A", "B" ], "kinds": [ "merchandise", "fee" ] },
              "s2": { "categories": [ "x" ], "excludeSkus": [ "A" ] } },
            "tiers": [ { "id": "t0", "from": 0 }, { "id": "t1", "from": 1, "pointsMultiplier": 1.25 }, { "id": "t2", "from": 2,
              "pointsMultiplier": 0.7 } ],
            "qualification": { "metric": "orders", "window": { "kind": "lifetime" } },
            "discounts": [ {{discounts}} ], "earning": [ {{earning}} ],
            "discountPolicy": { "combine": "{{Pick("sum", "compound", "best")}}", "maxPercent": {{Number(
                Pick(100m, 100m, 20m, 7.5m, 0m))}} }
            """;
    }

    private string Discount(int i)
    {
        var head = $"{{ \"id\": \"d{i}\", \"group\": \"{Pick("g0", "g1", "g2")}\", {Scope()}";
        var rest = random.Next(5) switch
        {
            0 => $"\"kind\": \"fixed\", \"percent\": {Percent()}",
            1 => $"\"kind\": \"promotion\", \"percent\": {Percent()}",
            2 => $"\"kind\": \"tier\", \"percentByTier\": {{ \"{Pick("t0", "t1", "t2")}\": {Percent()} }}",
            3 => $"\"kind\": \"order-total\", \"steps\": {Steps()}",
            _ => $"\"kind\": \"cumulative\", \"steps\": {Steps()}, \"includesCurrentOrder\": {Pick("true", "false")}, \"window\": "
                + $"{Pick("{ \"kind\": \"lifetime\" }", "{ \"kind\": \"calendar-year\" }", "{ \"kind\": \"rolling-months\", "
                + "\"months\": 3 }")}",
        };
        return head + rest + When() + " }";
    }

    private string Steps()
    {
        var from = (decimal)random.Next(0, 200);
        return "[ " + string.Join(", ", Enumerable
                .Range(0, random.Next(1, 4))
                .Select(_ => $"{{ \"from\": {Number(from += random.Next(1, 150))}, \"percent\": {Percent()} }}")) + " ]";
    }

    private string When() => random.Next(4) switch
    {
        0 => $", \"when\": {{ \"tierIn\": [ \"{Pick("t0", "t1", "t2")}\" ] }}",
        1 => $", \"when\": {{ \"ordersAtLeast\": {random.Next(0, 3)} }}",
        _ => "",
    };

    private string Scope() => Pick("", "\"scope\": \"s0\", ", "\"scope\": \"s1\", ", "\"scope\": \"s2\", ");

    private string Percent() => Number(Pick(0m, 1m, 2m, 2.5m, 5m, 33.3m, 0.125m));

    private decimal Amount(int max) => (decimal)random.Next(0, max * 100) / 100;

    private int Month() => Orders.Month(2011, 3) - random.Next(0, 14);

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
