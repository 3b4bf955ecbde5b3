using System.Globalization;

namespace Ledger.Model;

/// <summary>
/// Makes histories from a seed: late, repeated, contradicting and invalid steps among valid ones. Any step can be left out, so a failing
/// history can be shrunk.
/// </summary>
public sealed class RandomHistory
{
    private const string Source = "shop";
    private readonly Random r;
    private readonly RandomTimes times;
    private readonly RandomCommands commands;
    private readonly RandomMistakes mistakes;
    private readonly RandomMechanics? mechanics;
    private readonly string currency;
    private readonly int accounts;
    private readonly List<Step> made = [];
    private readonly List<Order> orders = [];

    // Follow-up steps on orders that are paid with points, or are about to be.
    private readonly Queue<Func<string, DateTimeOffset, Step?>> soon = new();

    private RandomHistory(int seed, int accounts, bool withMechanics)
    {
        this.accounts = accounts;
        r = new Random(seed);
        currency = RandomProgram.Currency(seed);
        times = new RandomTimes(r, RandomProgram.Zone(seed), RandomProgram.Start(seed));
        commands = new RandomCommands(r, RandomProgram.Digits(currency), accounts);
        mistakes = new RandomMistakes(r);
        mechanics = withMechanics ? new RandomMechanics(new Random(unchecked(seed * 31)), accounts, currency) : null;
    }

    /// <summary>
    /// A history of a number of steps, the last of which advances the clock; optionally with merges and with the mechanics of mechanics.md.
    /// </summary>
    public static IReadOnlyList<Step> Make(int seed, int steps, bool merges = true, bool mechanics = false)
    {
        var history = new RandomHistory(seed, merges ? 5 : 3, mechanics);
        for (int n = 1; history.made.Count < steps - 1; n++)
        {
            history.times.Pass();
            if (history.Next(n.ToString(CultureInfo.InvariantCulture), merges) is { } step)
            {
                history.made.Add(step);
            }
        }
        history.made.Add(new Step(null, new AdvanceProgramClock(RandomProgram.Id, "last", history.times.Now.AddDays(history.r.Next(90)))));
        return history.made;
    }

    private Step? Next(string n, bool merges)
    {
        var at = times.Time();
        var order = orders.Count > 0 ? orders[Math.Max(0, orders.Count - 1 - r.Next(12))] : null;
        if (soon.Count > 0 && r.Next(3) > 0)
        {
            return soon.Dequeue()(n, at);
        }
        if (mechanics != null && r.Next(3) == 0)
        {
            return mechanics.Next(n, at);
        }
        int chance = r.Next(100);
        if (chance < 46)
        {
            return Fact(n, at, order) is { } fact ? new Step(fact, null) : null;
        }
        if (chance < 88)
        {
            if (commands.Next("k" + n, r.Next(8) == 0 ? null : at, order) is not { } command)
            {
                return null;
            }
            if (command is RedeemOnOrder { OrderId: { } paid })
            {
                ChangeSoon(paid);
            }
            if (command is HoldValue { OrderId: { } held })
            {
                ChangeSoon(held);
            }
            return new Step(null, command);
        }
        if (chance < 96)
        {
            return made.Count == 0 ? null : Again(made[r.Next(made.Count)]);
        }
        if (merges && r.Next(4) == 0)
        {
            return new Step(null, new MergeAccounts(RandomProgram.Id, "k" + n, at, Account(), Account()));
        }
        return new Step(null, new AdvanceProgramClock(RandomProgram.Id, "k" + n, times.Now));
    }

    /// <summary>Amends an order up and down, and returns some of it, in a few of the steps to come.</summary>
    private void ChangeSoon(string id)
    {
        for (int count = r.Next(4); count > 0; count--)
        {
            int change = r.Next(5);
            soon.Enqueue((n, at) =>
            {
                int index = orders.FindIndex(o => o.OrderId == id);
                return index < 0 ? null : new Step(Changed(index, change, n, at), null);
            });
        }
    }

    private Fact Changed(int index, int change, string n, DateTimeOffset at)
    {
        var order = orders[index];
        if (change == 0)
        {
            return ReturnOne(order, order.Lines[r.Next(order.Lines.Count)], n, at);
        }
        var amended = order with
        {
            Revision = order.Revision + 1,
            Lines = [.. order.Lines.Select(l => Fitting(l with
            {
                Quantity = change < 4 ? Math.Max(1, l.Quantity - r.Next(4)) : l.Quantity + r.Next(6),
                UnitPrice = r.Next(4) > 0 ? l.UnitPrice : l.UnitPrice * r.Next(5, 14) / 10m,
            }))],
        };
        orders[index] = amended;
        return new OrderAmended(amended, r.Next(4) == 0 ? null : at);
    }

    /// <summary>Returns some of an order, pays the rest with points, and changes it again.</summary>
    private void ReturnThenPaySoon(Order order)
    {
        soon.Enqueue((n, at) => new Step(ReturnOne(order, order.Lines[0], n, at), null));
        soon.Enqueue((n, at) => new Step(null, commands.Pay("k" + n, at, order)));
        ChangeSoon(order.OrderId);
    }

    private static OrderReturned ReturnOne(Order order, Line line, string n, DateTimeOffset at) =>
        new(RandomProgram.Id, Source, order.OrderId, "r" + n, at, [new ReturnLine(line.LineId, 1)]);

    private string Account() => "A" + r.Next(accounts).ToString(CultureInfo.InvariantCulture);

