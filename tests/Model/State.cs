using System.Numerics;

namespace Ledger.Model;

internal enum LotState
{
    Pending,
    Active,
    Expired,
}

internal sealed class Lot
{
    public required long Id { get; set; }
    public required string Cause { get; init; }
    public required string Owner { get; init; }
    public required string Unit { get; init; }
    public string Sub { get; init; } = "";
    public LotState State { get; set; }
    public DateTimeOffset? ActivateAt { get; set; }
    public DateTimeOffset? ExpireAt { get; set; }
    public DateTimeOffset? OriginalExpireAt { get; init; }
    public BigInteger Pending { get; set; }
    public BigInteger Free { get; set; }
    public BigInteger Held { get; set; }

    /// <summary>Redeemed, transferred, adjusted away or used to pay arrears.</summary>
    public BigInteger Spent { get; set; }

    public BigInteger Expired { get; set; }

    public Lot Copy() => (Lot)MemberwiseClone();

    /// <summary>The same lot under another number.</summary>
    public Lot Renumbered(long id)
    {
        var c = Copy();
        c.Id = id;
        return c;
    }
}

internal sealed class Wallet
{
    public BigInteger Accrued { get; set; }
    public BigInteger Reversed { get; set; }
    public BigInteger Redeemed { get; set; }
    public BigInteger Expired { get; set; }
    public BigInteger Adjusted { get; set; }
    public BigInteger Arrears { get; set; }
    public bool EverCredited { get; set; }

    public Wallet Copy() => (Wallet)MemberwiseClone();
}

/// <summary>What the rules gave so far for one cause in one wallet, and how much of a decrease was not taken.</summary>
internal sealed class CauseState
{
    public BigInteger Evaluated { get; set; }
    public BigInteger Waived { get; set; }
    public BigInteger Opened { get; set; }

    public CauseState Copy() => (CauseState)MemberwiseClone();
}

internal sealed record Allocation(long LotId, BigInteger Amount, BigInteger Restored);

internal sealed class Hold
{
    public required string Id { get; init; }
    public required string Owner { get; init; }
    public required string Unit { get; init; }
    public string? Order { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public long Number { get; init; }
    public bool Open { get; set; } = true;

    /// <summary>How it ended: captured, released or expired.</summary>
    public string Ended { get; set; } = "";

    public List<Allocation> Allocations { get; set; } = [];

    public Hold Copy()
    {
        var c = (Hold)MemberwiseClone();
        c.Allocations = [.. Allocations];
        return c;
    }
}

internal sealed class Redemption
{
    public required string Id { get; init; }
    public required string Owner { get; init; }
    public required string Unit { get; init; }
    public string? Order { get; init; }
    public string? Reward { get; init; }
    public List<Allocation> Allocations { get; set; } = [];

    public BigInteger Amount
    {
        get
        {
            BigInteger sum = 0;
            foreach (var a in Allocations)
            {
                sum += a.Amount;
            }
            return sum;
        }
    }

    public BigInteger Restored
    {
        get
        {
            BigInteger sum = 0;
            foreach (var a in Allocations)
            {
                sum += a.Restored;
            }
            return sum;
        }
    }

    public Redemption Copy()
    {
        var c = (Redemption)MemberwiseClone();
        c.Allocations = [.. Allocations];
        return c;
    }
}

internal sealed class RebatePeriod
{
    public required ProgramVersion Version { get; init; }
    public required Rebate Rule { get; init; }
    public required string Label { get; init; }

    /// <summary>The account that closes it, and whose row it is.</summary>
    public required string Origin { get; set; }

    public int FirstMonth { get; init; }
    public int NextMonth { get; init; }
    public DateTimeOffset Start { get; init; }
    public DateTimeOffset End { get; init; }
    public HashSet<string> Origins { get; set; } = new(StringComparer.Ordinal);
    public bool Closed { get; set; }
    public Rational Basis { get; set; }
    public BigInteger Amount { get; set; }
    public string Cause => "rebate|" + Rule.Id + "|" + Label + "|" + Origin;

    public RebatePeriod Copy()
    {
        var c = (RebatePeriod)MemberwiseClone();
        c.Origins = new(Origins, StringComparer.Ordinal);
        return c;
    }
}

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

internal sealed record DoneActivity(string Rule, string? ContactId, DateTimeOffset At, decimal? Score);

internal sealed record HeldMembership(string Id, DateTimeOffset From, DateTimeOffset Until);

internal sealed class Account
{
    public required string Id { get; init; }
    public DateTimeOffset? Clock { get; set; }
    public List<OrderState> Orders { get; set; } = [];
    public List<Lot> Lots { get; set; } = [];
    public List<Hold> Holds { get; set; } = [];
    public List<Redemption> Redemptions { get; set; } = [];
    public List<RebatePeriod> Periods { get; set; } = [];
    public List<DoneActivity> Activities { get; set; } = [];
    public List<HeldMembership> Memberships { get; set; } = [];
    public HashSet<string> Segments { get; set; } = new(StringComparer.Ordinal);
    public DateTimeOffset? SegmentsJudged { get; set; }
    public Dictionary<(string Owner, string Unit), Wallet> Wallets { get; set; } = [];
    public Dictionary<(string Cause, string Owner, string Unit, string Sub), CauseState> Causes { get; set; } = [];
    public Dictionary<string, BigInteger> Milestones { get; set; } = new(StringComparer.Ordinal);
    public string? TierId { get; set; }
    public Rational TierFrom { get; set; }
    public ProgramVersion? TierVersion { get; set; }
    public DateTimeOffset Since { get; set; }
    public DateTimeOffset? GraceUntil { get; set; }
    public DateTimeOffset? LastReview { get; set; }

    public Account Copy()
    {
        var c = (Account)MemberwiseClone();
        c.Orders = [.. Orders];
        c.Lots = Lots.ConvertAll(x => x.Copy());
        c.Holds = Holds.ConvertAll(x => x.Copy());
        c.Redemptions = Redemptions.ConvertAll(x => x.Copy());
        c.Periods = Periods.ConvertAll(x => x.Copy());
        c.Activities = [.. Activities];
        c.Memberships = [.. Memberships];
        c.Segments = new(Segments, StringComparer.Ordinal);
        c.Milestones = new(Milestones, StringComparer.Ordinal);
        c.Wallets = [];
        foreach (var (k, w) in Wallets)
        {
            c.Wallets[k] = w.Copy();
        }
        c.Causes = [];
        foreach (var (k, s) in Causes)
        {
            c.Causes[k] = s.Copy();
        }
        return c;
    }

    /// <summary>The order's own copy in this account's copy, to be changed.</summary>
    public OrderState Edit(string key)
    {
        int i = Orders.FindIndex(x => x.Key == key);
        Orders[i] = Orders[i].Copy();
        return Orders[i];
    }

    public Wallet WalletOf(string owner, string unit)
    {
        if (!Wallets.TryGetValue((owner, unit), out var w))
        {
            w = new Wallet();
            Wallets[(owner, unit)] = w;
        }
        return w;
    }

    public Lot LotOf(long id) => Lots.Find(x => x.Id == id)!;
}
