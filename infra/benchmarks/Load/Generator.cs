using Ledger.Contracts.V1;

namespace Ledger.Bench.Load;

/// <summary>
/// Generates orders like a wholesaler's, the same for every run: about 20 lines each, some accounts busier than others, and 8 % returns
/// some time later.
/// </summary>
internal static class Generator
{
    private const int Accounts = 5_000;
    private const int Skus = 3_000;
    private const double Returned = 0.08;
    private const int Seed = 20_091_201;
    private static readonly DateTimeOffset Start = new(2010, 1, 4, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(700);

    /// <summary>Orders and their returns by date.</summary>
    /// <param name="source">Name of the order system.</param>
    /// <param name="orders">The number of orders; returns come on top.</param>
    public static IReadOnlyList<Fact> Facts(string source, int orders)
    {
        var random = new Random(Seed);
        var facts = new List<Fact>(orders + (orders / 8));
        var recent = new Queue<(OrderPlaced Order, int Due)>();
        for (var i = 0; i < orders; i++)
        {
            var at = Start + (Span * ((double)i / orders));
            // The square of a random number, so that few accounts have many orders.
            var account = $"A{(int)(Math.Pow(random.NextDouble(), 2) * Accounts)}";
            var order = Order(random, source, $"{i}", account, at, random.Next(5, 36));
            facts.Add(Fact.Of(order, account));
            if (random.NextDouble() < Returned) recent.Enqueue((order, i + 50 + random.Next(400)));
            while (recent.TryPeek(out var next) && next.Due <= i)
            {
                recent.Dequeue();
                facts.Add(Fact.Of(ReturnOf(random, next.Order, at), next.Order.AccountId));
            }
        }

        while (recent.TryDequeue(out var last)) facts.Add(Fact.Of(ReturnOf(random, last.Order, Start + Span), last.Order.AccountId));
        return facts;
    }

    /// <summary>Orders of one account, two lines each.</summary>
    public static IEnumerable<Fact> OneAccount(string source, string account, int orders)
    {
        var random = new Random(Seed);
        for (var i = 0; i < orders; i++)
        {
            yield return Fact.Of(Order(random, source, $"{i}", account, Start + (Span * ((double)i / orders)), lines: 2), account);
        }
    }

    /// <summary>Orders of <see cref="Redeemers.PointsPerLot"/> points or more each, within ten days: so many for every account.</summary>
    public static IEnumerable<Fact> ToSpend(string source, IEnumerable<string> accounts, int orders)
    {
        var step = TimeSpan.FromDays(10) / orders;
        foreach (var account in accounts)
        {
            for (var i = 0; i < orders; i++)
            {
                var line = new OrderLine("L1", "20000", Redeemers.PointsPerLot, 1, null);
                yield return Fact.Of(
                    new OrderPlaced(BenchProgram.Id, source, $"{account}-{i}", account, Start + (step * i), BenchProgram.Currency, [line]),
                    account);
            }
        }
    }

    private static OrderPlaced Order(Random random, string source, string id, string account, DateTimeOffset at, int lines)
    {
        var list = new List<OrderLine>(lines);
        for (var line = 1; line <= lines; line++)
        {
            var sku = random.Next(Skus);
            list.Add(new OrderLine(
                    $"L{line}", $"{20_000 + sku}", random.Next(1, 49), random.Next(20, 1_500) / 100m, sku % 7 == 0 ? "garden" : null));
        }

        return new OrderPlaced(BenchProgram.Id, source, id, account, at, BenchProgram.Currency, list);
    }

    private static OrderReturned ReturnOf(Random random, OrderPlaced order, DateTimeOffset at)
    {
        var line = order.Lines[random.Next(order.Lines.Count)];
        return new OrderReturned(
            order.Program, order.Source, order.OrderId, $"R{order.OrderId}", at,
            [new ReturnedLine(line.LineId, random.Next(1, (int)line.Quantity + 1))]);
    }
}