    private Fact? Fact(string n, DateTimeOffset at, Order? order)
    {
        int kind = r.Next(23);
        if (order == null || kind < 10)
        {
            var owner = r.Next(4) == 0 ? "c" + r.Next(2).ToString(CultureInfo.InvariantCulture) : null;
            var placed = new Order(RandomProgram.Id, Source, "o" + n, Account(), at, currency, Lines(null), 1, owner);
            placed = mechanics?.Dress(placed) ?? placed;
            if (r.Next(12) == 0)
            {
                return new OrderPlaced(mistakes.In(placed));
            }
            orders.Add(placed);
            if (r.Next(6) == 0)
            {
                ReturnThenPaySoon(placed);
            }
            // Now and then the order itself comes later, or never.
            return r.Next(12) == 0 ? null : new OrderPlaced(placed);
        }
        switch (kind)
        {
            case < 15:
                var line = order.Lines[r.Next(order.Lines.Count)];
                var returned = new OrderReturned(
                    RandomProgram.Id, Source, order.OrderId, "r" + n, at,
                    [new ReturnLine(line.LineId, r.Next(1, Math.Max(1, (int)line.Quantity) + 1))]);
                return r.Next(12) == 0 ? mistakes.In(returned) : returned;
            case 15:
                return new OrderCancelled(RandomProgram.Id, Source, order.OrderId, at);
            case < 19:
                var amended = order with
                {
                    Lines = Lines(order),
                    Revision = order.Revision + r.Next(1, 3),
                    ContactId = r.Next(6) switch
                    {
                        0 => "c0",
                        1 when order.ContactId is not null => "account",
                        _ => order.ContactId,
                    }
                };
                if (order.Revision > 1 && r.Next(4) == 0)
                {
                    // An amendment that a higher revision has overtaken, or one that is recorded already.
                    return new OrderAmended(amended with { Revision = order.Revision - 1 }, at);
                }
                if (r.Next(10) == 0)
                {
                    return new OrderAmended(r.Next(2) == 0 ? mistakes.In(amended) : mistakes.Elsewhere(amended), at);
                }
                orders[orders.IndexOf(order)] = amended;
                return r.Next(12) == 0 ? null : new OrderAmended(amended, r.Next(4) == 0 ? null : at);
            case 19:
                return new OrderPaid(RandomProgram.Id, Source, order.OrderId, at);
            case 20:
                return new OrderShipped(RandomProgram.Id, Source, order.OrderId, at);
            case 21:
                return new OrderDelivered(RandomProgram.Id, Source, order.OrderId, at);
            default:
                return r.Next(6) > 0 ? null : new OrderPaid(RandomProgram.Id, Source, order.OrderId, mistakes.Ahead);
        }
    }

    /// <summary>A step once more: unchanged, or written differently, or the same key with other content.</summary>
    private Step Again(Step old) => r.Next(3) switch
    {
        0 => old,
        1 => new Step(SameFact(old.Fact), SameCommand(old.Command)),
        _ => new Step(OtherFact(old.Fact), old.Command is { } command ? RandomCommands.Other(command) : null),
    };

    private Fact? SameFact(Fact? fact) => fact switch
    {
        OrderPlaced f => new OrderPlaced(
            f.Order with
            {
                PlacedAt = times.Elsewhere(f.Order.PlacedAt),
                Lines = [.. f.Order.Lines.Reverse().Select(Longer)],
            }
        ),
        OrderPaid f => f with { At = times.Elsewhere(f.At) },
        OrderReturned f => f with
        {
            At = times.Elsewhere(f.At),
            Lines = [.. f.Lines.Select(x => x with { Quantity = x.Quantity * 1.00m })],
        },
        _ => fact,
    };

    private Command? SameCommand(Command? command) => command switch
    {
        null => null,
        AdvanceProgramClock => command,
        _ => RandomCommands.Same(command) with { At = command.At is { } at ? times.Elsewhere(at) : null },
    };

    private static Line Longer(Line line) => line with
    {
        Quantity = line.Quantity * 1.00m,
        UnitPrice = line.UnitPrice * 1.0m,
        Discount = line.Discount * 1.000m,
    };

    private static Fact? OtherFact(Fact? fact) => fact switch
    {
        OrderPlaced f => new OrderPlaced(f.Order with { Lines = [.. f.Order.Lines, new Line("other", "s0", 1, 1)] }),
        OrderAmended f => f with { AmendedAt = (f.AmendedAt ?? f.Order.PlacedAt).AddMinutes(1) },
        OrderReturned f => f with { At = f.At.AddMinutes(1) },
        OrderFact f => f with { At = f.At.AddMinutes(-1) },
        _ => RandomMechanics.Other(fact),
    };

    private List<Line> Lines(Order? before)
    {
        if (before != null && r.Next(3) > 0)
        {
            return before.Lines.Select(l => Fitting(l with { Quantity = Math.Max(1, l.Quantity + r.Next(-2, 4)) })).ToList();
        }
        var lines = new List<Line>();
        int count = r.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            lines.Add(Fitting(
                    new Line(
                        "L" + i.ToString(CultureInfo.InvariantCulture), "s" + r.Next(4).ToString(CultureInfo.InvariantCulture),
                        r.Next(1, 9), r.Next(0, 4000) / 100m, r.Next(3) == 0 ? r.Next(0, 500) / 100m : 0, null,
                        r.Next(8) == 0 ? "shipping" : "merchandise")
                ));
        }
        return lines;
    }

    private static Line Fitting(Line l) => l with { Discount = Math.Min(l.Discount, Math.Max(0, l.Quantity) * l.UnitPrice) };
}
