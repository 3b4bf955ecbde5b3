using System.Numerics;

namespace Ledger.Model;

internal sealed class OrderState
{
    public required string Key { get; init; }
    public required string Origin { get; init; }
    public required ProgramVersion Version { get; init; }
    public required Order First { get; init; }
    public required Order Now { get; set; }
    public int Month { get; init; }

    // Frozen at the first evaluation.
    public required string TierId { get; init; }
    public Rational Multiplier { get; init; }

    /// <summary>What a unit of the order's currency is worth in the program's.</summary>
    public Rational Rate { get; init; } = Rational.One;

    /// <summary>Whether it was placed in the program's wind-down; then it earns nothing.</summary>
    public bool WindDown { get; init; }

    public required bool[] DiscountApplies { get; init; }
    public required Rational[] DiscountMetric { get; init; }
    public required bool[] EarningApplies { get; init; }
    public required HashSet<string> AllowedTriggers { get; init; }

    public bool Cancelled { get; set; }
    public Dictionary<string, decimal> Returned { get; set; } = new(StringComparer.Ordinal);
    public Dictionary<string, DateTimeOffset> Triggers { get; set; } = new(StringComparer.Ordinal);

    // As it now stands.
    public Rational[] LineGross { get; set; } = [];
    public Rational[] LineNet { get; set; } = [];
    public Rational Gross { get; set; }
    public Rational Net { get; set; }
    public Rational Stated { get; set; }
    public BigInteger Entitled { get; set; }
    public BigInteger Points { get; set; }
    public Rational[] RulePercent { get; set; } = [];
    public Dictionary<Scope, Rational> NetByScope { get; set; } = [];
    public Dictionary<(string Owner, string Unit, string Sub), BigInteger> Value { get; set; } = [];

    public decimal Remaining(Line line) => line.Quantity - Returned.GetValueOrDefault(line.LineId);

    public bool NothingRemains
    {
        get
        {
            foreach (var l in Now.Lines)
            {
                if (Remaining(l) != 0)
                {
                    return false;
                }
            }
            return true;
        }
    }

    public Rational ScopedNet(Scope scope)
    {
        if (!NetByScope.TryGetValue(scope, out var sum))
        {
            for (int i = 0; i < Now.Lines.Count; i++)
            {
                if (scope.Covers(Now.Lines[i]))
                {
                    sum += LineNet[i];
                }
            }
            NetByScope[scope] = sum;
        }
        return sum;
    }

    public OrderState Copy()
    {
        var c = (OrderState)MemberwiseClone();
        c.Returned = new(Returned, StringComparer.Ordinal);
        c.Triggers = new(Triggers, StringComparer.Ordinal);
        return c;
    }
}
