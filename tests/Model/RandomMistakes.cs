namespace Ledger.Model;

/// <summary>Makes one thing wrong about a fact.</summary>
internal sealed class RandomMistakes(Random r)
{
    /// <summary>Later than any server's clock that a history is compared under.</summary>
    public DateTimeOffset Ahead { get; } = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Order In(Order o) => r.Next(18) switch
    {
        0 => o with { Currency = "EUR" },
        1 => o with { Lines = [] },
        2 => o with { Lines = [.. o.Lines, o.Lines[0]] },
        3 => With(o, x => x with { Quantity = -1 }),
        4 => With(o, x => x with { Quantity = 0 }),
        5 => With(o, x => x with { UnitPrice = -0.01m }),
        6 => With(o, x => x with { Discount = -0.01m }),
        7 => With(o, x => x with { Discount = (x.Quantity * x.UnitPrice) + 0.01m }),
        8 => With(o, x => x with { Kind = "gift" }),
        9 => With(o, x => x with { LineId = "" }),
        10 => With(o, x => x with { Sku = "" }),
        11 => With(o, x => x with { Category = new string('x', 257) }),
        12 => o with { AccountId = "an account" },
        13 => o with { ContactId = new string('c', 129) },
        14 => o with { Revision = 0 },
        15 => o with { PlacedAt = Ahead },
        16 => o with { PlacedAt = new DateTimeOffset(1989, 12, 31, 23, 59, 59, TimeSpan.Zero) },
        _ => o with { PartnerId = "é" },
    };

    /// <summary>An amendment that changes what an amendment may not change.</summary>
    public Order Elsewhere(Order o) => r.Next(3) switch
    {
        0 => o with { AccountId = o.AccountId == "A0" ? "A1" : "A0" },
        1 => o with { PlacedAt = o.PlacedAt.AddSeconds(1) },
        _ => o with { Currency = "EUR" },
    };

    public OrderReturned In(OrderReturned f) => r.Next(8) switch
    {
        0 => f with { Lines = [] },
        1 => f with { Lines = [.. f.Lines, f.Lines[0]] },
        2 => f with { Lines = [f.Lines[0] with { Quantity = 0 }] },
        3 => f with { Lines = [f.Lines[0] with { LineId = "none" }] },
        4 => f with { Lines = [f.Lines[0] with { Quantity = 1000 }] },
        5 => f with { Lines = [f.Lines[0] with { LineId = "L 1" }] },
        6 => f with { ReturnId = "" },
        _ => f with { At = Ahead },
    };

    private static Order With(Order o, Func<Line, Line> change) => o with { Lines = [.. o.Lines.Skip(1), change(o.Lines[0])] };
}
